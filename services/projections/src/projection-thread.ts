import { Worker } from 'node:worker_threads'
import type { Logger } from '@welfare/service-kit/logger.ts'
import { projectionLimits } from './limits.ts'
import type { Answer, QueryName, QueryParams } from './queries.ts'
import type { FromWorker, ThreadFolders, ThreadStatus, ToWorker } from './thread-messages.ts'

/** The read models in their own thread, as the rest of the process sees them. */
export interface ProjectionThread {
  status(): ThreadStatus
  /** Failures since the start. */
  failures(): number
  /** Tells it that something was recorded. */
  poke(): void
  /** `undefined` while nothing can be served yet. @throws Error when the query has a defect, or the thread ended */
  query<Name extends QueryName>(name: Name, params: QueryParams<Name>, today: string): Promise<Answer<Name> | undefined>
  /** Resolves when a generation filled from the first event has taken over. */
  rebuild(): Promise<ThreadStatus>
  /** True as soon as the status fits; false when that takes too long, or `signal` aborts. */
  waitUntil(
    fits: (status: ThreadStatus) => boolean,
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<boolean>
  /** Resolves when the batch at hand is done and the files are closed. Again is harmless. */
  stop(): Promise<void>
}

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
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
    query: (name, params, today) => ask((id) => ({ kind: 'query', id, name, params, today })),
    rebuild: () => ask((id) => ({ kind: 'rebuild', id })),
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
    const started = new Worker(new URL('./projections.worker.ts', import.meta.url), { workerData: folders })
    started.on('message', receive)
    started.on('error', (error) => {
      failures += 1
      logger.error({ err: error }, 'projections-crashed')
    })
    started.on('exit', () => end(started))
    return started
  }

  /** A thread that ended by itself is started again: it resumes from its checkpoint. */
  function end(ended: Worker): void {
    if (worker === ended) worker = undefined
    for (const { reject } of pending.values()) reject(new Error('the read models ended before they answered'))
    pending.clear()
    if (isStopping) return
    update({ ...latest, healthy: false })
    const { firstMs, maxMs } = projectionLimits.backOff
    const retryInMs = Math.min(maxMs, firstMs * 2 ** Math.min(crashesInARow, 20))
    crashesInARow += 1
    logger.error({ crashesInARow, retryInMs }, 'projections-ended')
    respawn = setTimeout(() => {
      worker = spawn()
    }, retryInMs)
  }

  function receive(message: FromWorker): void {
    switch (message.kind) {
      case 'status':
        if (message.status.healthy) crashesInARow = 0
        update(message.status)
        break
      case 'alarm': {
        failures += 1
        const { error, failedInARow, retryInMs } = message
        logger.error({ consumer: 'projections', err: error, failedInARow, retryInMs }, 'consumer-stopped')
        break
      }
      case 'answer':
        take(message.id)?.resolve(message.answer)
        break
      case 'rebuilt':
        take(message.id)?.resolve(message.status)
        break
      case 'query-failed':
        fail(message)
    }
  }

  function fail({ id, error, notServing }: Extract<FromWorker, { kind: 'query-failed' }>): void {
    const asked = take(id)
    if (notServing) asked?.resolve(undefined)
    else asked?.reject(error)
  }

  function ask<Result>(toMessage: (id: number) => ToWorker): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (!worker) return reject(new Error('the read models are not running'))
      const id = nextId++
      pending.set(id, { resolve: resolve as (value: unknown) => void, reject })
      send(toMessage(id))
    })
  }

  function take(id: number): Pending | undefined {
    const asked = pending.get(id)
    pending.delete(id)
    return asked
  }

  function send(message: ToWorker): void {
    worker?.postMessage(message)
  }

  function update(status: ThreadStatus): void {
    latest = status
    for (const look of waiters) look()
  }

  function waitUntil(
    fits: (status: ThreadStatus) => boolean,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
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
      }
      const giveUp = (): void => settle(false)
      const timer = setTimeout(giveUp, timeoutMs)
      waiters.add(look)
      signal?.addEventListener('abort', giveUp)
      if (signal?.aborted) giveUp()
    })
  }
}
