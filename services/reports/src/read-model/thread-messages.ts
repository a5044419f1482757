import type { ThreadNews } from '@welfare/process/supervised-thread.ts'
import type { QueryName } from '../queries.ts'
import type { EngineStatus } from './projection-engine.ts'

/** What the worker is started with. */
export interface ThreadFolders {
  /** Where the embedded store has its log, or a copy of it is. */
  readonly logFolder: string
  /** Where the generations of the read model lie. */
  readonly folder: string
  /** Raised when what is made of events changes; default: this program's own. */
  readonly version?: number
  /** The log is a copy, dropped when an epoch begins: what was made of an earlier one is dropped too, since it reads its events there. */
  readonly isCopy?: boolean
}

export type ToWorker =
  | {
      readonly kind: 'query'
      readonly id: number
      readonly name: QueryName
      readonly params: object
      readonly today: string
    }
  /** Something was recorded. */
  | { readonly kind: 'poke' }
  | { readonly kind: 'rebuild'; readonly id: number }
  | { readonly kind: 'stop' }

export interface ThreadStatus extends EngineStatus {
  /** False from a failure until the batch that failed has been projected. */
  readonly healthy: boolean
}

export type FromWorker = ThreadNews<ThreadStatus>
