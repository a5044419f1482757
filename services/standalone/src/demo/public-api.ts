import { createHash } from 'node:crypto'
import { askUntilReady } from '../ask-until-ready.ts'
import { type Answer, ask } from './request.ts'

/** The public API as any outside program would use it. Keys are made from what is done, so that a demonstration that was cut off goes on. */
export interface PublicApi {
  readonly url: string
  /** @param account default: the operator of this machine */
  get<Result>(path: string, account?: string): Promise<Result>
  /** A file, as the union's officer takes it. */
  download(path: string): Promise<string>
  /** @throws RefusedError with the problem's code */
  post<Result>(path: string, body: object, options?: WriteOptions): Promise<Result>
  /** @throws RefusedError with the problem's code */
  put<Result>(path: string, body: object, options?: WriteOptions): Promise<Result>
  upload<Result>(path: string, file: Uint8Array, contentType: string): Promise<Result>
  /** Requests sent so far. */
  readonly requests: number
}

interface WriteOptions {
  /** Default: the union's officer. */
  readonly account?: string
  /** What tells this request from others on the same path. Default: its body. */
  readonly key?: string
}

export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>

  constructor(method: string, path: string, problem: { readonly code: string } & Readonly<Record<string, unknown>>) {
    super(`${method} ${path}: ${problem.code} ${JSON.stringify(problem)}`)
    this.code = problem.code
    this.facts = problem
  }
}

/** The accounts that it asks as when none is named. */
export const OPERATOR = 'local'
const OFFICER = 'officer'

/** @param tokenOf of an account */
export function createPublicApi(url: string, tokenOf: (account: string) => Promise<string> | string): PublicApi {
  let requests = 0
  async function send(
    method: string,
    path: string,
    account: string,
    headers: Record<string, string>,
    body?: string | Uint8Array,
  ): Promise<Answer> {
    requests += 1
    const request = {
      method,
      headers: { ...headers, Authorization: `Bearer ${await tokenOf(account)}` },
      ...(body !== undefined && { body }),
    }
    const answer = await askUntilReady(() => ask(`${url}${path}`, request))
    if (answer.status >= 400) throw new RefusedError(method, path, JSON.parse(answer.text))
    return answer
  }
  const read = async <Result>(answering: Promise<Answer>): Promise<Result> => JSON.parse((await answering).text)
  async function write<Result>(
    method: 'POST' | 'PUT',
    path: string,
    body: object,
    { account = OFFICER, key }: WriteOptions = {},
  ): Promise<Result> {
    const text = JSON.stringify(body)
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': keyOf(path, key ?? text) }
    return read<Result>(send(method, path, account, headers, text))
  }
  return {
    url,
    get requests() {
      return requests
    },
    get: <Result>(path: string, account = OPERATOR) => read<Result>(send('GET', path, account, {})),
    download: async (path) => (await send('GET', path, OFFICER, {})).text,
    post: (path, body, options) => write('POST', path, body, options),
    put: (path, body, options) => write('PUT', path, body, options),
    upload: <Result>(path: string, file: Uint8Array, contentType: string) => {
      const headers = {
        'Content-Type': contentType,
        'Idempotency-Key': keyOf(path, createHash('sha256').update(file).digest('hex')),
      }
      return read<Result>(send('POST', path, OFFICER, headers, file))
    },
  }
}

function keyOf(...parts: readonly string[]): string {
  return `demo-${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 40)}`
}
