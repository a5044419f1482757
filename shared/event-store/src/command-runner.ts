import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { StreamKind } from './decide-command.ts'
import { createInputHash } from './decide-command.ts'
import { runnerLimits } from './limits.ts'
import { type KeptMailbox, Mailbox, type MailboxOptions } from './mailbox.ts'
import type { EventStore, StreamName } from './port.ts'
import type { LedgerRunner } from './runner.ts'
import { requireStreamName } from './serialized-append.ts'

export interface CommandRunnerOptions {
  readonly store: EventStore
  /** At least 16 secret bytes; the same for the life of the ledger, or repeats are refused as `idempotency-key-reused`. */
  readonly inputHashKey: Uint8Array
  /**
   * Several processes write to these streams, or one that was replaced may still have an append on its way to the store. Default: this one
   * alone.
   */
  readonly sharedWriters?: boolean
  /** Among several, this one: never two at once, and none again after a restart. Default: a random one. */
  readonly writer?: string
  /** How time passes; default: as the machine's does. */
  readonly delay?: (ms: number) => Promise<void>
  readonly mailboxLimits?: {
    readonly maxStreams?: number
    readonly maxCachedEvents?: number
    readonly maxCommandsInFlight?: number
  }
}

/** Runs commands on streams of one store, each stream's through a mailbox of its own. See `LedgerRunner` and `Mailbox` for the promises. */
export function createCommandRunner(options: CommandRunnerOptions): LedgerRunner {
  const limits = { ...runnerLimits, ...options.mailboxLimits }
  const hashInput = createInputHash(options.inputHashKey)
  const mailboxes = createMailboxCache(limits)
  const mailboxOptions = {
    store: options.store,
    sharedWriters: options.sharedWriters ?? false,
    delay: options.delay ?? ((ms: number) => setTimeout(ms)),
    onIdle: mailboxes.touch,
    firstOpenDay: () => firstOpenDay(),
  }
  const writer = options.sharedWriters ? (options.writer ?? randomUUID()) : undefined
  let executions = 0
  let inFlight = 0
  let firstOpenDay: () => string | undefined = () => undefined
  let begun = createGroup()
  let earlier: Promise<unknown> = Promise.resolve()

  return {
    execute: (decider, codec, request) => {
      if (inFlight >= limits.maxCommandsInFlight) return Promise.resolve({ outcome: 'overloaded' })
      return new Promise((resolve, reject) => {
        const inputHash = hashInput(request.input)
        const mailbox = mailboxes.get(request.stream, { decider, codec }, mailboxOptions)
        inFlight++
        const group = begun
        group.join()
        const leave = (): void => {
          inFlight--
          group.leave()
        }
        mailbox.add({
          kind: 'command',
          request,
          inputHash,
          writer: writer === undefined ? undefined : `${writer}/${executions++}`,
          arrival: 0,
          conflicts: 0,
          alone: false,
          resolve: (result) => {
            leave()
            resolve(result)
          },
          reject: (error) => {
            leave()
            reject(error)
          },
        })
      })
    },
    read: (decider, codec, stream, select) => {
      return new Promise((resolve, reject) => {
        mailboxes.get(stream, { decider, codec }, mailboxOptions).add({
          kind: 'read',
          arrival: 0,
          answer: (durable) => {
            try {
              resolve(durable === undefined ? undefined : select(durable.state, durable.version))
            } catch (error) {
              reject(error)
            }
          },
          reject,
        })
      })
    },
    countFrom: (from) => {
      firstOpenDay = from
    },
    async settled() {
      const before = begun
      begun = createGroup()
      earlier = Promise.all([earlier, before.emptied()])
      await earlier
      await Promise.all(mailboxes.unsettled().map((mailbox) => mailbox.settle()))
    },
  }
}

/** Commands that began in one span of time. */
function createGroup() {
  let members = 0
  let whenEmpty: (() => void) | undefined
  return {
    join(): void {
      members++
    },
    leave(): void {
      members--
      if (members === 0) whenEmpty?.()
    },
    /** To be asked once nobody joins any more. */
    emptied: (): Promise<void> =>
      new Promise((resolve) => {
        whenEmpty = resolve
        if (members === 0) resolve()
      }),
  }
}

export interface MailboxCache {
  /** @throws Error when the stream is not of the decider's category or another decider's: a caller's bug */
  get<State, Command, Event>(
    stream: StreamName,
    kind: StreamKind<State, Command, Event>,
    options: MailboxOptions,
  ): Mailbox<State, Command, Event>
  /** The mailbox has become idle: the most recently used. Lets go of the least recently used idle ones beyond the limits. */
  touch(mailbox: KeptMailbox): void
  /** Those of whose last append nobody knows whether it was stored. */
  unsettled(): readonly KeptMailbox[]
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
    unsettled: () => [...kept.values()].map(({ mailbox }) => mailbox).filter((mailbox) => mailbox.isUnsettled()),
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
