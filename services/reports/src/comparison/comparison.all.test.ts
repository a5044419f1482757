import type { SequencedEvent } from '@welfare/event-store/port.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toSequenced } from '../history.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'
import { playSteps, randomSteps } from '../random-history.fixture.ts'
import { funds, programmes } from '../random-town.fixture.ts'
import type { Difference } from './comparison.contract.ts'

const groupings = ['fund', 'programme', 'funder', 'division'] as const

describe('two moments', () => {
  test('of random histories: every difference is the sum of what the events between changed', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), fc.nat(), (steps, one, other) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events, 23)
        const [from, to] = momentsOf(events, one, other)
        for (const by of groupings) {
          const answer = expectAnswer(ask('comparison', { by, from: `${from}`, to: `${to}` }))
          expect(answer).toMatchObject({ sequence: to, from: { sequence: from }, explained: true })
          const { rows, total, coverage } = answer
          const compared = [...rows, total, ...(coverage ? [...coverage.rows, coverage.total] : [])]
          for (const { differences } of compared) for (const one of differences) checkCauses(one)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('before, after and difference are those of the two reports; what does not differ is not listed', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), fc.nat(), (steps, one, other) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const [from, to] = momentsOf(events, one, other)
        const { total } = expectAnswer(ask('comparison', { by: 'fund', from: `${from}`, to: `${to}` }))
        const [earlier, later] = [from, to].map((at) => {
          const report = expectAnswer(ask('budget', { by: 'fund', at: `${at}` })).total
          return { ...report.balances, ...report.turnovers, ...report.beside }
        })
        const expected = Object.entries(later ?? {}).flatMap(([figure, after]) => {
          const before = Object.entries(earlier ?? {}).find(([name]) => name === figure)?.[1] ?? Number.NaN
          return before === after ? [] : [{ figure, before, after, difference: after - before }]
        })
        expect(
          total.differences.map(({ figure, before, after, difference }) => ({
            figure,
            before,
            after,
            difference,
          })),
        ).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  test('people and sites are compared by programme, as coverage counts them', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), fc.nat(), (steps, one, other) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const [from, to] = momentsOf(events, one, other)
        const { coverage, explained } = expectAnswer(ask('comparison', { by: 'fund', from: `${from}`, to: `${to}` }))
        const reachedAt = (at: number) => {
          const { rows } = expectAnswer(ask('coverage', { by: 'programme', at: `${at}` }))
          return new Map(rows.map(({ key, people }) => [key, people.reached]))
        }
        const [before, after] = [reachedAt(from), reachedAt(to)]
        // A programme whose only meal was taken back has no row at the later moment.
        const changed = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
          const difference = (after.get(key) ?? 0) - (before.get(key) ?? 0)
          return difference === 0 ? [] : [[key, difference]]
        })
        const told = coverage?.rows.flatMap(({ key, differences }) =>
          differences.filter(({ figure }) => figure === 'reached').map(({ difference }) => [key, difference]),
        )
        expect(told?.toSorted()).toEqual(changed.toSorted())
        expect(explained).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('where money is asked for by fund, people are not compared', () => {
    const { ask } = projectHistory(toSequenced(playSteps([])))
    expect(ask('comparison', { by: 'fund', from: '0', fund: `${funds[0]}` })).toMatchObject({ coverage: null })
  })

  test('each cause counts its legs and leads to their entries', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), (steps, seed) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const from = seed % events.length
        const answer = expectAnswer(ask('comparison', { by: 'programme', from: `${from}` }))
        for (const { key, differences } of answer.rows) {
          const cause = differences.find(({ figure }) => figure === 'issuedFen')?.causes[0]
          if (!cause || key === null) continue
          const { programme, ...link } = Object.fromEntries(new URL(cause.entries, 'http://ledger').searchParams)
          const { eventType, firstSequence, lastSequence } = cause
          expect([programme, link]).toEqual([
            key,
            { eventType, fromSequence: `${firstSequence}`, throughSequence: `${lastSequence}` },
          ])
          const listed = expectAnswer(
            ask('entries', { programme: key, eventType, fromSequence: from + 1, limit: 1_000 }),
          )
          const legs = listed.entries.flatMap(({ sequence, legs: of }) =>
            of.filter((leg) => leg.account === 'issued' && leg.programme === key).map(() => sequence),
          )
          expect([cause.legs, firstSequence, lastSequence]).toEqual([legs.length, legs[0], legs.at(-1)])
        }
      }),
      { numRuns: 25 },
    )
  })
})

test('a book that was changed behind the ledger’s back is not explained, and the figure says by how much', () => {
  const events = toSequenced(playSteps(fc.sample(randomSteps, { numRuns: 1, seed: 3 }).flat()))
  const { ask, generation } = projectHistory(events)
  const whole = expectAnswer(ask('comparison', { by: 'fund', from: '0' }))
  expect(whole.explained).toBe(true)
  generation.model
    .prepare(`UPDATE posting_account SET balance = balance - 7 WHERE id =
      (SELECT id FROM posting_account WHERE account = 'available' AND fund = ?)`)
    .run(`${funds[0]}`)
  const broken = expectAnswer(ask('comparison', { by: 'fund', from: '0' }))
  expect(broken.explained).toBe(false)
  const unexplained = broken.rows.flatMap(({ key, differences }) =>
    differences.filter((one) => one.unexplained !== 0).map((one) => [key, one.figure, one.unexplained]),
  )
  expect(unexplained).toEqual([[funds[0], 'availableFen', 7]])
})

test('a later moment first is refused', () => {
  const { ask } = projectHistory(toSequenced(playSteps([])))
  expect(ask('comparison', { by: 'fund', from: '5', to: '4' })).toEqual({
    code: 'moments-reversed',
    facts: { from: 5, to: 4 },
  })
})

test('filters hold for both moments', () => {
  const events = toSequenced(playSteps(fc.sample(randomSteps, { numRuns: 4, seed: 10 }).flat()))
  const { ask } = projectHistory(events)
  const programme = `${programmes[0]}`
  const answer = expectAnswer(ask('comparison', { by: 'fund', from: '12', programme }))
  const report = expectAnswer(ask('budget', { by: 'fund', programme }))
  const used = answer.total.differences.find(({ figure }) => figure === 'usedFen')
  expect(used).toMatchObject({ before: 0, after: report.total.balances.usedFen })
  expect(used?.causes.every(({ entries }) => entries.includes(programme))).toBe(true)
})

function momentsOf(events: readonly SequencedEvent[], one: number, other: number): readonly [number, number] {
  const [from = 0, to = 0] = [one % (events.length + 1), other % (events.length + 1)].sort((a, b) => a - b)
  return [from, to]
}

function checkCauses({ difference, causes, unexplained }: Difference): void {
  expect(difference).not.toBe(0)
  expect(unexplained).toBe(0)
  expect(causes.reduce((sum, cause) => sum + cause.change, 0)).toBe(difference)
}
