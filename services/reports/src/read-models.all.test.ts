import type { SequencedEvent } from '@welfare/event-store/port.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, idOf, toSequenced } from './history.fixture.ts'
import type { JournalLeg } from './journal/journal.contract.ts'
import type { MealsAnswer } from './journal/trail.contract.ts'
import { linesOf, naiveBalances, naiveLegs, naiveTurnovers } from './naive.fixture.ts'
import { naivePeople, naivePeopleGaps } from './naive-people.fixture.ts'
import { naiveSiteCounts, naiveSiteGaps } from './naive-sites.fixture.ts'
import { type GroupLines, splitGroups } from './people/counted-once.ts'
import { goodsMeasures, peopleMeasures } from './people/counts.ts'
import { waitingReasons } from './people/person-windows.ts'
import { type Ask, expectAnswer, projectHistory } from './projected-history.fixture.ts'
import type { QueryParams } from './queries.ts'
import { coolProgramme, funds, playSteps, programmes, randomSteps } from './random-history.fixture.ts'
import type { Generation } from './read-model/generation.ts'
import type { Moment } from './read-model/moments.store.ts'
import { allSiteMeasures } from './sites/site-measures.ts'

const runs = { numRuns: 60 }

describe('every total of every moment equals a naive recomputation', () => {
  test('posting accounts: now, at, and effective', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), fc.integer({ min: -1, max: 30 }), (steps, seed, day) => {
        const events = toSequenced(playSteps(steps))
        const { generation } = projectHistory(events)
        for (const moment of momentsOf(events, seed, day)) {
          const rows = generation.postings.read({}, moment)
          const found = rows.map(
            ({ id: _, key: __, balance, debits, book: ___, ...dimensions }: Row) =>
              [keyOfPosting(dimensions), [balance, debits]] as const,
          )
          expect(withoutZeros(new Map(found))).toEqual(withoutZeros(naiveBalances(events, moment)))
        }
      }),
      runs,
    )
  })

  test('people: eligible, issued and reached, in each window and once over all', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), fc.integer({ min: -1, max: 30 }), (steps, seed, day) => {
        const events = toSequenced(playSteps(steps))
        const { generation } = projectHistory(events)
        for (const moment of momentsOf(events, seed, day)) {
          const found = [...peopleMeasures, 'reached-of-eligible' as const].flatMap((measure) =>
            generation.counts
              .read({ measure }, moment)
              .filter((row) => row.balance !== 0)
              .map((row) => [[measure, row.programme, row.window, ...groupsOf(row)].join('|'), row.balance] as const),
          )
          expect(new Map(found)).toEqual(naivePeople(events, moment))
        }
      }),
      runs,
    )
  })

  test('sites, heads and goods', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), fc.integer({ min: -1, max: 30 }), (steps, seed, day) => {
        const events = toSequenced(playSteps(steps))
        const { generation } = projectHistory(events)
        for (const moment of momentsOf(events, seed, day)) {
          const found = [...allSiteMeasures, ...goodsMeasures].flatMap((measure) =>
            generation.counts
              .read({ measure }, moment)
              .filter((row) => row.balance !== 0)
              .map((row) => [[measure, row.window, ...groupsOf(row), row.commodity].join('|'), row.balance] as const),
          )
          expect(new Map(found)).toEqual(naiveSiteCounts(events, moment))
        }
      }),
      runs,
    )
  })

  test('gaps of every past moment, and of the end of every day as known then; people and sites', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), fc.integer({ min: 0, max: 30 }), (steps, seed, day) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const past = Array.from({ length: Math.max(0, events.length - 19) }, (_, index) => ({ sequence: index + 20 }))
        for (const moment of [...past, ...momentsOf(events, seed, day)] as Moment[]) {
          if (moment.sequence < 20) continue
          const asked = { at: `${moment.sequence}`, ...(moment.day !== undefined && { effective: moment.day }) }
          const people = programmes.flatMap((programme) => listGaps(ask, { programme, kind: 'people', ...asked }))
          const wanted = missingOf(naivePeopleGaps(events, moment))
          // The sample is recorded before its windows begin.
          const begun = people.map(([key, reason]) => [
            key,
            reason === 'not-yet-begun' ? waiting(wanted.get(key)) : reason,
          ])
          expect(new Map(begun as [string, string][])).toEqual(wanted)
          const sites = listGaps(ask, { programme: coolProgramme, kind: 'sites', ...asked })
          const found = new Map(sites.map(([key, reason]) => [key.slice(key.indexOf('|') + 1), reason]))
          expect(found).toEqual(naiveSiteGaps(events, moment, moment.day ?? '2025-07-01'))
        }
      }),
      { numRuns: 6 },
    )
  })

  test('turnovers of each programme, and what stands beside its meals', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), fc.integer({ min: -1, max: 30 }), (steps, seed, day) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        for (const moment of momentsOf(events, seed, day)) {
          const effective = moment.day === undefined ? {} : { effective: moment.day }
          const { rows } = expectAnswer(ask('budget', { by: 'programme', at: `${moment.sequence}`, ...effective }))
          const ofProgrammes = rows.filter((row) => row.key !== null)
          const found = ofProgrammes.flatMap(({ key, turnovers, beside }) => {
            const { returnedFromCreditsTotalFen: _, ...flows } = { ...turnovers, ...beside }
            const { listPriceFen: __, ...named } = flows
            return Object.entries(named).map(([name, amountFen]) => [`${key}|${name}`, amountFen] as const)
          })
          expect(new Map(found.filter(([, amountFen]) => amountFen !== 0))).toEqual(naiveTurnovers(events, moment))
        }
      }),
      runs,
    )
  })

  test('the identities hold in the budget of every moment, and its total is the sum of its rows', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), (steps, seed) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        for (const { sequence } of momentsOf(events, seed, undefined)) {
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

test('the journal holds every leg once, with the balance of its posting account after it, however it is filtered and paged', () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(), fc.integer({ min: 1, max: 9 }), (steps, seed, limit) => {
      const events = toSequenced(playSteps(steps))
      const { ask } = projectHistory(events)
      const at = String(seed % (events.length + 1))
      const legs = naiveLegs(events, { sequence: Number(at) })
      const filters = [
        {},
        { account: 'used' as const },
        { fund: `${funds[0]}` },
        { book: 'goods' as const },
        { programme: `${programmes[1]}` },
      ]
      for (const filter of filters) {
        const wanted = legs.filter(({ leg }) =>
          Object.entries(filter).every(([name, value]) =>
            Object.entries(leg).some(([key, given]) => key === name && given === value),
          ),
        )
        const listed = listJournal(ask, { ...filter, at, limit })
        expect(
          listed.map(({ amount, account, commodity, eventType }) => [account, commodity, amount, eventType]),
        ).toEqual(wanted.map(({ leg, type }) => [leg.account, leg.commodity, leg.amount, type]))
        const balances = new Map<string, number>()
        for (const leg of listed) {
          const key = keyOfPosting(leg)
          balances.set(key, (balances.get(key) ?? 0) + leg.amount)
          expect(leg.balanceSigned).toBe(balances.get(key))
          expect(leg.balance === leg.balanceSigned || leg.balance === -leg.balanceSigned).toBe(true)
        }
      }
    }),
    { numRuns: 15 },
  )
})

