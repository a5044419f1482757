import type { Logger } from '@welfare/process/logger.ts'
import { type SupervisedThread, superviseThread } from '@welfare/process/supervised-thread.ts'
import { projectionLimits } from '../limits.ts'
import type { Answer, QueryName, QueryParams } from '../queries.ts'
import type { ThreadFolders, ThreadStatus, ToWorker } from './thread-messages.ts'

/** The read models in their own thread, as the rest of the process sees them. A thread that ended by itself resumes from its checkpoint. */
export interface ProjectionThread
  extends Pick<SupervisedThread<ThreadStatus, ToWorker>, 'status' | 'failures' | 'waitUntil' | 'stop'> {
  /** Tells it that something was recorded. */
  wake(): void
  /** `undefined` while nothing can be served yet. @throws Error when the query has a defect, or the thread ended */
  query<Name extends QueryName>(name: Name, params: QueryParams<Name>, today: string): Promise<Answer<Name> | undefined>
  /** Resolves when a generation filled from the first event has taken over. */
  rebuild(): Promise<ThreadStatus>
}

const nothingYet: ThreadStatus = {
  sequence: 0,
  position: undefined,
  generation: 0,
  serving: false,
  rebuiltThrough: undefined,
  healthy: true,
}

export function startProjectionThread(folders: ThreadFolders, logger: Logger): ProjectionThread {
  const { status, failures, send, ask, waitUntil, stop } = superviseThread<ThreadStatus, ToWorker>({
    name: 'reports',
    entry: new URL('../reports.worker.ts', import.meta.url),
    workerData: folders,
    logger,
    backOff: projectionLimits.backOff,
    nothingYet,
    toEnded: (latest) => ({ ...latest, healthy: false }),
  })
  return {
    status,
    failures,
    wake: () => send({ kind: 'poke' }),
    query: (name, params, today) => ask((id) => ({ kind: 'query', id, name, params, today })),
    rebuild: () => ask((id) => ({ kind: 'rebuild', id })),
    waitUntil,
    stop,
  }
}
