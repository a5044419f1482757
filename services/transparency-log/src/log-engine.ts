import { join } from 'node:path'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { type ArchivedCheckpoint, openCheckpointArchive } from './checkpoints.store.ts'
import { logLimits } from './log-limits.ts'
import { createUnsignedSigner, openLogSigner, type Rotation } from './log-signer.ts'
import { countBeforeEpoch, type LogSource } from './log-source.ts'
import { canonicalEventBytes } from './tree/canonical-event.ts'
import { formatCheckpoint, logOrigin } from './tree/checkpoint.ts'
import { hashLeaf } from './tree/merkle-hashes.ts'
import { isConsistent, proveConsistency, rootAt } from './tree/merkle-proofs.ts'
import type { TilePlace } from './tree/tile-path.ts'
import { openTreeWriter, tileWidth } from './tree/tree-files.ts'

export const archiveFileName = 'checkpoints.sqlite'

export interface LogEngineOptions {
  /** The tree and the checkpoints: made when it is not there, and the tree again from the events. */
  readonly folder: string
  /** Nothing is signed without it; checkpoints are then only what the next start goes on from. */
  readonly keyFile?: string | undefined
  readonly source: LogSource
  /** The source is a copy of the ledger that is being filled: what it does not hold yet is waited for. Default: false. */
  readonly isCopy?: boolean
}

export interface LogEngineStatus {
  /** Events in the tree, and the position of the last of them. */
  readonly treeSize: number
  readonly position: Position | undefined
  /** Events that the latest signed checkpoint covers. */
  readonly signedSize: number
}

/** What is stored is not what was signed: nothing is signed any more. */
export class TreeDivergedError extends Error {
  override readonly name = 'TreeDivergedError'
}

/**
 * Makes the tree of the events behind the write path, and signs it. What a crash leaves is cut back to the last checkpoint; before anything
 * is signed the tree is proved to extend what was signed before, so that a fork is never signed.
 */
export interface LogEngine {
  status(): LogEngineStatus
  /** Takes the next events into the tree. False when there are none. @throws TreeDivergedError */
  step(): boolean
  /** Whether `sign` would sign anything. */
  isSignatureDue(): boolean
  /** @throws TreeDivergedError */
  sign(): void
  /** Compares the next events that were there at the start with the tree. False when all were. @throws TreeDivergedError */
  recheck(): boolean
  /** Entries as C2SP tlog-tiles bundles them; undefined beyond the tree. @throws TreeDivergedError */
  bundle(place: TilePlace): Buffer | undefined
  /** @throws Error when there is no such event */
  recordedAt(sequence: number): string
  /** @returns the new verifier key */
  rotateKey(rotation: Rotation): string
  close(): void
}

