import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { MENDED_VERSION, stopIdleTimer } from './idle-timer.ts'

const load = createRequire(import.meta.url)

it('mends the version that is installed: before another one is used its queue is looked at again', () => {
  expect(load('kafkajs/package.json').version).toBe(MENDED_VERSION)
})

function createQueue() {
  const RequestQueue = load('kafkajs/src/network/requestQueue')
  const logger = { debug() {} }
  return new RequestQueue({
    instrumentationEmitter: null,
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'test',
    logger,
    isConnected: () => true,
  })
}

it('kafkajs arms its timer with nothing pending, which is why; mended it does not', () => {
  const before = createQueue()
  before.scheduleCheckPendingRequests()
  const wasArmed = before.throttleCheckTimeoutId !== null
  before.destroy()
  stopIdleTimer()
  const queue = createQueue()
  queue.checkPendingRequests()
  expect({ wasArmed, isArmed: queue.throttleCheckTimeoutId !== null }).toEqual({ wasArmed: true, isArmed: false })
})

it('what waits is still asked about', () => {
  stopIdleTimer()
  const queue = createQueue()
  queue.maybeThrottle(60_000)
  queue.push({ entry: { correlationId: 1 }, expectResponse: false, sendRequest() {} })
  expect(queue.throttleCheckTimeoutId).not.toBeNull()
  queue.destroy()
})
