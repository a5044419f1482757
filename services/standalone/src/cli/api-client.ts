import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { askUntilReady } from '../ask-until-ready.ts'
import { broken, CommandFailedError, refused } from './failure.ts'

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface ApiClient {
  readonly url: string
  get<Answer>(path: string, query?: Query): Promise<Answer>
  /** Of a read model: waits until it reflects what was recorded before, this client's own writes included. */
  read<Answer>(path: string, query?: Query): Promise<Answer>
  post<Answer>(path: string, options?: PostOptions): Promise<Answer>
  /** The body as it comes; for answers that are long. `after: undefined` for what is no read model. */
  stream(path: string, query?: Query): Promise<AsyncIterable<Uint8Array>>
}

export interface PostOptions {
  readonly query?: Query
  /** An object goes as JSON. */
  readonly body?: object | { readonly bytes: Uint8Array; readonly contentType: string }
}

export interface ApiClientOptions {
  readonly url: string
  /** Who asks: a token for `Authorization: Bearer`, or the cookie of a session. */
  readonly token: string | { readonly cookie: string }
  /** For `Idempotency-Key` of the command's one write. */
  readonly key: string
  /** What reads must reflect from the start on. */
  readonly position?: string | undefined
  /** Of what the server refuses. */
  readonly language?: Language
}

const ANSWER_TIMEOUT_MS = 120_000

/** Every method throws CommandFailedError with the problem's code where the server says no. */
export function createApiClient({ url, token, key, position, language = 'en' }: ApiClientOptions): ApiClient {
  let reflects = position
  const credentials: Record<string, string> =
    typeof token === 'string' ? { Authorization: `Bearer ${token}` } : { Cookie: token.cookie }

  async function request(path: string, query: Query | undefined, init: RequestInit): Promise<Response> {
    const address = `${url}${path}${searchOf(query)}`
    const headers = { 'Accept-Language': language, ...init.headers, ...credentials }
    const response = await askUntilReady(() => fetchOrFail(address, { ...init, headers }))
    if (!response.ok) throw await failureOfAnswer(response)
    return response
  }

  const client: ApiClient = {
    url,
    get: async <Answer>(path: string, query?: Query) => (await (await request(path, query, timed())).json()) as Answer,
    read: (path, query) => client.get(path, { ...query, after: reflects }),
    async post<Answer>(path: string, { query, body }: PostOptions = {}) {
      const { headers, ...sent } = toBody(body)
      const response = await request(path, query, {
        ...timed(),
        method: 'POST',
        headers: { ...headers, 'Idempotency-Key': key },
        ...sent,
      })
      reflects = response.headers.get('welfare-position') ?? reflects
      return (await response.json()) as Answer
    },
    async stream(path, query) {
      const response = await request(path, { after: reflects, ...query }, {})
      if (response.body === null) throw broken('answer-empty', { path })
      return chunksOf(response, response.body)
    },
  }
  return client
}

/** Holds on to the response: once that is collected, fetch ends a body that nobody has begun to read, as if it were empty. */
async function* chunksOf(_held: Response, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* body
}

function timed(): RequestInit {
  return { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) }
}

function searchOf(query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

function toBody(body: PostOptions['body']): {
  headers: Record<string, string>
  body?: NonNullable<RequestInit['body']>
} {
  if (body === undefined) return { headers: {} }
  if ('bytes' in body) return { headers: { 'Content-Type': body.contentType }, body: Buffer.from(body.bytes) }
  return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

async function fetchOrFail(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    throw refused('server-gone', { server: new URL(address).origin, reason: reasonOf(error) })
  }
}

/** fetch hides what happened in the error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

type ProblemDocument = JsonObject & { readonly code?: unknown; readonly title?: unknown; readonly detail?: unknown }

export async function failureOfAnswer(response: Response): Promise<CommandFailedError> {
  const text = await response.text()
  const problem = parseProblem(text)
  if (typeof problem?.code !== 'string') {
    const answer = `${response.status} ${text.slice(0, 200)}`
    return refused('answer-unreadable', { server: new URL(response.url).origin, answer })
  }
  const { type: _type, title, status: _status, code, detail, instance: _instance, ...facts } = problem
  const said = [detail, title].find((part) => typeof part === 'string') ?? code
  return new CommandFailedError(response.status === 400 ? 'usage' : 'refused', code, facts, said)
}

function parseProblem(text: string): ProblemDocument | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
