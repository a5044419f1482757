import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { dayNumber, idOf, toSequenced } from '@welfare/reports/history.fixture.ts'
import { expectAnswer, listAll, projectHistory } from '@welfare/reports/projected-history.fixture.ts'
import { playSteps, randomSteps } from '@welfare/reports/random-history.fixture.ts'
import { bankAccounts, coolProgramme, funds, programmes, type Step } from '@welfare/reports/random-town.fixture.ts'
import type { Moment } from '@welfare/reports/read-model/moments.store.ts'
import type { PostedEvent } from '@welfare/verifier/books.ts'
import { objectsIn } from '@welfare/verifier/json.ts'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { recompute, save } from '../harness/recomputed-reports.ts'
import { scaled } from '../harness/scale.ts'

const runs = { numRuns: scaled(60, 500) }
vi.setConfig({ testTimeout: scaled(30_000, 900_000) })
const someDay = fc.integer({ min: -1, max: 30 })
const groups = ['employer', 'site', 'division', 'trade'] as const
const divisions = ['632701', '632722', '130302']

describe('every figure of every moment is that which the verifier recomputes', () => {
  test('posting accounts: now, at, and effective', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), someDay, (steps, seed, day) => {
        const events = recorded(steps)
        const { posted, misfits } = recompute(events)
        expect(misfits).toEqual([])
        const { generation } = projectHistory(events)
        for (const moment of momentsOf(events, seed, day)) {
          const rows = generation.postings.read({}, moment)
          const found = rows.map((row) => [keyOfPosting({ ...row }), [row.balance, row.debits]] as const)
          expect(withoutZeros(new Map(found))).toEqual(withoutZeros(balancesOf(posted, moment)))
        }
      }),
      runs,
    )
  })

  test('budget: balances, turnovers and what stands beside the meals', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), someDay, (steps, seed, day) => {
        const events = recorded(steps)
        const { ask } = projectHistory(events)
        const filters = [
          ...[{}, { fund: `${funds[0]}` }, { programme: `${programmes[1]}` }, { funder: 'Funder 1' }],
          { division: '632701' },
        ]
        const reports = fewOf(momentsOf(events, seed, day), seed).flatMap((moment, index) =>
          [
            inTurn(['fund', 'funder'] as const, index + seed),
            inTurn(['programme', 'division'] as const, index + seed),
          ].map((by) => save(ask, 'budget', { by, ...inTurn(filters, index + seed), ...askedAt(moment) })),
        )
        expect(recompute(events, reports).misfits).toEqual([])
      }),
      runs,
    )
  })

  test('payables: owed, disputed, claimed and paid, by merchant and programme', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), someDay, (steps, seed, day) => {
        const events = recorded(steps)
        const { ask } = projectHistory(events)
        const filters = [{}, { programme: `${programmes[1]}` }, { merchant: idOf('merchant', 0) }]
        const reports = fewOf(momentsOf(events, seed, day), seed).map((moment, index) =>
          save(ask, 'payables', { ...inTurn(filters, index + seed), ...askedAt(moment) }),
        )
        expect(recompute(events, reports).misfits).toEqual([])
      }),
      runs,
    )
  })

  test('balances by bank account: what lies there, on none and in transit', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), someDay, (steps, seed, day) => {
        const events = recorded(steps)
        const { ask } = projectHistory(events)
        const filters = [{}, { division: '632701' }, { fund: `${funds[0]}` }]
        const reports = momentsOf(events, seed, day).map((moment, index) =>
          save(ask, 'bankBalances', { ...inTurn(filters, index + seed), ...askedAt(moment) }),
        )
        expect(recompute(events, reports).misfits).toEqual([])
      }),
      runs,
    )
  })

  test('reconciliation of an account with its bank: both balances, and every item by which they differ', () => {
    let saved = 0
    fc.assert(
      fc.property(randomSteps, fc.nat(), someDay, (steps, seed, day) => {
        const events = recorded(steps)
        const { ask } = projectHistory(events)
        const asked = momentsOf(events, seed, day).flatMap((moment, index) => {
          const { at } = askedAt(moment)
          const bankAccount = inTurn(bankAccounts, index + seed)
          const query = { bankAccount, month: inTurn(['2025-06', '2025-07', '2025-08'], index), at }
          return 'code' in ask('reconciliation', query) ? [] : [query]
        })
        saved += asked.length
        const reports = asked.map((query) => save(ask, 'reconciliation', query))
        expect(recompute(events, reports).misfits).toEqual([])
        for (const { answer } of reports)
          expect(answer.status === 'agrees' || answer.status === 'not-stated' || answer.differenceFen !== 0).toBe(true)
      }),
      runs,
    )
    expect(saved).toBeGreaterThan(10)
  })

  test('people, sites, heads and goods: in each window or round, by each group, and once over all', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), someDay, (steps, seed, day) => {
        const events = recorded(steps)
        const { ask, generation } = projectHistory(events)
        const employers = generation.directory.list('employer', events.length).map(({ id }) => id)
        const sites = generation.directory.list('site', events.length).map(({ id }) => id)
        const reports = fewOf(momentsOf(events, seed, day), seed).flatMap((moment, index) => {
          const at = askedAt(moment)
          const turn = index + seed
          const programme = inTurn([...programmes, coolProgramme], turn)
          const [employer, division] = [inTurn(employers, turn), inTurn(divisions, turn)]
          const byWindow = save(ask, 'coverage', { programme, by: 'window', ...at })
          const windows = objectsIn(byWindow.answer, 'rows').flatMap(({ key }) => (typeof key === 'string' ? key : []))
          const inOne = windows.length === 0 ? {} : { window: inTurn(windows, turn) }
          return [
            save(ask, 'coverage', { by: inTurn(['programme', ...groups] as const, turn), ...at }),
            byWindow,
            save(ask, 'coverage', { programme, ...inOne, by: inTurn(groups, turn), ...at }),
            save(ask, 'coverage', { programme, employer, division, by: 'trade', ...at }),
            save(ask, 'coverage', { programme, employer, by: 'window', ...at }),
            save(ask, 'coverage', { programme: coolProgramme, by: 'site', ...at }),
            save(ask, 'coverage', {
              site: inTurn(sites, turn),
              by: inTurn(['programme', 'site'] as const, turn),
              ...at,
            }),
            save(ask, 'gaps', { programme: coolProgramme, site: inTurn(sites, turn), limit: 1_000, ...at }),
          ]
        })
        expect(recompute(events, reports).misfits).toEqual([])
      }),
      runs,
    )
  })

  test('gaps of every past moment, and of the end of every day as known then; people and sites', () => {
    fc.assert(
      fc.property(randomSteps, fc.nat(), someDay, (steps, seed, day) => {
        const events = recorded(steps)
        const { ask } = projectHistory(events)
        const past = events.map(({ sequence }) => ({ sequence, day: undefined }))
        const reports = [...past, ...momentsOf(events, seed, day)].flatMap((moment) =>
          [...programmes, coolProgramme].flatMap((programme) =>
            (['people', 'sites'] as const).map((kind) =>
              save(ask, 'gaps', { programme, kind, limit: 1_000, ...askedAt(moment) }),
            ),
          ),
        )
        expect(recompute(events, reports).misfits).toEqual([])
        const last = reports.slice(-6)
        for (const { query, answer } of last) {
          const { programme = '', at } = query
          const kind = query.kind === 'sites' ? 'sites' : 'people'
          const asked = { programme, kind, at, effective: query.effective, limit: 3 } as const
          const listed = listAll(
            (cursor) => ask('gaps', { ...asked, ...cursor }),
            ({ gaps }) => gaps,
          )
          expect(JSON.parse(JSON.stringify(listed))).toEqual(answer.gaps)
          expect(listed.length).toBe(answer.total)
        }
      }),
      { numRuns: scaled(8, 60) },
    )
  })
})

