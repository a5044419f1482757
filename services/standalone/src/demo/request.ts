import { request } from 'node:http'
import { text } from 'node:stream/consumers'

/** What `fetch` would give, read whole. */
export interface Answer {
  readonly status: number
  readonly headers: Pick<Headers, 'get'>
  readonly text: string
}

interface Asked {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** Over connections that are kept. `fetch` would take as much of a demonstration's processor time as the ledger that answers. */
export function ask(url: string, { method, headers, body }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers })
    asking.once('error', reject).once('response', (response) => {
      const get = (name: string): string | null => [response.headers[name] ?? null].flat()[0] ?? null
      const answer = (answered: string) => ({ status: response.statusCode ?? 0, headers: { get }, text: answered })
      text(response).then(answer).then(resolve, reject)
    })
    asking.end(body)
  })
}
