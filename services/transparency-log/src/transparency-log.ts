import type { Position } from '@welfare/event-store/port.ts'
import type { TreeStamper } from '@welfare/http/report-stamp.ts'
import type { Service } from '@welfare/http/service.ts'
import type { ReadinessCheck } from '@welfare/process/readiness.ts'
import type { ArchivedCheckpoint, CheckpointArchive } from './checkpoints.store.ts'
import type { Rotation } from './log-signer.ts'
import type { LogThreadStatus } from './thread-messages.ts'
import type { VerifierKey } from './tree/signed-note.ts'
import type { TilePlace } from './tree/tile-path.ts'
import type { TreeReader } from './tree/tree-files.ts'

export interface ScopeOptions {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number
}

/** A Merkle tree over every recorded event, behind the write path, its signed checkpoints, and what can be proved by them. */
export interface TransparencyLog extends Service, TreeStamper {
  readonly origin: string
  readonly epoch: number
  readonly witnesses: readonly VerifierKey[]
  /** Where the log is a copy: ready from when the tree has caught up. */
  readonly ready: readonly ReadinessCheck[]
  status(): LogThreadStatus
  /** The latest checkpoint, once it covers the event: waits for that, bounded; undefined when it takes too long. */
  coveredBy(sequence: number, options?: ScopeOptions): Promise<ArchivedCheckpoint | undefined>
  /** Events that are durable now. */
  recorded(): Promise<number>
  /** When an event was recorded. @throws Error when there is no such event */
  recordedAt(sequence: number): Promise<string>
  /** The sequence that a position stands for. @throws InvalidPositionError */
  sequenceOf(position: Position): Promise<number>
  /** Of the tree, up to `status().treeSize`. @throws Error before the log is started, or when nothing was recorded yet */
  tree(): TreeReader
  /** Entries as C2SP tlog-tiles bundles them; undefined beyond the tree. */
  bundle(place: TilePlace): Promise<Uint8Array | undefined>
  /** @throws Error before the log is started */
  archive(): CheckpointArchive
  /** @returns the new verifier key */
  rotateKey(rotation: Rotation): Promise<string>
}