test('a trail has every event of the thing and every one that names it, and no other', () => {
  fc.assert(
    fc.property(randomSteps, (steps) => {
      const events = toSequenced(playSteps(steps))
      const { ask } = projectHistory(events, 11)
      const things = [
        ...funds,
        ...programmes,
        idOf('worker', 1),
        idOf('batch', 0),
        idOf('merchant', 1),
        idOf('depot', 0),
        `${funds[0]}.2`,
      ]
      for (const id of things) {
        const isNamed = new RegExp(`"${id.replaceAll('.', '\\.')}(["@]|\\.[0-9]+")`)
        const wanted = events.filter(
          (event) =>
            event.stream === id ||
            `${event.stream}.${event.version}` === id ||
            isNamed.test(JSON.stringify(event.data)),
        )
        const found: number[] = []
        let cursor: string | undefined
        do {
          const answer = ask('trail', { id, limit: 4, ...(cursor && { cursor }) })
          if ('code' in answer) break
          found.push(...answer.events.map(({ sequence }) => sequence))
          cursor = answer.nextCursor ?? undefined
        } while (cursor)
        expect(found).toEqual(wanted.map(({ sequence }) => sequence))
      }
    }),
    { numRuns: 15 },
  )
})

test("a fund's meals add up to what its money was used for, reversed ones marked", () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(), (steps, seed) => {
      const events = toSequenced(playSteps(steps))
      const { ask } = projectHistory(events)
      const sequence = seed % (events.length + 1)
      const fund = `${funds[0]}`
      const used = [...naiveBalances(events, { sequence })].filter(
        ([key]) => key.startsWith('used|') && key.includes(fund),
      )
      const meals = listMeals(ask, { fund, at: String(sequence), limit: 3 })
      const paidFen = meals
        .filter(({ reversedAt }) => reversedAt === null)
        .reduce((sum, meal) => sum + meal.shareFen, 0)
      expect(paidFen).toBe(-used.reduce((sum, [, [balance]]) => sum + balance, 0) + 0)
      const { sum } = expectAnswer(ask('meals', { fund, at: String(sequence), limit: 1 }))
      expect(sum.paidFen).toBe(paidFen)
      expect(sum.redeemedFen).toBe(meals.reduce((total, meal) => total + meal.shareFen, 0))
    }),
    { numRuns: 30 },
  )
})

