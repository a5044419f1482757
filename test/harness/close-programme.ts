import { expect } from 'vitest'
import type { Api } from './api.ts'

/** Both steps at once: a last day so long ago that nothing more can be entered, and the closing as soon as nothing is under way. */
export async function closeProgramme(api: Api, programme: string, reason = '结束'): Promise<void> {
  const path = `/v1/programmes/${programme}`
  const ended = await api.send({ method: 'PUT', path: `${path}/last-day`, body: { lastDay: '2024-12-31', reason } })
  expect(ended.status, JSON.stringify(ended.body)).toBe(200)
  const close = async () => {
    const { status, body } = await api.send({ method: 'POST', path: `${path}/closure`, body: { reason } })
    return status === 201 ? 'closed' : body.code
  }
  await expect.poll(close, { timeout: 20_000, interval: 50 }).toBe('closed')
}
