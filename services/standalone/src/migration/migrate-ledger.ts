import {
  compareLedgers,
  copyLedger,
  findEpochs,
  type LedgerSource,
  LedgersDifferError,
} from '@welfare/event-store/migrate.ts'
import { canonicalEventBytes } from '@welfare/transparency-log/tree/canonical-event.ts'
import { findDifferentBalances, takeFingerprint } from './ledger-fingerprint.ts'
import { openSource } from './open-source.ts'
import { type OpenedTarget, openTarget } from './open-target.ts'
import type { StoreLocation } from './store-location.ts'

export interface Migrated {
  readonly ledger: string
  readonly epoch: number
  /** Through which event the copy is whole. */
  readonly sequence: number
  /** Events that were there before; they were compared, too. */
  readonly resumedAfter: number
  /** RFC 9162 root over all of them, in hex; the same on both sides. */
  readonly root: string
  /** How many balances were compared: by book, account, commodity and fund. */
  readonly balances: number
  readonly copyMs: number
  readonly verifyMs: number
  /** Somebody may have recorded events in the source meanwhile: they are copied when this is done again. */
  readonly sourceInUse: boolean
}

export interface MigrationProgress {
  begin(phase: 'copying' | 'verifying', from: number, through: number): void
  update(sequence: number): void
  end(): void
}

/** The source holds no event. */
export class NothingToCopyError extends Error {
  override readonly name = 'NothingToCopyError'
}

/**
 * Copies a ledger and proves that the copy is the same: canonical bytes event by event, sequence, epochs, root, and every balance. Broken off,
 * it goes on where it was when it is done again.
 * @throws what the places throw; NothingToCopyError; ImportDivergedError, TargetAheadError: nothing was copied; LedgersDifferError
 */
export async function migrateLedger(options: {
  readonly from: StoreLocation
  readonly to: StoreLocation
  readonly progress: MigrationProgress
}): Promise<Migrated> {
  const { from, to, progress } = options
  const { source, isInUse, close } = await openSource(from)
  try {
    const { ledger, epoch } = source
    const through = await source.sequence()
    if (through === 0) throw new NothingToCopyError(`ledger ${ledger} holds no event yet`)
    const target = await openTarget(to, { ledger, epoch, epochs: await findEpochs(source, through) })
    const startedAtMs = performance.now()
    const resumedAfter = await copy(source, target, through, progress)
    const copiedAtMs = performance.now()
    const verified = await verify(source, target, through, progress)
    await target.settle()
    return {
      ledger,
      epoch,
      sequence: through,
      resumedAfter,
      ...verified,
      copyMs: Math.round(copiedAtMs - startedAtMs),
      verifyMs: Math.round(performance.now() - copiedAtMs),
      sourceInUse: isInUse,
    }
  } finally {
    await close()
  }
}

async function copy(
  source: LedgerSource,
  { copy: target }: OpenedTarget,
  through: number,
  progress: MigrationProgress,
): Promise<number> {
  try {
    progress.begin('copying', await target.sequence(), through)
    const { resumedAfter } = await copyLedger({ source, target, through, onProgress: progress.update })
    return resumedAfter
  } finally {
    progress.end()
    await target.close()
  }
}

async function verify(
  source: LedgerSource,
  target: OpenedTarget,
  through: number,
  progress: MigrationProgress,
): Promise<{ readonly root: string; readonly balances: number }> {
  const [ours, theirs] = [takeFingerprint(), takeFingerprint()]
  const reading = await target.read()
  try {
    progress.begin('verifying', 0, through)
    await compareLedgers({
      source,
      target: reading.source,
      through,
      toBytes: canonicalEventBytes,
      witnesses: { source: ours.add, target: theirs.add },
      onProgress: progress.update,
    })
  } finally {
    progress.end()
    await reading.close()
  }
  const [is, was] = [theirs.result(), ours.result()]
  const different = findDifferentBalances(is, was)
  if (is.root !== was.root || is.events !== through || different.length > 0) {
    throw new LedgersDifferError(through, `the copy comes to something else: ${[is.root, ...different].join(', ')}`)
  }
  return { root: is.root, balances: is.balances.size }
}
