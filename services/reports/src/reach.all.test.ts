import type { Reach } from '@welfare/contracts/authority.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idOf, toSequenced } from './history.fixture.ts'
import { naiveEntries } from './naive-entries.fixture.ts'
import { type Ask, expectAnswer, listAll, projectHistory } from './projected-history.fixture.ts'
import { coolProgramme, funds, playSteps, programmes, randomSteps } from './random-history.fixture.ts'

/** Counties of two programmes, the prefecture of their funds, the city of the goods; nothing is in Beijing. */
const someReach = fc
  .subarray(['632701', '632722', '632700', '130300', '110000'], { minLength: 1, maxLength: 3 })
  .map((divisions): Reach => ({ divisions }))
const merchant = idOf('merchant', 1)

describe('what lies outside a reach is not there', () => {
  test('legs of the journal and entries: those whose programme, fund, depot, site or consignment lies within', () => {
    fc.assert(
      fc.property(randomSteps, someReach, fc.integer({ min: 1, max: 9 }), (steps, reach, limit) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const expected = naiveEntries(events).map(({ sequence, legs, divisions }) => ({
          sequence,
          amounts: legs.filter((_, index) => holds(reach, divisions[index])).map(({ amount }) => amount),
          partial: divisions.some((division) => !holds(reach, division)),
        }))
        const within = expected.filter(({ amounts }) => amounts.length > 0)
        const legs = listAll(
          (cursor) => ask('journal', { limit, reach, ...cursor }),
          (page) => page.legs,
        )
        expect(legs.map(({ sequence, amount }) => [sequence, amount])).toEqual(
          within.flatMap(({ sequence, amounts }) => amounts.map((amount) => [sequence, amount])),
        )
        const entries = listAll(
          (cursor) => ask('entries', { limit, reach, ...cursor }),
          (page) => page.entries,
        )
        expect(
          entries.map(({ sequence, partial, legs: shown }) => ({
            sequence,
            amounts: shown.map(({ amount }) => amount),
            partial,
          })),
        ).toEqual(within)
      }),
      { numRuns: 30 },
    )
  })

  test('the budget: rows and totals are what the legs within add up to, and say nothing of whole funds', () => {
    fc.assert(
      fc.property(randomSteps, someReach, fc.nat(), (steps, reach, seed) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const sequence = seed % (events.length + 1)
        const entries = naiveEntries(events.slice(0, sequence))
        const sumOf = (account: string): number =>
          entries
            .flatMap(({ legs, divisions }) => legs.filter((_, index) => holds(reach, divisions[index])))
            .filter((leg) => leg.account === account)
            .reduce((sum, { amount }) => sum + amount, 0)
        for (const by of ['fund', 'programme', 'funder', 'division'] as const) {
          const { rows, total } = expectAnswer(ask('budget', { by, at: `${sequence}`, reach }))
          expect([total.balances.availableFen, total.balances.usedFen, total.balances.costFen]).toEqual([
            0 - sumOf('available'),
            0 - sumOf('used'),
            sumOf('cost'),
          ])
          expect(rows.reduce((sum, row) => sum + row.balances.allocatedFen, 0)).toBe(0 - sumOf('allocated'))
          expect(total.identities).toEqual({ donatedIsSpreadHolds: null, usedIsCostHolds: true, bankHolds: null })
          if (by === 'division') for (const { division } of rows) expect(holds(reach, division ?? '')).toBe(true)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('coverage: programmes within', () => {
    const { ask } = projectHistory(someEvents(5))
    const all = expectAnswer(ask('coverage', { by: 'programme' })).rows.map(({ key }) => key)
    expect(all).toHaveLength(3)
    const keys = (divisions: string[]) =>
      expectAnswer(ask('coverage', { by: 'programme', reach: { divisions } })).rows.map(({ key }) => key)
    expect(keys(['632701'])).toEqual([programmes[0]])
    expect(keys(['630000'])).toEqual(all.filter((key) => key !== coolProgramme))
    expect(keys(['110000'])).toEqual([])
  })

  test('a filter that names something outside is answered like one that names nothing', () => {
    const { ask } = projectHistory(someEvents(5))
    const reach = { divisions: ['632722'] }
    const outside = { code: 'programme-unknown', facts: { programme: programmes[0] } }
    for (const name of ['budget', 'coverage', 'journal', 'entries', 'gaps', 'findings', 'comparison'] as const) {
      const params = { programme: `${programmes[0]}`, reach, by: 'fund', limit: 9, from: '0' }
      expect(ask(name, params as never), name).toEqual(outside)
    }
    expect(ask('journal', { programme: `${programmes[1]}`, reach, limit: 9 })).not.toHaveProperty('code')
    expect(ask('gaps', { programme: `${programmes[1]}`, reach, limit: 9 })).not.toHaveProperty('code')
  })

  test('a fund of elsewhere is known where it pays for a programme within, and only that part of it', () => {
    const { ask } = projectHistory(someEvents(5))
    const fund = `${funds[0]}`
    const { rows } = expectAnswer(ask('budget', { by: 'fund', fund, reach: { divisions: ['632701'] } }))
    expect(rows).toMatchObject([{ key: fund, balances: { availableFen: 0, bankFen: expect.any(Number) } }])
    const used = expectAnswer(ask('budget', { by: 'fund', fund, programme: `${programmes[0]}` })).total.balances.usedFen
    expect(rows[0]?.balances.usedFen).toBe(used)
    const meals = expectAnswer(ask('meals', { fund, limit: 99, reach: { divisions: ['632701'] } }))
    expect(meals.sum.paidFen).toBe(used)
    expect(meals.meals.every(({ programme }) => programme === programmes[0])).toBe(true)
    expect(ask('budget', { by: 'fund', fund, reach: { divisions: ['110000'] } })).toMatchObject({
      code: 'fund-unknown',
    })
  })

  test('a trail: the events within; of a thing of which there are none, nothing', () => {
    const { ask } = projectHistory(someEvents(5))
    const reach = { divisions: ['632722'] }
    expect(ask('trail', { id: coolProgramme, limit: 99, reach })).toMatchObject({ code: 'thing-unknown' })
    const ofProgramme = trail(ask, `${programmes[1]}`, reach)
    expect(ofProgramme).toEqual(trail(ask, `${programmes[1]}`))
    const ofMerchant = trail(ask, merchant, reach)
    expect(ofMerchant.length).toBeGreaterThan(0)
    expect(ofMerchant.every(({ programme }) => programme === programmes[1])).toBe(true)
    expect(ofMerchant.length).toBeLessThan(trail(ask, merchant).length)
    const ofFund = expectAnswer(ask('trail', { id: `${funds[0]}`, limit: 99, reach })).events
    expect(ofFund.some(({ type }) => type === 'FundsAllocated')).toBe(true)
    expect(ofFund.flatMap(({ legs }) => legs).every(({ dimensions }) => dimensions.programme === programmes[1])).toBe(
      true,
    )
  })

  test('a merchant sees the legs that name it, wherever they are', () => {
    const { ask } = projectHistory(someEvents(5))
    const reach = { divisions: [], merchants: [merchant] }
    const { legs } = expectAnswer(ask('journal', { limit: 999, reach }))
    const all = expectAnswer(ask('journal', { limit: 999 })).legs
    expect(legs.length).toBeGreaterThan(1)
    expect(legs).toEqual(all.filter((leg) => leg.merchant === merchant))
    expect(ask('gaps', { limit: 9, programme: `${programmes[0]}`, reach })).toMatchObject({ code: 'programme-unknown' })
    expect(ask('journal', { limit: 9, merchant: idOf('merchant', 0), reach })).toMatchObject({
      code: 'merchant-unknown',
    })
  })

  test('who is bound to programmes sees those, and the money of the division that is in none', () => {
    const { ask } = projectHistory(someEvents(5))
    const reach = { divisions: ['632700'], programmes: [`${programmes[0]}`] }
    const { legs } = expectAnswer(ask('journal', { limit: 999, reach }))
    expect(new Set(legs.map(({ programme }) => programme))).toEqual(new Set([null, programmes[0]]))
  })
})

test('the whole ledger is everything', () => {
  const { ask } = projectHistory(someEvents(5))
  const reach = { divisions: ['000000'] }
  expect(ask('budget', { by: 'fund', reach })).toEqual(ask('budget', { by: 'fund' }))
  expect(ask('journal', { limit: 99, reach })).toEqual(ask('journal', { limit: 99 }))
})

function someEvents(seed: number): SequencedEvent[] {
  return toSequenced(playSteps(fc.sample(randomSteps, { numRuns: 3, seed }).flat()))
}

function holds({ divisions }: Reach, division = ''): boolean {
  return divisions.some((outer) => division.startsWith(outer.replace(/(00)+$/, '')))
}

function trail(ask: Ask, id: string, reach?: Reach) {
  const events = listAll(
    (cursor) => ask('trail', { id, limit: 5, reach, ...cursor }),
    (page) => page.events,
  )
  return events.map(({ sequence, data }) => ({ sequence, programme: data.programme }))
}