test('the journal holds every leg once, with the balance of its posting account after it, however it is filtered and paged', () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(), fc.integer({ min: 1, max: 9 }), (steps, seed, limit) => {
      const events = recorded(steps)
      const { ask } = projectHistory(events)
      const at = seed % (events.length + 1)
      const legs = legsOf(recompute(events.slice(0, at)).posted)
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
            Object.entries({ ...leg, book: leg.rule.book }).some(([key, given]) => key === name && given === value),
          ),
        )
        const listed = listAll(
          (cursor) => ask('journal', { ...filter, at: String(at), limit, ...cursor }),
          (page) => page.legs,
        )
        expect(
          listed.map(({ amount, account, commodity, eventType, balanceSigned }) => [
            ...[account, commodity, amount, eventType, balanceSigned],
          ]),
        ).toEqual(wanted.map(({ leg, type }) => [leg.account, leg.commodity, leg.amount, type, leg.balance]))
        for (const { balance, balanceSigned } of listed)
          expect(balance === balanceSigned || balance === -balanceSigned).toBe(true)
      }
    }),
    { numRuns: 15 },
  )
})

test("a fund's meals add up to what its money was used for, reversed ones marked", () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(), (steps, seed) => {
      const events = recorded(steps)
      const { ask } = projectHistory(events)
      const sequence = seed % (events.length + 1)
      const fund = `${funds[0]}`
      const usedFen = legsOf(recompute(events.slice(0, sequence)).posted)
        .filter(({ leg, type }) => isOfMeals(leg.account, type) && leg.fund === fund)
        .reduce((sum, { leg }) => sum + leg.amount, 0)
      const meals = listAll(
        (cursor) => ask('meals', { fund, at: String(sequence), limit: 3, ...cursor }),
        (page) => page.meals,
      )
      const paidFen = meals
        .filter(({ reversedAt }) => reversedAt === null)
        .reduce((sum, meal) => sum + meal.shareFen, 0)
      expect(paidFen).toBe(-usedFen + 0)
      const { sum } = expectAnswer(ask('meals', { fund, at: String(sequence), limit: 1 }))
      expect(sum.paidFen).toBe(paidFen)
      expect(sum.redeemedFen).toBe(meals.reduce((total, meal) => total + meal.shareFen, 0))
    }),
    { numRuns: 30 },
  )
})

