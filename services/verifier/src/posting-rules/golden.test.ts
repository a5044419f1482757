import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { postingAccounts } from '@welfare/contracts/accounts.ts'
import { eventCatalogue } from '@welfare/contracts/catalogue.ts'
import { POSTING_RULES_VERSION } from '@welfare/contracts/postings.ts'
import { describe, expect, it, test } from 'vitest'
import type { LedgerEvent } from '../ledger-event.ts'
import { recomputeLegs } from './recompute-legs.ts'
import { dimensions } from './rules.ts'
import { postingRulesV1 } from './v1.ts'
import { newestPostingRules, postingRules } from './versions.ts'

const folder = join(import.meta.dirname, '../../../../shared/contracts/golden')
const newestOfVersion1: Readonly<Record<string, string>> = { FundsAllocated: 'v2', IssuanceOrdered: 'v2' }
const golden = readdirSync(folder).filter((name) => name.endsWith('.json'))

/** Every golden file that there was when version 1 of the rules was the newest: those of the types it lists, but for later versions. */
const shippedWithVersion1 = golden.filter((name) => {
  const [type = '', version] = name.split('.')
  const newest = newestOfVersion1[type] ?? 'v1'
  return Object.hasOwn(postingRulesV1.movements, type) && (version ?? '') <= newest
})

test('the newest rules of the ledger are known', () => {
  expect(postingRules.has(POSTING_RULES_VERSION)).toBe(true)
  expect(newestPostingRules.version).toBe(POSTING_RULES_VERSION)
})

test('the accounts are those of the contracts', () => {
  const own = Object.entries(newestPostingRules.accounts).map(([name, { book, normalSide, mayBeNegative = false }]) => [
    name,
    { book, normalSide, mayBeNegative },
  ])
  const theirs = Object.entries(postingAccounts).map(([name, { book, normalSide, mayBeNegative }]) => [
    name,
    { book, normalSide, mayBeNegative },
  ])
  expect(Object.fromEntries(own)).toEqual(Object.fromEntries(theirs))
})

/** Written on their own, the rules give every event version ever shipped the legs that its golden file has, in the same order. */
describe('the legs of every golden file', () => {
  it.each(golden)('%s', (name) => {
    const { postings, ...event } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const legs = recomputeLegs(newestPostingRules, { ...event, metadata: {} } as LedgerEvent)
    expect(legs.map((leg) => told({ ...leg, book: leg.rule.book }))).toEqual(postings.map(told))
  })
})

test('every type of the catalogue has a rule, and no other', () => {
  expect(Object.keys(newestPostingRules.movements).sort()).toEqual(Object.keys(eventCatalogue).sort())
})

test('a type whose posting was forgotten is found', () => {
  const { postings: _, ...event } = JSON.parse(readFileSync(join(folder, 'DonationReceived.v1.json'), 'utf8'))
  const planted = { ...event, type: 'MoneyVanished', metadata: {} } as LedgerEvent
  expect(() => recomputeLegs(newestPostingRules, planted)).toThrow(/does not say what MoneyVanished moves/)
})

/** What was verified by version 1 is verified by it for ever. */
describe('version 1', () => {
  it.each(shippedWithVersion1)('%s', (name) => {
    const { postings, ...event } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const legs = recomputeLegs(postingRulesV1, { ...event, metadata: {} } as LedgerEvent)
    expect(legs.map((leg) => told({ ...leg, book: leg.rule.book }))).toEqual(postings.map(told))
  })
})

function told(leg: Readonly<Record<string, unknown>>): string {
  const places = dimensions.map((dimension) => leg[dimension] ?? '')
  return [leg.book, leg.account, leg.commodity, leg.amount, ...places].join(' ')
}
