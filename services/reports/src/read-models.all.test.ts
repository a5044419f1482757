import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf, toSequenced } from './history.fixture.ts'
import { expectAnswer, projectHistory } from './projected-history.fixture.ts'
import { playSteps, randomSteps } from './random-history.fixture.ts'
import { bankAccounts, funds, programmes } from './random-town.fixture.ts'
import type { Generation } from './read-model/generation.ts'

test('the identities hold in the budget of every moment, and its total is the sum of its rows', () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(), (steps, seed) => {
      const events = toSequenced(playSteps(steps))
      const { ask } = projectHistory(events)
      for (const sequence of [events.length, seed % (events.length + 1), (seed * 31) % (events.length + 1)]) {
        for (const by of ['fund', 'programme', 'funder', 'division'] as const) {
          const { rows, total } = expectAnswer(ask('budget', { by, at: String(sequence) }))
          expect(total.identities).toEqual({ donatedIsSpreadHolds: true, usedIsCostHolds: true, bankHolds: true })
          for (const group of ['balances', 'turnovers', 'beside'] as const) {
            for (const [name, amount] of Object.entries(total[group])) {
              expect(
                rows.reduce(
                  (sum, row) => sum + Number(Object.entries(row[group]).find(([key]) => key === name)?.[1]),
                  0,
                ),
              ).toBe(amount)
            }
          }
          if (by === 'fund' || by === 'funder') {
            for (const row of rows) expect(Object.values(row.identities)).toEqual([true, true, true])
          }
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('events one by one and all in one batch leave equal rows in every table', () => {
  fc.assert(
    fc.property(randomSteps, fc.integer({ min: 1, max: 9 }), (steps, batchSize) => {
      const events = toSequenced(playSteps(steps))
      expect(dump(projectHistory(events, batchSize).generation)).toEqual(dump(projectHistory(events).generation))
    }),
    { numRuns: 30 },
  )
})

test('a batch that fails midway leaves neither rows nor checkpoint, and counts once when it is tried again', () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(), (steps, seed) => {
      const events = toSequenced(playSteps(steps))
      const whole = projectHistory(events)
      const { generation } = projectHistory([])
      const cut = seed % events.length
      generation.apply(events.slice(0, cut))
      const before = dump(generation)
      const broken = events
        .slice(cut)
        .map((event, index, all) => (index === all.length - 1 ? { ...event, schemaVersion: 99 } : event))
      expect(() => generation.apply(broken)).toThrow('no way from')
      expect(dump(generation)).toEqual(before)
      expect(generation.model.checkpoint().sequence).toBe(cut)
      generation.apply(events.slice(cut))
      expect(dump(generation)).toEqual(dump(whole.generation))
    }),
    { numRuns: 30 },
  )
})

test('a trail has every event of the thing and every one that names it, and no other', () => {
  fc.assert(
    fc.property(randomSteps, (steps) => {
      const events = toSequenced(playSteps(steps))
      const { ask } = projectHistory(events, 11)
      const directory = [
        ...funds,
        ...programmes,
        idOf('worker', 1),
        idOf('batch', 0),
        idOf('merchant', 1),
        idOf('depot', 0),
        `${bankAccounts[1]}`,
        `${funds[0]}.2`,
      ]
      for (const id of directory) {
        const isNamed = new RegExp(`"${id.replaceAll('.', '\\.')}(["@]|\\.[0-9]+")`)
        const wanted = events.filter(
          (event) =>
            event.stream === id ||
            `${event.stream}.${event.version}` === id ||
            isNamed.test(JSON.stringify(event.data)),
        )
        const expected = wanted.map(({ sequence }) => sequence)
        for (const order of ['oldest', 'newest'] as const) {
          const found: number[] = []
          let cursor: string | undefined
          do {
            const answer = ask('trail', { id, order, limit: 4, ...(cursor && { cursor }) })
            if ('code' in answer) break
            found.push(...answer.events.map(({ sequence }) => sequence))
            cursor = answer.nextCursor ?? undefined
          } while (cursor)
          expect(found).toEqual(order === 'oldest' ? expected : expected.toReversed())
        }
      }
    }),
    { numRuns: 15 },
  )
})

test('a hole in the sequence is refused, not skipped', () => {
  const events = toSequenced(playSteps([]))
  const { generation } = projectHistory(events.slice(0, 3))
  expect(() => generation.apply(events.slice(4))).toThrow('event 5 came where 4 was due')
  expect(generation.model.checkpoint().sequence).toBe(3)
})

/** All rows of all tables, as they are stored. */
function dump({ model }: Generation): Record<string, unknown[]> {
  const tables = model.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
  return Object.fromEntries(
    tables.map(({ name }) => [
      String(name),
      model
        .prepare(`SELECT * FROM ${name}`)
        .all()
        .map((row) => ({ ...row })),
    ]),
  )
}
