import { sumFen } from '@welfare/contracts/money.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toSequenced } from '../history.fixture.ts'
import { type Ask, expectAnswer, listAll, projectHistory } from '../projected-history.fixture.ts'
import { playSteps, randomSteps } from '../random-history.fixture.ts'
import { unionsWithAccounts } from '../random-town.fixture.ts'
import type { Book, BookEntry, BookLeg } from './book-entry.ts'
import { subjectOf } from './chart.ts'
import { bookOfUnion } from './union-book.ts'

/** The legs on accounts, an event an entry, as an export of a union reads them. */
function cashOf(ask: Ask): Book {
  const { directory, ...stamp } = expectAnswer(ask('directory', { withCash: true }))
  const legs = listAll(
    (cursor) => ask('journal', { account: 'bank', limit: 1_000, ...cursor }),
    (page) => page.legs,
  )
  const entries = [...Map.groupBy(legs, ({ sequence }) => sequence)].map(
    ([sequence, ofEvent]): BookEntry => ({ sequence, legs: ofEvent, outside: [] }),
  )
  return { stamp: { ...stamp, treeSize: 0, rootHash: '' }, directory, entries: streamed(entries) }
}

async function* streamed<Item>(items: readonly Item[]): AsyncIterable<Item> {
  yield* items
}

async function playBooks(steps: Parameters<typeof playSteps>[0]) {
  const events = toSequenced(playSteps(steps))
  const { ask } = projectHistory(events)
  const books = await Promise.all(
    unionsWithAccounts.map(async (division) => {
      const book = bookOfUnion(cashOf(ask), division)
      const legs = await Array.fromAsync(book.entries, (entry) => entry.legs)
      return { division, directory: book.directory, entries: legs }
    }),
  )
  return { events, ask, books }
}

const amountsOf = (legs: readonly BookLeg[]) => legs.map(({ amount }) => amount)
const ofSubject = (legs: readonly BookLeg[], ...numbers: readonly string[]) =>
  sumFen(amountsOf(legs.filter(({ subject }) => subject !== undefined && numbers.includes(subject))))

test('each union’s book balances entry by entry, and holds what lies on its accounts', async () => {
  await fc.assert(
    fc.asyncProperty(randomSteps, async (steps) => {
      const { ask, books } = await playBooks(steps)
      const { accounts } = expectAnswer(ask('bankBalances', {}))
      for (const { division, directory, entries } of books) {
        for (const legs of entries) expect(sumFen(amountsOf(legs))).toBe(0)
        const legs = entries.flat()
        expect(legs.every((leg) => subjectOf(leg, directory) !== undefined)).toBe(true)
        const lies = accounts.filter((account) => account.division === division)
        expect(sumFen(amountsOf(legs.filter(({ account }) => account === 'bank')))).toBe(
          sumFen(lies.map(({ balanceFen }) => balanceFen)),
        )
      }
    }),
    { numRuns: 40 },
  )
})

test('what one union passes to another is its expense once and the other’s income once, and the rest of it is in transit', async () => {
  const subjects = new Set<string>()
  await fc.assert(
    fc.asyncProperty(randomSteps, async (steps) => {
      const { events, ask, books } = await playBooks(steps)
      const all = books.flatMap(({ entries }) => entries.flat())
      const passedFen = ofSubject(all, '506', '508')
      const receivedFen = ofSubject(all, '403', '408')
      const inOwnTransitFen = sumFen(
        amountsOf(all.filter(({ account, subject }) => account === 'transit' && subject === undefined)),
      )
      const { total } = expectAnswer(ask('bankBalances', {}))
      expect(sumFen([passedFen, receivedFen, inOwnTransitFen])).toBe(total.transitFen)
      for (const { sequence, type } of events) {
        const ofEvent = all.filter((leg) => leg.sequence === sequence && leg.subject !== undefined)
        if (type.startsWith('Transfer')) {
          expect(ofEvent.length).toBeLessThan(2)
          for (const { subject } of ofEvent) subjects.add(String(subject))
        } else if (type !== 'BankBalanceAssigned') expect(ofEvent).toEqual([])
      }
    }),
    { numRuns: 40 },
  )
  expect([...subjects].sort()).toEqual(['403', '408', '506', '508'])
})