export function openLogEngine({ folder, keyFile, source, isCopy = false }: LogEngineOptions): LogEngine {
  const tree = openTreeWriter(folder)
  const archive = openCheckpointArchive(join(folder, archiveFileName))
  const { epoch } = source
  const origin = logOrigin(source.ledger, epoch)
  const signer = keyFile === undefined ? createUnsignedSigner(origin) : openLogSigner({ origin, keyFile, archive })
  const [newest] = archive.list(1)
  if (newest && !newest.note.startsWith(logOrigin(source.ledger, newest.epoch))) {
    throw new Error(`the checkpoints in ${folder} are of another ledger than ${source.ledger}`)
  }
  let signed = archive.latest(epoch)
  cutBack(signed)
  let last = lastInTree()
  const recheckThrough = tree.size
  let recheckedThrough = 0
  let isTailChecked = false

  return {
    status: () => ({
      treeSize: tree.size,
      position: last?.position,
      signedSize: keyFile === undefined ? 0 : (signed?.treeSize ?? 0),
    }),
    step,
    isSignatureDue: () =>
      tree.size > 0 && maySign() && (tree.size !== signed?.treeSize || !signer.hasAllLines(signed.note)),
    sign,
    recheck() {
      const events = source.readAfter(
        recheckedThrough,
        Math.min(logLimits.recheckBatch, recheckThrough - recheckedThrough),
      )
      for (const event of events) requireLeaf(event.sequence, hashLeaf(canonicalEventBytes(event)))
      recheckedThrough += events.length
      return recheckedThrough < recheckThrough
    },
    bundle,
    recordedAt(sequence) {
      const [event] = source.readAfter(sequence - 1, 1)
      if (event?.sequence !== sequence) throw new Error(`the ledger has no event ${sequence}`)
      return event.recordedAt
    },
    rotateKey: (rotation) => signer.rotate(rotation),
    close() {
      tree.close()
      archive.close()
      source.close()
    },
  }

  /** To what was signed; to nothing, where that is not whole: it is all made again from the events. */
  function cutBack(checkpoint: ArchivedCheckpoint | undefined): void {
    const { treeSize = 0, rootHash = '' } = checkpoint ?? {}
    if (tree.size >= treeSize) {
      tree.truncate(treeSize)
      if (treeSize === 0 || rootBase64(treeSize) === rootHash) return
    }
    tree.truncate(0)
  }

  function lastInTree(): SequencedEvent | undefined {
    return tree.size > 0 ? source.readAfter(tree.size - 1, 1)[0] : undefined
  }

  /** What earlier epochs signed is compared once, before the first checkpoint of this one: a copy must hold all of it by then. */
  function maySign(): boolean {
    return !isCopy || signed !== undefined || last?.epoch === epoch
  }

  function step(): boolean {
    if (isCopy && recorded() < Math.max(tree.size, signed?.treeSize ?? 0)) return false
    if (!isTailChecked) requireTail()
    const before = tree.size
    const events = source.readAfter(before, logLimits.batchSize)
    const newest = events.at(-1)
    if (!newest) {
      requireAllThere()
      return false
    }
    if (newest.sequence !== before + events.length) throw new Error(`the ledger has a hole after event ${before}`)
    try {
      tree.append(events.map((event) => hashLeaf(canonicalEventBytes(event))))
    } catch (error) {
      tree.truncate(before)
      throw error
    }
    last = newest
    return true
  }

  /** At the start: a log that was put back by hand has other events where the signed ones end. */
  function requireTail(): void {
    requireAllThere()
    const count = Math.min(tree.size, tileWidth)
    const events = count > 0 ? source.readAfter(tree.size - count, count) : []
    for (const event of events) requireLeaf(event.sequence, hashLeaf(canonicalEventBytes(event)))
    last ??= lastInTree()
    isTailChecked = true
  }

  function requireAllThere(): void {
    const signedSize = signed?.treeSize ?? 0
    if (recorded() < signedSize)
      throw new TreeDivergedError(`${signedSize} events were signed, the ledger has ${recorded()}`)
  }

  function recorded(): number {
    return source.head()?.sequence ?? 0
  }

  function sign(): void {
    const base = signed ?? archive.latestBefore(epoch, countBeforeEpoch(source))
    // Filled again from the first event: what was signed before is not reached yet.
    if (!last || tree.size < (base?.treeSize ?? 0)) return
    const rootHash = rootBase64(tree.size)
    if (base) requireExtends(base, rootHash)
    const checkpoint = { treeSize: tree.size, rootHash }
    const note = signer.sign(formatCheckpoint({ origin: signer.origin, ...checkpoint }))
    tree.sync()
    const archived = { epoch, ...checkpoint, note, through: last.recordedAt }
    archive.save(archived)
    signed = archived
  }

  function requireExtends({ treeSize: from, rootHash }: ArchivedCheckpoint, toRoot: string): void {
    const claim = {
      from,
      fromRoot: Buffer.from(rootHash, 'base64'),
      to: tree.size,
      toRoot: Buffer.from(toRoot, 'base64'),
      proof: proveConsistency(tree, from, tree.size),
    }
    if (!isConsistent(claim)) {
      throw new TreeDivergedError(`the first ${from} events do not give the root ${rootHash} that was signed`)
    }
  }

  function bundle({ index, width }: TilePlace): Buffer | undefined {
    const first = index * tileWidth
    if (first + width > tree.size) return undefined
    const entries = source.readAfter(first, width).map((event) => {
      const bytes = canonicalEventBytes(event)
      requireLeaf(event.sequence, hashLeaf(bytes))
      return bytes
    })
    return Buffer.concat(entries.flatMap((bytes) => [lengthOf(bytes), bytes]))
  }

  function requireLeaf(sequence: number, leafHash: Buffer): void {
    if (leafHash.equals(tree.hashes(0, sequence - 1, 1))) return
    throw new TreeDivergedError(`event ${sequence} is not the one that the tree was made of`)
  }

  function rootBase64(size: number): string {
    return rootAt(tree, size).toString('base64')
  }
}

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return length
}
