import { Worker } from 'node:worker_threads'
import { type BackOff, backOffMs } from './back-off.ts'
import type { Logger } from './logger.ts'

/** A worker thread that says how far it is, answers questions, and is started again when it ends by itself. */
export interface SupervisedThread<Status, Message> {
  status(): Status
  /** Failures since the start. */
  failures(): number
  send(message: Message | Poke): void
  /** @param toMessage with the id by which the thread answers. @throws Error when it says that it cannot, or the thread ended */
  ask<Answer>(toMessage: (id: number) => Message): Promise<Answer>
  /** True as soon as the status fits; false when that takes too long, can no longer be, or `signal` aborts. */
  waitUntil(
    fits: (status: Status) => boolean,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<boolean>
  /** Resolves when the thread has ended. Again is harmless. */
  stop(): Promise<void>
}

/** Something was recorded: what every such thread is told. */
interface Poke {
  readonly kind: 'poke'
}

/** What every such thread tells; its own messages come beside. */
export type ThreadNews<Status> =
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Error }
  | {
      readonly kind: 'alarm'
      readonly error: Error
      readonly failedInARow: number
      readonly retryInMs: number
      /** Logged instead of `consumer-stopped`. */
      readonly as?: string
    }

export interface ThreadOptions<Status> {
  /** In the log: `<name>-crashed`, `<name>-ended`. */
  readonly name: string
  readonly entry: URL
  readonly workerData: unknown
  readonly logger: Logger
  readonly backOff: BackOff
  readonly nothingYet: Status
  /** What is known when the thread has ended by itself. */
  toEnded(latest: Status): Status
  /** Nothing that is waited for can come any more. */
  isHopeless?(status: Status): boolean
}

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
}

export function superviseThread<Status extends { readonly healthy: boolean }, Message>(
  options: ThreadOptions<Status>,
): SupervisedThread<Status, Message> {
  const { name, logger, nothingYet } = options
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
    send: (message) => worker?.postMessage(message),
    ask: (toMessage) =>
      new Promise((resolve, reject) => {
        if (!worker) return reject(new Error(`${name}: the thread is not running`))
        const id = nextId++
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject })
        worker.postMessage(toMessage(id))
      }),
    waitUntil,
    async stop() {
      isStopping = true
      clearTimeout(respawn)
      const running = worker
      if (!running) return
      const exited = new Promise<void>((resolve) => running.once('exit', () => resolve()))
      running.postMessage({ kind: 'stop' })
      await exited
    },
  }

  function spawn(): Worker {
    const started = new Worker(options.entry, { workerData: options.workerData })
    started.on('message', receive)
    started.on('error', (error) => {
      failures += 1
      logger.error({ err: error }, `${name}-crashed`)
    })
    started.on('exit', () => end(started))
    return started
  }

  function end(ended: Worker): void {
    if (worker === ended) worker = undefined
    for (const { reject } of pending.values()) reject(new Error(`${name}: the thread ended before it answered`))
    pending.clear()
    if (!isStopping) latest = options.toEnded(latest)
    wakeWaiters()
    if (isStopping) return
    crashesInARow += 1
    const retryInMs = backOffMs(crashesInARow, options.backOff)
    logger.error({ crashesInARow, retryInMs }, `${name}-ended`)
    respawn = setTimeout(() => {
      worker = spawn()
    }, retryInMs)
  }

  function receive(message: ThreadNews<Status>): void {
    switch (message.kind) {
      case 'status':
        if (message.status.healthy) crashesInARow = 0
        latest = message.status
        wakeWaiters()
        break
      case 'alarm': {
        failures += 1
        const { error, failedInARow, retryInMs, as } = message
        logger.error({ consumer: name, err: error, failedInARow, retryInMs }, as ?? 'consumer-stopped')
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

  function wakeWaiters(): void {
    for (const look of waiters) look()
  }

  function waitUntil(
    fits: (status: Status) => boolean,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<boolean> {
    if (fits(latest)) return Promise.resolve(true)
    worker?.postMessage({ kind: 'poke' })
    return new Promise((resolve) => {
      const settle = (result: boolean): void => {
        waiters.delete(look)
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
        resolve(result)
      }
      const look = (): void => {
        if (fits(latest)) settle(true)
        else if (isStopping || options.isHopeless?.(latest)) settle(false)
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
