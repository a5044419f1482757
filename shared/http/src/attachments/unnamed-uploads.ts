import { setTimeout as delay } from 'node:timers/promises'
import { DAY_MS } from '@welfare/contracts/days.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { attachmentLimits } from '@welfare/process/limits.ts'
import { diskOf } from '@welfare/process/metrics.ts'
import { caughtUp } from '../after-facts.ts'
import type { ServiceDependencies } from '../follow-ledger.ts'
import type { Problem } from '../problem.ts'
import type { AttachmentFiles, IsNeeded } from './attachment-files.store.ts'
import type { AttachmentKeys } from './attachment-keys.ts'
import type { KeptFile } from './sealed-file.store.ts'

const HOUR_MS = DAY_MS / 24
const UNNAMED_KEPT_MS = DAY_MS
/** A command that found an upload in time is recorded, or never will be, long before its file goes. */
const MARGIN_MS = HOUR_MS
const SWEEP_RETRY_MS = 5_000

/** What the service's facts know. */
export interface AttachmentLookUps {
  /** By an event; undefined where none has named it. */
  statusOf(attachment: string): 'kept' | 'erased' | undefined
  /** Named by an act that waits for another person. */
  isAwaited(attachment: string): boolean
}

/** Uploads that no entry names yet: bounded while they wait, and removed when their day is over. */
export interface UnnamedUploads {
  /** Bounds are held but for what comes in at the same moment. What is there already is no other. */
  refusalOfAnother(attachment: string, of: string): Promise<Problem | undefined>
  isInTime(kept: KeptFile): boolean
  /** Named, awaited or in time. */
  readonly isKept: IsNeeded
  keptUntil(keptAt: string): string
  /** Removes what nothing names any more, now and every hour, until it is told to end. */
  sweepHourly(
    given: Pick<ServiceDependencies, 'store' | 'facts' | 'logger'> & { readonly signal: AbortSignal },
  ): Promise<void>
}

export function createUnnamedUploads({
  files,
  folder,
  keys,
  clock,
  statusOf,
  isAwaited,
  limits = attachmentLimits,
}: AttachmentLookUps & {
  readonly files: AttachmentFiles
  readonly folder: string
  readonly keys: Pick<AttachmentKeys, 'isErased' | 'destroyPersonKeys'>
  readonly clock: Clock
  readonly limits?: Readonly<Record<keyof typeof attachmentLimits, number>>
}): UnnamedUploads {
  /** A file is of the same thing for ever; undefined where nothing waits for a name. */
  const ofWhat = new Map<string, string | undefined>()
  const ageOf = ({ keptAt }: KeptFile) => clock.now().getTime() - new Date(keptAt).getTime()
  const isNamed = (attachment: string) => statusOf(attachment) !== undefined || isAwaited(attachment)
  const isWithin =
    (ms: number): IsNeeded =>
    (attachment, kept) =>
      isNamed(attachment) || (kept !== undefined && ageOf(kept) < ms)

  return {
    async refusalOfAnother(attachment, of) {
      const there = await files.list()
      if (there.includes(attachment)) return undefined
      if (diskOf(folder).freeBytes < limits.freeDiskBytes)
        return { code: 'attachment-not-kept', status: 507, facts: { why: 'ENOSPC' } }
      const unnamed = await listUnnamed(there)
      const ofThis = unnamed.filter((one) => one === of)
      const isRoom = unnamed.length < limits.unnamed && ofThis.length < limits.unnamedOfOne
      return isRoom ? undefined : { code: 'uploads-not-named', status: 409, facts: { unnamed: ofThis.length } }
    },
    isInTime: (kept) => ageOf(kept) < UNNAMED_KEPT_MS,
    isKept: isWithin(UNNAMED_KEPT_MS),
    keptUntil: (keptAt) => new Date(new Date(keptAt).getTime() + UNNAMED_KEPT_MS).toISOString(),
    async sweepHourly({ store, facts, logger, signal }) {
      while (!signal.aborted) {
        // Until then it is not known what was named.
        const isDone = await caughtUp(store, facts.consumer)
          .then((isKnown) => isKnown && sweep(signal))
          .catch((error: unknown) => {
            logger.error({ err: error }, 'attachments-not-swept')
            return false
          })
        await delay(isDone ? HOUR_MS : SWEEP_RETRY_MS, undefined, { signal, ref: false }).catch(() => {})
      }
    },
  }

  /** What each is of. */
  async function listUnnamed(there: readonly string[]): Promise<readonly string[]> {
    const unnamed: string[] = []
    for (const attachment of there) {
      if (ofWhat.has(attachment) && ofWhat.get(attachment) === undefined) continue
      const isWaiting = statusOf(attachment) === undefined
      const of = isWaiting ? (ofWhat.get(attachment) ?? (await files.find(attachment))?.of) : undefined
      ofWhat.set(attachment, of)
      if (of !== undefined && !isAwaited(attachment)) unnamed.push(of)
    }
    return unnamed
  }

  async function sweep(signal: AbortSignal): Promise<true> {
    // First: what is being kept, by them, is left alone.
    await files.removeUnfinished(new Date(clock.now().getTime() - UNNAMED_KEPT_MS))
    const candidates: string[] = []
    for (const attachment of await files.list()) {
      if (signal.aborted) return true
      if (statusOf(attachment) === 'erased' || keys.isErased(attachment)) {
        // A crash came between the event and the key, or the file.
        keys.destroyPersonKeys([attachment])
        await files.remove(attachment)
      } else if (!isNamed(attachment)) candidates.push(attachment)
    }
    candidates.push(...(await files.listStrayKeys()).filter((attachment) => !isNamed(attachment)))
    await files.forget(candidates, isWithin(UNNAMED_KEPT_MS + MARGIN_MS))
    return true
  }
}
