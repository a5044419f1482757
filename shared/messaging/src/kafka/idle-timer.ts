import { createRequire } from 'node:module'

/** The version whose queue of requests is mended here; another one is looked at first, and a test says so. */
export const MENDED_VERSION = '2.2.4'

interface RequestQueue {
  readonly pending: readonly unknown[]
  scheduleCheckPendingRequests(): void
}

const load = createRequire(import.meta.url)
const requestQueue: { readonly prototype: RequestQueue } = load('kafkajs/src/network/requestQueue')
const mended = Symbol.for('welfare.idle-timer')

/**
 * kafkajs asks its queue again and again whether a request that had to wait can be sent, every millisecond and for ever, though none waits: five
 * sixths of an idle process's work. With nothing pending there is nothing to ask; what comes to wait arms the timer itself.
 */
export function stopIdleTimer(): void {
  const { prototype } = requestQueue
  if (Object.hasOwn(prototype, mended)) return
  const schedule = prototype.scheduleCheckPendingRequests
  Object.defineProperty(prototype, mended, { value: true })
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this)
  }
}
