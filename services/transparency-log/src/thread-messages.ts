import type { ThreadNews } from '@welfare/process/supervised-thread.ts'
import type { LogEngineStatus } from './log-engine.ts'
import type { Rotation } from './log-signer.ts'
import type { TilePlace } from './tree/tile-path.ts'

/** What the worker is started with. */
export interface LogThreadOptions {
  /** Where the embedded store has its log. */
  readonly logFolder: string
  readonly folder: string
  /** Nothing is signed without it. */
  readonly keyFile?: string | undefined
  /** The log is a copy that is being filled: it may hold less than the tree. */
  readonly isCopy?: boolean
}

/** What the worker can be asked, and what it answers. */
export interface LogQuestions {
  bundle: { readonly asks: TilePlace; readonly answers: Uint8Array | undefined }
  rotate: { readonly asks: Rotation; readonly answers: string }
  recordedAt: { readonly asks: number; readonly answers: string }
}
export type LogQuestion = keyof LogQuestions

export type ToLogWorker =
  | { readonly kind: 'bundle'; readonly id: number; readonly asks: TilePlace }
  | { readonly kind: 'rotate'; readonly id: number; readonly asks: Rotation }
  | { readonly kind: 'recordedAt'; readonly id: number; readonly asks: number }
  /** Something was recorded. */
  | { readonly kind: 'poke' }
  | { readonly kind: 'stop' }

export interface LogThreadStatus extends LogEngineStatus {
  /** False from a failure until what failed has succeeded. */
  readonly healthy: boolean
  /** Why nothing is signed any more; only a new start looks again. */
  readonly diverged: string | undefined
}

export type FromLogWorker = ThreadNews<LogThreadStatus>
