import { setTimeout as delay } from 'node:timers/promises'

/** How long a busy server, or a read model that is being filled, is asked again. */
const PATIENCE_MS = 60_000

type Asked = Pick<Response, 'status'> & { readonly headers: Pick<Headers, 'get'>; readonly body?: Response['body'] }

/** Asks again for as long as the server says 503 and when to come again; its last answer then, whatever it is. */
export async function askUntilReady<Answer extends Asked>(ask: () => Promise<Answer>): Promise<Answer> {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    const response = await ask()
    const pauseMs = Number(response.headers.get('retry-after')) * 1_000
    if (response.status !== 503 || pauseMs <= 0 || performance.now() + pauseMs > giveUpAt) return response
    await response.body?.cancel()
    await delay(pauseMs)
  }
}
