import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Accounts } from './accounts.ts'

export interface Request {
  readonly method: string
  readonly path: string
  /** As in `accounts.ts`; `null`: nobody. */
  readonly actor?: string | null | undefined
  /** Idempotency-Key of a write. Default: a new one. */
  readonly key?: string | undefined
  /** Sent as JSON; text and bytes are sent as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire; the test that reads it says what it expects.
  readonly body: any
  readonly headers: Headers
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const OFFICER = 'officer/test'

/** One outside program that talks to a ledger and believes nothing. */
export interface Api {
  readonly url: string
  tokenOf: Accounts['tokenOf']
  send(request: Request): Promise<Answer>
  /** @throws Error when the answer is not a success, with the problem in its message */
  get(path: string, actor?: string): Promise<Answer['body']>
  /** @throws Error when the answer is not a success, with the problem in its message */
  post(path: string, body: object, more?: { readonly key?: string; readonly actor?: string }): Promise<Answer['body']>
  /** Follows a job to its end. @throws Error when it does not end in a minute */
  finishJob(id: string): Promise<Answer['body']>
}

export function createApi(url: string, { tokenOf }: Accounts): Api {
  const send = async ({ method, path, actor = OFFICER, key, body, headers }: Request): Promise<Answer> => {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const payload = body === undefined || isRaw ? body : JSON.stringify(body)
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(actor !== null && { authorization: `Bearer ${await tokenOf(actor)}` }),
        ...(method !== 'GET' && { 'idempotency-key': key ?? randomUUID() }),
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload !== undefined && { body: typeof payload === 'string' ? payload : Buffer.from(payload) }),
    })
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? await response.json() : await response.text(),
    }
  }
  const succeed = async (request: Request): Promise<Answer['body']> => {
    const { status, body } = await send(request)
    if (status >= 400) throw new Error(`${request.method} ${request.path}: ${status} ${JSON.stringify(body)}`)
    return body
  }
  return {
    url,
    tokenOf,
    send,
    get: (path, actor) => succeed({ method: 'GET', path, actor }),
    post: (path, body, { key, actor } = {}) => succeed({ method: 'POST', path, body, key, actor }),
    async finishJob(id) {
      const giveUpAt = performance.now() + 60_000
      for (let waitMs = 4; performance.now() < giveUpAt; waitMs = Math.min(waitMs * 2, 64)) {
        const job = await succeed({ method: 'GET', path: `/v1/jobs/${id}` })
        if (job.status !== 'running') return job
        await delay(waitMs)
      }
      throw new Error(`job ${id} does not end`)
    },
  }
}

/** Every entry of a list, page after page. */
export async function listAll(api: Api, path: string, name: string): Promise<Answer['body'][]> {
  const entries: Answer['body'][] = []
  for (let cursor = ''; ; ) {
    const page = await api.get(`${path}${path.includes('?') ? '&' : '?'}limit=500${cursor}`)
    entries.push(...page[name])
    if (!page.nextCursor) return entries
    cursor = `&cursor=${page.nextCursor}`
  }
}

/** Works through `items` with `atOnce` on their way. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length)
  const entries = items.entries()
  const take = async () => {
    for (const [index, item] of entries) results[index] = await work(item, index)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, take))
  return results
}
