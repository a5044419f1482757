import type { Scope } from '@welfare/contracts/authority.ts'
import { toSequenced } from '@welfare/reports/history.fixture.ts'
import { expectAnswer, listAll, projectHistory } from '@welfare/reports/projected-history.fixture.ts'
import { playSteps, randomSteps } from '@welfare/reports/random-history.fixture.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recompute } from '../harness/recomputed-reports.ts'

describe('document numbers', () => {
  test('of a random history are those that the verifier gives: continuous from 1 by division, year and kind', () => {
    fc.assert(
      fc.property(randomSteps, fc.integer({ min: 1, max: 9 }), (steps, limit) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events, 17)
        const expected = recompute(events).entries
        const entries = listAll(
          (cursor) => ask('entries', { limit, ...cursor }),
          (page) => page.entries,
        )
        expect(entries.map(({ sequence, document }) => [sequence, document])).toEqual(
          expected.map(({ posted, document }) => [posted.event.sequence, document]),
        )
        for (const [index, { legs }] of entries.entries()) {
          expect(legs.map(({ account, amount }) => [account, amount])).toEqual(
            expected[index]?.posted.legs.map(({ account, amount }) => [account, amount]),
          )
        }
        const numbers = Map.groupBy(entries, ({ document }) => document.slice(0, document.lastIndexOf('-')))
        for (const [series, of] of numbers) {
          expect(of.map(({ document }) => document)).toEqual(of.map((_, index) => `${series}-${index + 1}`))
        }
      }),
      { numRuns: 40 },
    )
  })

  test('stand on each leg of the journal, and lead back to the entry', () => {
    fc.assert(
      fc.property(randomSteps, (steps) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const documents = new Map(
          recompute(events).entries.map(({ posted, document }) => [posted.event.sequence, document]),
        )
        for (const leg of expectAnswer(ask('journal', { limit: 1_000 })).legs) {
          expect(leg.document).toBe(documents.get(leg.sequence))
        }
        for (const [sequence, document] of [...documents].slice(-5)) {
          const [only, ...others] = expectAnswer(ask('entries', { document, limit: 9 })).entries
          expect([only?.sequence, others]).toEqual([sequence, []])
        }
      }),
      { numRuns: 15 },
    )
  })
})

/** Counties of two programmes, the prefecture of their funds, the city of the goods; nothing is in Beijing. */
const someScope = fc
  .subarray(['632701', '632722', '632700', '130300', '110000'], { minLength: 1, maxLength: 3 })
  .map((divisions): Scope => ({ divisions }))

describe('what lies outside a scope is not there', () => {
  test('legs of the journal and entries: those whose programme, fund, depot, site or consignment lies within', () => {
    fc.assert(
      fc.property(randomSteps, someScope, fc.integer({ min: 1, max: 9 }), (steps, scope, limit) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const expected = recompute(events).entries.map(({ posted: { event, legs }, divisions }) => ({
          sequence: event.sequence,
          amounts: legs.filter((_, index) => holds(scope, divisions[index])).map(({ amount }) => amount),
          partial: divisions.some((division) => !holds(scope, division)),
        }))
        const within = expected.filter(({ amounts }) => amounts.length > 0)
        const legs = listAll(
          (cursor) => ask('journal', { limit, scope, ...cursor }),
          (page) => page.legs,
        )
        expect(legs.map(({ sequence, amount }) => [sequence, amount])).toEqual(
          within.flatMap(({ sequence, amounts }) => amounts.map((amount) => [sequence, amount])),
        )
        const entries = listAll(
          (cursor) => ask('entries', { limit, scope, ...cursor }),
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
      fc.property(randomSteps, someScope, fc.nat(), (steps, scope, seed) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const sequence = seed % (events.length + 1)
        const entries = recompute(events.slice(0, sequence)).entries
        const sumOf = (account: string): number =>
          entries
            .flatMap(({ posted: { legs }, divisions }) => legs.filter((_, index) => holds(scope, divisions[index])))
            .filter((leg) => leg.account === account)
            .reduce((sum, { amount }) => sum + amount, 0)
        for (const by of ['fund', 'programme', 'funder', 'division'] as const) {
          const { rows, total } = expectAnswer(ask('budget', { by, at: `${sequence}`, scope }))
          expect([total.balances.availableFen, total.balances.usedFen, total.balances.costFen]).toEqual([
            0 - sumOf('available'),
            0 - sumOf('used'),
            sumOf('cost'),
          ])
          expect(rows.reduce((sum, row) => sum + row.balances.allocatedFen, 0)).toBe(0 - sumOf('allocated'))
          expect(total.identities).toEqual({ donatedIsSpreadHolds: null, usedIsCostHolds: true, bankHolds: null })
          if (by === 'division') for (const { division } of rows) expect(holds(scope, division ?? '')).toBe(true)
        }
      }),
      { numRuns: 25 },
    )
  })
})

function holds({ divisions }: Scope, division = ''): boolean {
  return divisions.some((outer) => division.startsWith(outer.replace(/(00)+$/, '')))
}
