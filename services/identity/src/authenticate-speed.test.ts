import { expect, test } from 'vitest'
import { openIdentityWorld } from './identity-world.fixture.ts'

test('knowing who asks costs less than 5 µs after the first time', async () => {
  const world = await openIdentityWorld()
  try {
    const { authenticator } = world.service
    const token = await world.tokenOf('desk-1', 'officer')
    await world.service.openAccount({
      account: 'desk-2',
      role: 'officer',
      reach: { divisions: ['632701'] },
      password: '长江源头 mule 2025',
    })
    const body = { account: 'desk-2', password: '长江源头 mule 2025' }
    const { cookie = '' } = await world.call('POST', '/v1/session', { body })
    const byToken = { headers: { authorization: `Bearer ${token}` } }
    const byCookie = { headers: { cookie } }
    const byLocal = { headers: { authorization: `Bearer ${world.service.localToken('officer')}` } }
    for (const request of [byToken, byCookie, byLocal])
      expect(authenticator.authenticate(request)).toHaveProperty('actor')
    const microseconds = [byToken, byCookie].map((request) => {
      const rounds = Array.from({ length: 7 }, () => {
        const beganAtMs = performance.now()
        for (let times = 0; times < 5_000; times += 1) authenticator.authenticate(request)
        return ((performance.now() - beganAtMs) * 1_000) / 5_000
      })
      return Math.min(...rounds)
    })
    for (const each of microseconds) expect(each).toBeLessThan(5)
  } finally {
    await world.stop()
  }
})
