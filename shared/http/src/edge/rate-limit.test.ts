import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressKey, createRateLimiter, type RateLimit, voucherLookUpLimits } from './rate-limit.ts'

const threeThenOneASecond: RateLimit = { burst: 3, refillEveryMs: 1_000, maxKeys: 100 }

function limiterAt(limit: RateLimit) {
  const clock = { nowMs: 5_000 }
  return { clock, limiter: createRateLimiter(limit, () => clock.nowMs) }
}

test('takes a burst, then says how long to wait, then one at a time', () => {
  const { clock, limiter } = limiterAt(threeThenOneASecond)
  expect([1, 2, 3, 4].map(() => limiter.take('a'))).toEqual([undefined, undefined, undefined, 1])
  clock.nowMs += 999
  expect(limiter.waitS('a')).toBe(1)
  clock.nowMs += 1
  expect(limiter.waitS('a')).toBeUndefined()
  expect([limiter.take('a'), limiter.take('a')]).toEqual([undefined, 1])
})

test('a caller while it waits does not wait longer for it', () => {
  const { clock, limiter } = limiterAt(threeThenOneASecond)
  for (let tries = 0; tries < 50; tries += 1) limiter.take('a')
  clock.nowMs += 1_000
  expect(limiter.take('a')).toBeUndefined()
})

test('keys do not see one another; what did not count is given back', () => {
  const { limiter } = limiterAt(threeThenOneASecond)
  for (let tries = 0; tries < 3; tries += 1) limiter.take('a')
  expect(limiter.take('b')).toBeUndefined()
  limiter.giveBack('a')
  expect([limiter.take('a'), limiter.take('a')]).toEqual([undefined, 1])
})

test('giving back fills no more than a bucket, and makes none', () => {
  const { limiter } = limiterAt(threeThenOneASecond)
  limiter.take('a')
  for (let times = 0; times < 9; times += 1) limiter.giveBack('a')
  expect([1, 2, 3, 4].map(() => limiter.take('a'))).toEqual([undefined, undefined, undefined, 1])
})

test('memory is bounded: who tried longest ago is forgotten', () => {
  const { limiter } = limiterAt({ burst: 1, refillEveryMs: 1_000, maxKeys: 2 })
  limiter.take('a')
  limiter.take('b')
  limiter.take('a')
  limiter.take('c')
  expect([limiter.waitS('a'), limiter.waitS('b'), limiter.waitS('c')]).toEqual([1, undefined, 1])
})

test('however tries come, none more get through than burst and time allow', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 60 }), (pausesMs) => {
      const { clock, limiter } = limiterAt(threeThenOneASecond)
      const beganAtMs = clock.nowMs
      let taken = 0
      for (const pauseMs of pausesMs) {
        clock.nowMs += pauseMs
        if (limiter.take('a') === undefined) taken += 1
        expect(taken).toBeLessThanOrEqual(3 + Math.floor((clock.nowMs - beganAtMs) / 1_000))
      }
    }),
  )
})

test.each([
  ['a device', voucherLookUpLimits.byDevice, 60],
  ['an account', voucherLookUpLimits.byAccount, 10],
  ['an address', voucherLookUpLimits.byAddress, 10],
])('guessing a voucher code is hopeless for %s', (_, { burst, refillEveryMs }, years) => {
  const guessesADay = burst + 86_400_000 / refillEveryMs
  const codesInUse = 1_000_000
  const daysForOneHit = 32 ** 9 / codesInUse / guessesADay
  expect(daysForOneHit / 365).toBeGreaterThan(years)
})

test.each([
  ['198.51.100.7', '198.51.100.7'],
  ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:0DB8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})
