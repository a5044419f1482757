import type { LogReader } from './read-leaves.ts'
import type { StepName } from './steps.ts'
import { type Asked, type Verified, verifyLog } from './verify-log.ts'

/** What the page is told. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly name: StepName; readonly done: number; readonly total: number }
  | { readonly kind: 'verified'; readonly verified: Verified }
  | { readonly kind: 'failed'; readonly reason: string }

/** On the auditor's own processor, beside the page. */
self.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  verifyLog(reader, data, (name, done, total) => send({ kind: 'progress', name, done, total })).then(
    (verified) => send({ kind: 'verified', verified }),
    (error: unknown) => send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
  )
})

function send(message: FromWorker): void {
  self.postMessage(message)
}

const reader: LogReader = {
  text: async (path) => (await read(path)).text(),
  bytes: async (path) => new Uint8Array(await (await read(path)).arrayBuffer()),
  async bytesOrNone(path) {
    const response = await ask(path)
    // A ledger that finds its own events altered gives none of them.
    if (response.status === 500) return undefined
    return new Uint8Array(await answered(path, response).arrayBuffer())
  },
  json: async (path) => (await read(path)).json(),
}

/** Nothing kept by the browser stands in for what the ledger says now. */
function ask(path: string): Promise<Response> {
  return fetch(path, { cache: 'no-store', credentials: 'same-origin' })
}

async function read(path: string): Promise<Response> {
  return answered(path, await ask(path))
}

function answered(path: string, response: Response): Response {
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response
}
