import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { backOffMs } from '@welfare/process/back-off.ts'
import { openLogEngine, TreeDivergedError } from './log-engine.ts'
import { logLimits } from './log-limits.ts'
import type { FromLogWorker, LogThreadOptions, LogThreadStatus, ToLogWorker } from './thread-messages.ts'

const { logFolder, folder, keyFile, isCopy = false }: LogThreadOptions = workerData
const engine = openLogEngine({ folder, keyFile, isCopy, source: openSqliteLogReader(logFolder) })
const checkpointEveryMs = keyFile === undefined ? logLimits.sealEveryMs : logLimits.checkpointEveryMs
let failedInARow = 0
let retryAt = 0
let signedAt = Number.NEGATIVE_INFINITY
let diverged: TreeDivergedError | undefined
let mayRecheck = true
let isStopping = false
let wake: () => void = () => undefined

parentPort?.on('message', receive)
await work()
engine.close()
parentPort?.close()

/** Events into the tree for as long as there are any, a checkpoint now and then; then sleeps until it is poked. */
async function work(): Promise<void> {
  sendStatus()
  while (!isStopping) {
    if (attempt(step)) await nextTurn()
    else if (!(await sleep())) attempt(recheck)
  }
  attempt(step)
  attempt(() => engine.isSignatureDue() && sign())
}

function step(): boolean {
  const hadFailed = failedInARow > 0
  const worked = engine.step()
  const signs = engine.isSignatureDue() && performance.now() >= signedAt + checkpointEveryMs
  if (signs) sign()
  failedInARow = 0
  if (worked || signs || hadFailed) sendStatus()
  return worked
}

function sign(): boolean {
  signedAt = performance.now()
  engine.sign()
  return true
}

function recheck(): boolean {
  mayRecheck = engine.recheck()
  return mayRecheck
}

/** False when nothing was done, or it failed: then later, or, when the ledger is not what was signed, never again. */
function attempt(work: () => boolean): boolean {
  if (diverged || performance.now() < retryAt) return false
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof TreeDivergedError) diverged = thrown
    alarm(thrown)
    return false
  }
}

function alarm(thrown: unknown): void {
  failedInARow += 1
  const retryInMs = backOffMs(failedInARow, logLimits.backOff)
  retryAt = performance.now() + retryInMs
  const isDiverged = thrown instanceof TreeDivergedError
  const as = isDiverged ? { as: 'transparency-log-diverged' } : {}
  send({ kind: 'alarm', error: toError(thrown), failedInARow, retryInMs, ...as })
  sendStatus()
}

/** True when it was woken, false when time was up. */
async function sleep(): Promise<boolean> {
  const woken = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), sleepMs())
    wake = () => {
      clearTimeout(timer)
      resolve(true)
    }
  })
  wake = () => undefined
  return woken
}

function sleepMs(): number {
  if (diverged) return logLimits.fallbackPollMs
  const now = performance.now()
  if (now < retryAt) return retryAt - now
  if (engine.isSignatureDue()) return Math.max(1, signedAt + checkpointEveryMs - now)
  return mayRecheck ? logLimits.recheckEveryMs : logLimits.fallbackPollMs
}

function receive(message: ToLogWorker): void {
  if (message.kind === 'bundle') answer(message.id, () => engine.bundle(message.asks))
  else if (message.kind === 'rotate') answer(message.id, () => engine.rotateKey(message.asks))
  else if (message.kind === 'recordedAt') answer(message.id, () => engine.recordedAt(message.asks))
  else if (message.kind === 'stop') isStopping = true
  // While it backs off after a failure, nothing new hurries it.
  if (message.kind === 'stop' || performance.now() >= retryAt) wake()
}

function answer(id: number, work: () => unknown): void {
  try {
    send({ kind: 'answer', id, answer: work() })
  } catch (thrown) {
    if (thrown instanceof TreeDivergedError) {
      diverged ??= thrown
      alarm(thrown)
    }
    send({ kind: 'failed', id, error: toError(thrown) })
  }
}

function sendStatus(): void {
  const healthy = failedInARow === 0
  const status: LogThreadStatus = { ...engine.status(), healthy, diverged: diverged?.message }
  send({ kind: 'status', status })
}

function send(message: FromLogWorker): void {
  parentPort?.postMessage(message)
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
