import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { backOffMs } from '@welfare/process/back-off.ts'
import { projectionLimits } from './limits.ts'
import type { QueryParams } from './queries.ts'
import type { EventSource } from './read-model/event-source.ts'
import { createProjectionEngine, NotServingError } from './read-model/projection-engine.ts'
import type { FromWorker, ThreadFolders, ThreadStatus, ToWorker } from './read-model/thread-messages.ts'

const { logFolder, folder, version, isCopy = false }: ThreadFolders = workerData
const engine = createProjectionEngine({
  folder,
  source: openLog(logFolder),
  keepsEarlierEpochs: !isCopy,
  ...(version !== undefined && { version }),
})
const rebuilds = new Map<number, number>()
let failedInARow = 0
let retryAt = 0
let isStopping = false
let wake: () => void = () => undefined

parentPort?.on('message', receive)
await work()
engine.close()
parentPort?.close()

/** Batches for as long as there are any, queries between them; then sleeps until it is poked. */
async function work(): Promise<void> {
  send({ kind: 'status', status: status() })
  while (!isStopping) {
    if (step()) await nextTurn()
    else await sleep()
  }
}

function step(): boolean {
  if (performance.now() < retryAt) return false
  try {
    const hadFailed = failedInARow > 0
    const worked = engine.step()
    failedInARow = 0
    if (worked || hadFailed) send({ kind: 'status', status: status() })
    announceRebuilds()
    return worked
  } catch (error) {
    alarm(error)
    return false
  }
}

function alarm(thrown: unknown): void {
  failedInARow += 1
  const retryInMs = backOffMs(failedInARow, projectionLimits.backOff)
  retryAt = performance.now() + retryInMs
  send({ kind: 'alarm', error: toError(thrown), failedInARow, retryInMs })
  send({ kind: 'status', status: status() })
}

function announceRebuilds(): void {
  const now = status()
  for (const [id, replaced] of rebuilds) {
    if (now.generation === replaced) continue
    rebuilds.delete(id)
    send({ kind: 'answer', id, answer: now })
  }
}

async function sleep(): Promise<void> {
  const untilRetryMs = Math.max(0, retryAt - performance.now())
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, untilRetryMs > 0 ? untilRetryMs : projectionLimits.fallbackPollMs)
    wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })
  wake = () => undefined
}

function receive(message: ToWorker): void {
  if (message.kind === 'query') answer(message)
  else if (message.kind === 'poke') hurry()
  else {
    if (message.kind === 'stop') isStopping = true
    else {
      rebuilds.set(message.id, engine.status().generation)
      engine.rebuild()
    }
    wake()
  }
}

/** While it backs off after a failure, nothing new hurries it. */
function hurry(): void {
  if (performance.now() >= retryAt) wake()
}

function answer({ id, name, params, today }: Extract<ToWorker, { kind: 'query' }>): void {
  try {
    send({ kind: 'answer', id, answer: engine.query(name, params as QueryParams<typeof name>, today) })
  } catch (error) {
    if (error instanceof NotServingError) send({ kind: 'answer', id, answer: undefined })
    else send({ kind: 'failed', id, error: toError(error) })
  }
}

function status(): ThreadStatus {
  return { ...engine.status(), healthy: failedInARow === 0 }
}

function send(message: FromWorker): void {
  parentPort?.postMessage(message)
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

function openLog(path: string): EventSource {
  const reader = openSqliteLogReader(path)
  const { ledger, epoch, readAfter, close } = reader
  return { ledger, epoch, readAfter, close, head: () => reader.head()?.sequence ?? 0 }
}
