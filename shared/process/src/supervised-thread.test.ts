import { afterEach, expect, it } from 'vitest'
import { createLogger } from './logger.ts'
import { type SupervisedThread, superviseThread } from './supervised-thread.ts'

interface Counted {
  readonly count: number
  readonly healthy: boolean
}
type Message = { readonly kind: 'double' | 'fail' | 'die' | 'count'; readonly id: number; readonly value: number }

/** Counts up when it is told, doubles, refuses, and dies: what a thread can do. */
const thread = `
  const { parentPort } = await import('node:worker_threads')
  let count = 0
  const tell = () => parentPort.postMessage({ kind: 'status', status: { count, healthy: true } })
  parentPort.on('message', ({ kind, id, value }) => {
    if (kind === 'count') { count += value; tell() }
    if (kind === 'double') parentPort.postMessage({ kind: 'answer', id, answer: value * 2 })
    if (kind === 'fail') parentPort.postMessage({ kind: 'failed', id, error: new Error('no ' + value) })
    if (kind === 'die') throw new Error('dead')
    if (kind === 'stop') parentPort.close()
  })
  tell()`

let running: SupervisedThread<Counted, Message> | undefined
let logged: { readonly msg: string }[]
afterEach(() => running?.stop())

it('answers, and says what it cannot', async () => {
  const { ask } = start()
  expect(await ask<number>((id) => ({ kind: 'double', id, value: 21 }))).toBe(42)
  await expect(ask((id) => ({ kind: 'fail', id, value: 7 }))).rejects.toThrow('no 7')
})

it('tells how far it is to whoever waits for it', async () => {
  const { waitUntil, send, status } = start()
  const three = waitUntil(({ count }) => count >= 3, { timeoutMs: 5_000 })
  for (const value of [1, 1, 1]) send({ kind: 'count', id: 0, value })
  expect(await three).toBe(true)
  expect(status()).toEqual({ count: 3, healthy: true })
})

it('waits no longer than it was told to, nor for somebody who has gone', async () => {
  const { waitUntil } = start()
  const never = () => false
  expect(await waitUntil(never, { timeoutMs: 1 })).toBe(false)
  expect(await waitUntil(never, { timeoutMs: 60_000, signal: AbortSignal.abort() })).toBe(false)
})

it('does not wait for what can no longer come', async () => {
  const { waitUntil, send } = start({ isHopeless: ({ count }) => count < 0 })
  const ten = waitUntil(({ count }) => count >= 10, { timeoutMs: 60_000 })
  send({ kind: 'count', id: 0, value: -1 })
  expect(await ten).toBe(false)
})

it('is started again when it dies; who had asked is told, who waits goes on waiting', async () => {
  const { ask, send, waitUntil, status, failures } = start()
  await waitUntil(({ healthy }) => healthy, { timeoutMs: 5_000 })
  const unanswered = ask((id) => ({ kind: 'die', id, value: 0 }))
  const five = waitUntil(({ count }) => count >= 5, { timeoutMs: 5_000 })
  await expect(unanswered).rejects.toThrow('ended before it answered')
  expect([status().healthy, failures()]).toEqual([false, 1])
  await waitUntil(({ healthy }) => healthy, { timeoutMs: 5_000 })
  send({ kind: 'count', id: 0, value: 5 })
  expect(await five).toBe(true)
  expect(logged.map(({ msg }) => msg)).toEqual(['counter-crashed', 'counter-ended'])
})

it('ends when it is stopped: nobody waits on, nothing is asked any more', async () => {
  const { waitUntil, ask, stop } = start()
  const never = waitUntil(() => false, { timeoutMs: 60_000 })
  await stop()
  expect(await never).toBe(false)
  await expect(ask((id) => ({ kind: 'double', id, value: 1 }))).rejects.toThrow('not running')
  await stop()
  expect(logged).toEqual([])
})

function start(more: { isHopeless?(status: Counted): boolean } = {}): SupervisedThread<Counted, Message> {
  logged = []
  running = superviseThread<Counted, Message>({
    name: 'counter',
    entry: new URL(
      `data:text/javascript,${encodeURIComponent(thread.replace("require('node:worker_threads')", "await import('node:worker_threads')"))}`,
    ),
    workerData: undefined,
    logger: createLogger({ level: 'error', write: { write: (line) => void logged.push(JSON.parse(line)) } }),
    backOff: { firstMs: 1, maxMs: 10 },
    nothingYet: { count: 0, healthy: false },
    toEnded: (latest) => ({ ...latest, healthy: false }),
    ...more,
  })
  return running
}