/** What is used, less what of an earlier year was taken back: that stays used, and is granted anew. */
function isOfMeals(account: string, type: string): boolean {
  return account === 'used' ? !ofBanks.includes(type) : account === 'granted' && type === 'RedemptionReversed'
}

/** What banks took for themselves, and what of it was entered wrongly, is of no meal. */
const ofBanks: readonly string[] = ['BankChargePaid', 'BankChargeReversed']

/** No earlier than on the latest day that anything counts on: nobody records what has not happened. */
function recorded(steps: readonly Step[]): SequencedEvent[] {
  let today = ''
  return toSequenced(playSteps(steps)).map((event) => {
    const { accountingDate } = event.metadata
    if (typeof accountingDate === 'string' && accountingDate > today) today = accountingDate
    return { ...event, recordedAt: `${today}${event.recordedAt.slice(10)}` }
  })
}

function inTurn<Item>(items: readonly Item[], turn: number): Item {
  const item = items[turn % items.length]
  if (item === undefined) throw new Error('there is nothing to choose from')
  return item
}

/** Now and twice somewhere in between; each also as effective on some days. */
function momentsOf(events: readonly SequencedEvent[], seed: number, day: number): Moment[] {
  const sequences = [events.length, seed % (events.length + 1), (seed * 31) % (events.length + 1)]
  const numbers = [day, (day + 7) % 32, (day + 12) % 32, (day + 19) % 32]
  return sequences.flatMap((sequence) => [
    { sequence },
    ...numbers.map((number) => ({ sequence, day: dayNumber(number) })),
  ])
}

/** The end, and a quarter of the others: many histories see more than many moments of one. */
function fewOf(moments: readonly Moment[], seed: number): readonly Moment[] {
  return moments.filter((_, index) => index === 0 || index % 4 === seed % 4)
}

function askedAt({ sequence, day }: Moment): { at: string; effective?: string } {
  return { at: String(sequence), ...(day !== undefined && { effective: day }) }
}

function legsOf(posted: readonly PostedEvent[]) {
  return posted.flatMap(({ event: { type, sequence }, date, legs }) =>
    legs.map((leg) => ({ leg, type, sequence, date })),
  )
}

/** Posting account → [balance, debits]. */
function balancesOf(posted: readonly PostedEvent[], { sequence, day }: Moment): Map<string, [number, number]> {
  const balances = new Map<string, [number, number]>()
  for (const { leg, sequence: at, date } of legsOf(posted)) {
    if (at > sequence || (day !== undefined && date > day)) continue
    const [balance, debits] = balances.get(leg.key) ?? [0, 0]
    balances.set(leg.key, [balance + leg.amount, debits + Math.max(0, leg.amount)])
  }
  return balances
}

function keyOfPosting(row: { readonly [name: string]: string | number | null | undefined }): string {
  const goods = ['depot', 'consignment', 'site', 'lot']
  const dimensions = ['fund', 'programme', 'batch', 'merchant', ...goods, 'bankAccount', 'payer', 'purchase']
  return ['account', 'commodity', ...dimensions].map((name) => row[name] ?? '').join('|')
}

function withoutZeros(
  balances: ReadonlyMap<string, readonly [number, number]>,
): Map<string, readonly [number, number]> {
  return new Map([...balances].filter(([, [balance, debits]]) => balance !== 0 || debits !== 0))
}
