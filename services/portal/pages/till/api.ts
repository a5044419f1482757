import createClient from 'openapi-fetch'
import type { paths } from '../common/api/schema.d.ts'
import { currentLanguage } from '../common/language.ts'

/** In whose name this browser asks: of the phone that it is, or of the account that has signed in at it. */
export type Seat = 'till' | 'account'

const listeners = new Set<(seat: Seat) => void>()

/** The ledger no longer knows who asks: the phone was revoked, the session is over. */
export function onSeatEnded(listener: (seat: Seat) => void): void {
  listeners.add(listener)
}

/** A phone in a cellar: after this long no answer is taken for none. */
const TIMEOUT_MS = 10_000

export const apis = { till: clientOf('till'), account: clientOf('account') } as const

function clientOf(seat: Seat) {
  // Of two questions to the same address a browser with a cache keeps the second back until the first is answered.
  const client = createClient<paths>({ credentials: 'same-origin', cache: 'no-store', fetch: fetchInTime })
  client.use({
    onRequest({ request }) {
      request.headers.set('accept-language', currentLanguage())
      if (seat === 'till') request.headers.set('welfare-credential', 'till')
      return request
    },
    onResponse({ request, response }) {
      const isAnswerItself = new URL(request.url).pathname === '/v1/session'
      if (response.status === 401 && !isAnswerItself) for (const listener of listeners) listener(seat)
    },
  })
  return client
}

/** The whole answer, its body too, or an error. */
async function fetchInTime(request: Request): Promise<Response> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS)
  try {
    const answer = await fetch(request, { signal: controller.signal })
    if (answer.status === 204) return answer
    const { status, statusText, headers } = answer
    return new Response(await answer.arrayBuffer(), { status, statusText, headers })
  } finally {
    clearTimeout(timer)
  }
}
