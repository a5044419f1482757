import type { Scope } from '@welfare/contracts/authority.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idOf, toSequenced } from './history.fixture.ts'
import { type Ask, expectAnswer, listAll, projectHistory } from './projected-history.fixture.ts'
import { playSteps, randomSteps } from './random-history.fixture.ts'
import { coolProgramme, funds, programmes, sites } from './random-town.fixture.ts'

const merchant = idOf('merchant', 1)

describe('what lies outside a scope is not there', () => {
  test('coverage: programmes within', () => {
    const { ask } = projectHistory(someEvents(5))
    const all = expectAnswer(ask('coverage', { by: 'programme' })).rows.map(({ key }) => key)
    expect(all).toHaveLength(3)
    const keys = (divisions: string[]) =>
      expectAnswer(ask('coverage', { by: 'programme', scope: { divisions } })).rows.map(({ key }) => key)
    expect(keys(['632701'])).toEqual([programmes[0]])
    expect(keys(['630000'])).toEqual(all.filter((key) => key !== coolProgramme))
    expect(keys(['110000'])).toEqual([])
  })

  test('a filter that names something outside is answered like one that names nothing', () => {
    const { ask } = projectHistory(someEvents(5))
    const scope = { divisions: ['632722'] }
    const outside = { code: 'programme-unknown', facts: { programme: programmes[0] } }
    for (const name of ['budget', 'coverage', 'journal', 'entries', 'gaps', 'findings', 'comparison'] as const) {
      const params = { programme: `${programmes[0]}`, scope, by: 'fund', limit: 9, from: '0' }
      expect(ask(name, params as never), name).toEqual(outside)
    }
    expect(ask('journal', { programme: `${programmes[1]}`, scope, limit: 9 })).not.toHaveProperty('code')
    expect(ask('gaps', { programme: `${programmes[1]}`, scope, limit: 9 })).not.toHaveProperty('code')
  })

  test('a site is one where it lies, or where a programme within sends goods, and nowhere else', () => {
    const { ask } = projectHistory(someEvents(5))
    const site = `${sites[0]}`
    const asked = (scope: Scope) => ask('coverage', { by: 'site', site, scope })
    expect(expectAnswer(asked({ divisions: ['130300'] })).rows).toMatchObject([{ key: site, name: 'Site 0' }])
    // In the site's own division lies none of its programmes.
    expect(expectAnswer(asked({ divisions: ['130302'] })).rows).toEqual([])
    expect(expectAnswer(asked({ divisions: ['130000'], programmes: [coolProgramme] })).rows).toHaveLength(1)
    expect(asked({ divisions: ['632701'] })).toEqual({ code: 'site-unknown', facts: { site } })
    expect(asked({ divisions: [], merchants: [merchant] })).toEqual({ code: 'site-unknown', facts: { site } })
  })

  test('a fund of elsewhere is known where it pays for a programme within, and only that part of it', () => {
    const { ask } = projectHistory(someEvents(5))
    const fund = `${funds[0]}`
    const { rows } = expectAnswer(ask('budget', { by: 'fund', fund, scope: { divisions: ['632701'] } }))
    expect(rows).toMatchObject([{ key: fund, balances: { availableFen: 0, bankFen: expect.any(Number) } }])
    const used = expectAnswer(ask('budget', { by: 'fund', fund, programme: `${programmes[0]}` })).total.balances.usedFen
    expect(rows[0]?.balances.usedFen).toBe(used)
    const meals = expectAnswer(ask('meals', { fund, limit: 99, scope: { divisions: ['632701'] } }))
    expect(meals.sum.paidFen).toBe(used)
    expect(meals.meals.every(({ programme }) => programme === programmes[0])).toBe(true)
    expect(ask('budget', { by: 'fund', fund, scope: { divisions: ['110000'] } })).toMatchObject({
      code: 'fund-unknown',
    })
  })

  test('a trail: the events within; of a thing of which there are none, nothing', () => {
    const { ask } = projectHistory(someEvents(5))
    const scope = { divisions: ['632722'] }
    expect(ask('trail', { order: 'oldest', id: coolProgramme, limit: 99, scope })).toMatchObject({
      code: 'thing-unknown',
    })
    const ofProgramme = trail(ask, `${programmes[1]}`, scope)
    expect(ofProgramme).toEqual(trail(ask, `${programmes[1]}`))
    const ofMerchant = trail(ask, merchant, scope)
    expect(ofMerchant.length).toBeGreaterThan(0)
    expect(ofMerchant.every(({ programme }) => programme === programmes[1])).toBe(true)
    expect(ofMerchant.length).toBeLessThan(trail(ask, merchant).length)
    const ofFund = expectAnswer(ask('trail', { order: 'oldest', id: `${funds[0]}`, limit: 99, scope })).events
    expect(ofFund.some(({ type }) => type === 'FundsAllocated')).toBe(true)
    expect(ofFund.flatMap(({ legs }) => legs).every(({ dimensions }) => dimensions.programme === programmes[1])).toBe(
      true,
    )
  })

  test('a merchant sees the legs that name it, wherever they are', () => {
    const { ask } = projectHistory(someEvents(5))
    const scope = { divisions: [], merchants: [merchant] }
    const { legs } = expectAnswer(ask('journal', { limit: 999, scope }))
    const all = expectAnswer(ask('journal', { limit: 999 })).legs
    expect(legs.length).toBeGreaterThan(1)
    expect(legs).toEqual(all.filter((leg) => leg.merchant === merchant))
    expect(ask('gaps', { limit: 9, programme: `${programmes[0]}`, scope })).toMatchObject({ code: 'programme-unknown' })
    expect(ask('journal', { limit: 9, merchant: idOf('merchant', 0), scope })).toMatchObject({
      code: 'merchant-unknown',
    })
  })

  test('who is bound to programmes sees those, and the money of the division that is in none', () => {
    const { ask } = projectHistory(someEvents(5))
    const scope = { divisions: ['632700'], programmes: [`${programmes[0]}`] }
    const { legs } = expectAnswer(ask('journal', { limit: 999, scope }))
    expect(new Set(legs.map(({ programme }) => programme))).toEqual(new Set([null, programmes[0]]))
  })
})

test('the whole ledger is everything', () => {
  const { ask } = projectHistory(someEvents(5))
  const scope = { divisions: ['000000'] }
  expect(ask('budget', { by: 'fund', scope })).toEqual(ask('budget', { by: 'fund' }))
  expect(ask('journal', { limit: 99, scope })).toEqual(ask('journal', { limit: 99 }))
})

function someEvents(seed: number): SequencedEvent[] {
  return toSequenced(playSteps(fc.sample(randomSteps, { numRuns: 3, seed }).flat()))
}

function trail(ask: Ask, id: string, scope?: Scope) {
  const events = listAll(
    (cursor) => ask('trail', { order: 'oldest', id, limit: 5, scope, ...cursor }),
    (page) => page.events,
  )
  return events.map(({ sequence, data }) => ({ sequence, programme: data.programme }))
}