test('a hole in the sequence is refused, not skipped', () => {
  const events = toSequenced(playSteps([]))
  const { generation } = projectHistory(events.slice(0, 3))
  expect(() => generation.apply(events.slice(4))).toThrow('event 5 came where 4 was due')
  expect(generation.model.checkpoint().sequence).toBe(3)
})

/** Groups as the naive recomputation orders them. */
function groupsOf(row: GroupLines): string[] {
  const texts = splitGroups(row).map(({ employer, division, trade }) => JSON.stringify([employer, division, trade]))
  const { employer, division, trade } = linesOf(new Set(texts))
  return [employer, division, trade]
}

function waiting(reason: string | undefined): string | undefined {
  return waitingReasons.find((known) => known === reason)
}

/** Who holds credit is not missing. */
function missingOf(gaps: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...gaps].filter(([, reason]) => reason !== 'holds-credit'))
}

type Row = ReturnType<Generation['postings']['read']>[number] & { readonly key?: string }

/** Now and twice somewhere in between; each also as effective on some days. */
function momentsOf(events: readonly SequencedEvent[], seed: number, day: number | undefined): Moment[] {
  const sequences = [events.length, seed % (events.length + 1), (seed * 31) % (events.length + 1)]
  const days = day === undefined ? [] : [day, (day + 7) % 32, (day + 12) % 32, (day + 19) % 32]
  return sequences.flatMap((sequence) => [
    { sequence },
    ...days.map((number) => ({ sequence, day: dayNumber(number) })),
  ])
}

function keyOfPosting({
  account,
  commodity,
  fund,
  programme,
  batch,
  merchant,
  depot,
  consignment,
  site,
  lot,
}: {
  [name: string]: string | number | null | undefined
}): string {
  return [account, commodity, fund, programme, batch, merchant, depot, consignment, site, lot].join('|')
}

function withoutZeros(
  balances: ReadonlyMap<string, readonly [number, number]>,
): Map<string, readonly [number, number]> {
  return new Map([...balances].filter(([, [balance, debits]]) => balance !== 0 || debits !== 0))
}

/** All pages, three a page: [`programme|window|subject`, reason]. */
function listGaps(
  ask: Ask,
  query: { programme: string; kind: 'people' | 'sites'; at: string; effective?: string },
): [string, string][] {
  const found: [string, string][] = []
  let cursor: string | undefined
  do {
    const answer = expectAnswer(ask('gaps', { ...query, limit: 3, ...(cursor && { cursor }) }))
    for (const gap of answer.gaps) {
      found.push([`${query.programme}|${gap.window}|${gap.kind === 'people' ? gap.worker : gap.site}`, gap.reason])
    }
    cursor = answer.nextCursor ?? undefined
    if (cursor === undefined) expect(found.length).toBe(answer.total)
  } while (cursor)
  return found
}

function listJournal(ask: Ask, query: QueryParams<'journal'>): JournalLeg[] {
  const legs: JournalLeg[] = []
  let cursor: string | undefined
  do {
    const answer = expectAnswer(ask('journal', { ...query, ...(cursor && { cursor }) }))
    legs.push(...answer.legs)
    cursor = answer.nextCursor ?? undefined
  } while (cursor)
  return legs
}

function listMeals(ask: Ask, query: QueryParams<'meals'>): MealsAnswer['meals'] {
  const meals: MealsAnswer['meals'] = []
  let cursor: string | undefined
  do {
    const answer = expectAnswer(ask('meals', { ...query, ...(cursor && { cursor }) }))
    meals.push(...answer.meals)
    cursor = answer.nextCursor ?? undefined
  } while (cursor)
  return meals
}

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
