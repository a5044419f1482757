import { setTimeout as delay } from 'node:timers/promises'
import type { Api } from './api.ts'

/**
 * Both steps at once: a last day so long ago that nothing more can be entered, and the closing as soon as nothing is under way.
 * @throws Error when it is refused for another reason, or something is under way for half a minute
 */
export async function closeProgramme(api: Api, programme: string, reason = '结束'): Promise<void> {
  const path = `/v1/programmes/${programme}`
  const send = (method: string, to: string, body: object) => api.send({ method, path: `${path}/${to}`, body })
  const ended = await send('PUT', 'last-day', { lastDay: '2024-12-31', reason })
  if (ended.status !== 200) throw new Error(`last day: ${ended.status} ${JSON.stringify(ended.body)}`)
  const giveUpAt = performance.now() + 30_000
  for (;;) {
    const { status, body } = await send('POST', 'closure', { reason })
    if (status === 201) return
    const mustWait = body.code === 'batches-open' || body.code === 'consignments-open'
    if (!mustWait || performance.now() > giveUpAt) throw new Error(`closure: ${status} ${JSON.stringify(body)}`)
    await delay(50)
  }
}
