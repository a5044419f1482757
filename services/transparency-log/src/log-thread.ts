import type { Logger } from '@welfare/process/logger.ts'
import { type SupervisedThread, superviseThread } from '@welfare/process/supervised-thread.ts'
import { logLimits } from './log-limits.ts'
import type { LogQuestion, LogQuestions, LogThreadOptions, LogThreadStatus, ToLogWorker } from './thread-messages.ts'

/** The tree in its own thread, as the rest of the process sees it. A thread that ended by itself goes on from its last checkpoint. */
export interface LogThread
  extends Pick<SupervisedThread<LogThreadStatus, ToLogWorker>, 'status' | 'failures' | 'stop'> {
  /** Tells it that something was recorded. */
  wake(): void
  /** @throws Error when it cannot be answered, or the thread ended */
  ask<Name extends LogQuestion>(name: Name, asks: LogQuestions[Name]['asks']): Promise<LogQuestions[Name]['answers']>
  /** False, too, once the log has diverged. */
  readonly waitUntil: SupervisedThread<LogThreadStatus, ToLogWorker>['waitUntil']
}

const nothingYet: LogThreadStatus = {
  treeSize: 0,
  position: undefined,
  signedSize: 0,
  healthy: true,
  diverged: undefined,
}

export function startLogThread(options: LogThreadOptions, logger: Logger): LogThread {
  const { status, failures, send, ask, waitUntil, stop } = superviseThread<LogThreadStatus, ToLogWorker>({
    name: 'transparency-log',
    entry: new URL('./transparency-log.worker.ts', import.meta.url),
    workerData: options,
    logger,
    backOff: logLimits.backOff,
    nothingYet,
    toEnded: () => ({ ...nothingYet, healthy: false }),
    isHopeless: ({ diverged }) => diverged !== undefined,
  })
  return {
    status,
    failures,
    wake: () => send({ kind: 'poke' }),
    ask: (name, asks) => ask((id) => ({ kind: name, id, asks }) as ToLogWorker),
    waitUntil,
    stop,
  }
}
