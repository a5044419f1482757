import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectNothingLate, openFunds, raceClosing } from '../harness/closing-race.ts'
import { type DistributedServices, openDistributedServices } from '../harness/distributed-services.ts'

let apart: DistributedServices
beforeAll(async () => {
  apart = await openDistributedServices('2025-07-31T10:00:00+08:00')
}, 120_000)
afterAll(() => apart.close())

test('with every service apart, each says that it has passed, and nothing above the last of these words counts in the month', async () => {
  const race = await raceClosing(apart, await openFunds(apart.api))
  expectNothingLate(race)
  const passed = race.events.filter(({ type }) => type === 'PeriodPassed')
  expect(passed.flatMap(({ data }) => data.writers).sort()).toEqual([
    ...['accounts', 'deliveries', 'funds', 'programmes', 'registry', 'reports', 'vouchers'],
  ])
  expect(passed.at(-1)?.sequence).toBe(race.july.closed.throughSequence)
}, 120_000)
