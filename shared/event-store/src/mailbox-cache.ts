import { type KeptMailbox, Mailbox, type MailboxOptions } from './mailbox.ts'
import type { StreamName } from './port.ts'
import { requireStreamName } from './serialized-append.ts'
import type { StreamKind } from './stream-state.ts'

export interface MailboxCache {
  /** @throws Error when the stream is not of the decider's category or another decider's: a caller's bug */
  get<State, Command, Event>(
    stream: StreamName,
    kind: StreamKind<State, Command, Event>,
    options: MailboxOptions,
  ): Mailbox<State, Command, Event>
  /** The mailbox has become idle: the most recently used. Lets go of the least recently used idle ones beyond the limits. */
  touch(mailbox: KeptMailbox): void
}

export function createMailboxCache(limits: { maxStreams: number; maxCachedEvents: number }): MailboxCache {
  /** Least recently used first. */
  const kept = new Map<StreamName, { readonly mailbox: KeptMailbox; weight: number }>()
  let weight = 0

  const isOver = (): boolean => kept.size > limits.maxStreams || weight > limits.maxCachedEvents

  const evict = (except: KeptMailbox): void => {
    for (const [stream, entry] of kept) {
      if (!isOver()) return
      if (entry.mailbox === except || !entry.mailbox.isIdle()) continue
      kept.delete(stream)
      weight -= entry.weight
    }
  }

  return {
    get: <State, Command, Event>(
      stream: StreamName,
      kind: StreamKind<State, Command, Event>,
      options: MailboxOptions,
    ) => {
      const known = kept.get(stream)
      if (known !== undefined) {
        if (known.mailbox.decider !== kind.decider) throw new Error(`${stream} belongs to another decider`)
        return known.mailbox as Mailbox<State, Command, Event>
      }
      requireStreamName(stream)
      if (!stream.startsWith(`${kind.decider.category}-`)) {
        throw new Error(`${stream} is not of the category ${kind.decider.category}`)
      }
      const mailbox = new Mailbox(stream, kind, options)
      kept.set(stream, { mailbox, weight: 0 })
      return mailbox
    },
    touch: (mailbox) => {
      const entry = kept.get(mailbox.stream)
      if (entry === undefined) return
      kept.delete(mailbox.stream)
      kept.set(mailbox.stream, entry)
      weight += mailbox.getWeight() - entry.weight
      entry.weight = mailbox.getWeight()
      if (isOver()) evict(mailbox)
    },
  }
}
