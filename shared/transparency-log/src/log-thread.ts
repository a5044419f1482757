import { Worker } from 'node:worker_threads'
import type { Logger } from '@welfare/service-kit/logger.ts'
import { logLimits } from './log-limits.ts'
import type {
  FromLogWorker,
  LogQuestion,
  LogQuestions,
  LogThreadOptions,
  LogThreadStatus,
  ToLogWorker,
} from './thread-messages.ts'

/** The tree in its own thread, as the rest of the process sees it. */
export interface LogThread {
  status(): LogThreadStatus
  /** Failures since the start. */
  failures(): number
  /** Tells it that something was recorded. */
  poke(): void
  /** @throws Error when it cannot be answered, or the thread ended */
  ask<Name extends LogQuestion>(name: Name, asks: LogQuestions[Name]['asks']): Promise<LogQuestions[Name]['answers']>
  /** True as soon as the status fits; false when that takes too long, can no longer be, or `signal` aborts. */
  waitUntil(
    fits: (status: LogThreadStatus) => boolean,
    options: { timeoutMs: number; signal?: AbortSignal | undefined },
  ): Promise<boolean>
  /** Resolves when what is in the tree is signed and the files are closed. Again is harmless. */
  stop(): Promise<void>
}

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
}

const nothingYet: LogThreadStatus = {
  treeSize: 0,
  position: undefined,
  signedSize: 0,
  healthy: true,
  diverged: undefined,
}

export function startLogThread(options: LogThreadOptions, logger: Logger): LogThread {
  const pending = new Map<number, Pending>()
  const waiters = new Set<() => void>()
  let latest = nothingYet
  let failures = 0
  let crashesInARow = 0
  let nextId = 1
  let isStopping = false
  let respawn: NodeJS.Timeout | undefined
  let worker: Worker | undefined = spawn()

  return {
    status: () => latest,
    failures: () => failures,
    poke: () => send({ kind: 'poke' }),
    ask: (name, asks) =>
      new Promise((resolve, reject) => {
        if (!worker) return reject(new Error('the transparency log is not running'))
        const id = nextId++
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject })
        send({ kind: name, id, asks } as ToLogWorker)
      }),
    waitUntil,
    async stop() {
      isStopping = true
      clearTimeout(respawn)
      const running = worker
      if (!running) return
      const exited = new Promise<void>((resolve) => running.once('exit', () => resolve()))
      send({ kind: 'stop' })
      await exited
    },
  }

  function spawn(): Worker {
    const started = new Worker(new URL('./transparency-log.worker.ts', import.meta.url), { workerData: options })
    started.on('message', receive)
    started.on('error', (error) => {
      failures += 1
      logger.error({ err: error }, 'transparency-log-crashed')
    })
    started.on('exit', () => end(started))
    return started
  }

  /** A thread that ended by itself is started again: it goes on from its last checkpoint. */
  function end(ended: Worker): void {
    if (worker === ended) worker = undefined
    for (const { reject } of pending.values()) reject(new Error('the transparency log ended before it answered'))
    pending.clear()
    update({ ...nothingYet, healthy: isStopping })
    if (isStopping) return
    const { firstMs, maxMs } = logLimits.backOff
    const retryInMs = Math.min(maxMs, firstMs * 2 ** Math.min(crashesInARow, 20))
    crashesInARow += 1
    logger.error({ crashesInARow, retryInMs }, 'transparency-log-ended')
    respawn = setTimeout(() => {
      worker = spawn()
    }, retryInMs)
  }

  function receive(message: FromLogWorker): void {
    switch (message.kind) {
      case 'status':
        if (message.status.healthy) crashesInARow = 0
        update(message.status)
        break
      case 'alarm': {
        failures += 1
        const { error, isDiverged, failedInARow, retryInMs } = message
        if (isDiverged) logger.error({ err: error }, 'transparency-log-diverged')
        else logger.error({ consumer: 'transparency-log', err: error, failedInARow, retryInMs }, 'consumer-stopped')
        break
      }
      case 'answer':
        take(message.id)?.resolve(message.answer)
        break
      case 'failed':
        take(message.id)?.reject(message.error)
    }
  }

  function take(id: number): Pending | undefined {
    const asked = pending.get(id)
    pending.delete(id)
    return asked
  }

  function send(message: ToLogWorker): void {
    worker?.postMessage(message)
  }

  function update(status: LogThreadStatus): void {
    latest = status
    for (const look of waiters) look()
  }

  function waitUntil(
    fits: (status: LogThreadStatus) => boolean,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
  ): Promise<boolean> {
    if (fits(latest)) return Promise.resolve(true)
    send({ kind: 'poke' })
    return new Promise((resolve) => {
      const settle = (result: boolean): void => {
        waiters.delete(look)
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
        resolve(result)
      }
      const look = (): void => {
        if (fits(latest)) settle(true)
        else if (latest.diverged !== undefined || isStopping) settle(false)
      }
      const giveUp = (): void => settle(false)
      const timer = setTimeout(giveUp, timeoutMs)
      waiters.add(look)
      signal?.addEventListener('abort', giveUp)
      if (signal?.aborted) giveUp()
      else look()
    })
  }
}
