import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { type ServedRoutes, serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTryRulesRoute } from './try-rules.routes.ts'

const rules: ProgrammeRules = {
  windows: [
    { window: 'races', name: '赛马节', from: '2025-07-25', until: '2025-07-31', creditFen: 16_000 },
    { window: 'national-day', name: '国庆', from: '2025-10-01', until: '2025-10-03', creditFen: 12_000 },
  ],
  quota: {},
  lateEntryDays: 3,
  sharing: 'in-proportion',
}
let served: ServedRoutes

beforeAll(async () => {
  served = await serveRoutes([createTryRulesRoute()])
})
afterAll(() => served.stop())

async function attempt(asked: object) {
  return served.call('POST', '/v1/programme-rules-trials', { body: { rules, ...asked } })
}

test('a worker with 160.00 eats for 23.50: the credit pays it, 136.50 is left', async () => {
  expect(await attempt({ meals: [{ amountFen: 2_350 }] })).toMatchObject({
    status: 200,
    body: {
      ...{ window: 'races', creditFen: 16_000 },
      meals: [{ day: '2025-07-25', amountFen: 2_350, paidFen: 2_350, ownShareFen: 0, balanceAfterFen: 13_650 }],
    },
  })
})

test('pays its own share, and what it offers beside that', async () => {
  const shared = { ...rules, ownSharePerRedemptionFen: 500 }
  const meals = [{ amountFen: 2_350 }, { amountFen: 2_350, ownShareFen: 1_000 }, { amountFen: 2_350, ownShareFen: 100 }]
  expect((await attempt({ rules: shared, meals })).body).toMatchObject({
    meals: [
      { paidFen: 1_850, ownShareFen: 500, balanceAfterFen: 14_150 },
      { paidFen: 1_350, ownShareFen: 1_000, balanceAfterFen: 12_800 },
      {
        paidFen: 0,
        ownShareFen: 0,
        balanceAfterFen: 12_800,
        refusal: { code: 'own-share-too-small', detail: expect.stringContaining('5.00'), facts: { leastFen: 500 } },
      },
    ],
  })
})

test('is refused as at the till: once a day, more than is left, out of its days', async () => {
  const once = { ...rules, quota: { redemptionsPerDay: 1 } }
  const meals = [
    ...[{ amountFen: 100 }, { amountFen: 100 }, { amountFen: 100, day: '2025-07-26' }],
    ...[
      { amountFen: 15_801, day: '2025-07-27' },
      { amountFen: 100, day: '2025-08-01' },
    ],
  ]
  expect((await attempt({ rules: once, meals })).body).toMatchObject({
    meals: [
      ...[{ paidFen: 100 }, { refusal: { code: 'quota-reached', facts: { redemptionsPerDay: 1 } } }, { paidFen: 100 }],
      {
        refusal: { code: 'credit-insufficient', facts: { balanceFen: 15_800, missingFen: 1 } },
        balanceAfterFen: 15_800,
      },
      { refusal: { code: 'credit-expired' } },
    ],
  })
})

test('of another window, of one that is not there, and of none', async () => {
  const meals = [{ amountFen: 100 }]
  expect((await attempt({ window: 'national-day', meals })).body).toMatchObject({
    meals: [{ day: '2025-10-01', balanceAfterFen: 11_900 }],
  })
  const unknown = { status: 422, body: { code: 'window-not-in-programme' } }
  expect(await attempt({ window: 'other', meals })).toMatchObject(unknown)
  expect(await attempt({ rules: { ...rules, windows: [] }, meals })).toMatchObject(unknown)
})
