import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { postingAccounts } from '@welfare/contracts/accounts.ts'
import { POSTING_RULES_VERSION } from '@welfare/contracts/postings.ts'
import { describe, expect, it, test } from 'vitest'
import type { LedgerEvent } from '../ledger-event.ts'
import { recomputeLegs } from './recompute-legs.ts'
import { dimensions, postingRules } from './rules.ts'
import { postingRulesV1 } from './v1.ts'

const folder = join(import.meta.dirname, '../../../../shared/contracts/golden')
const golden = readdirSync(folder).filter((name) => name.endsWith('.json'))

test('the newest rules of the ledger are known', () => {
  expect(postingRules.has(POSTING_RULES_VERSION)).toBe(true)
})

test('the accounts are those of the contracts', () => {
  const own = Object.entries(postingRulesV1.accounts).map(([name, { book, normalSide, mayBeNegative = false }]) => [
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
    const legs = recomputeLegs(postingRulesV1, { ...event, metadata: {} } as LedgerEvent)
    expect(legs.map((leg) => told({ ...leg, book: leg.rule.book }))).toEqual(postings.map(told))
  })
})

function told(leg: Readonly<Record<string, unknown>>): string {
  const places = dimensions.map((dimension) => leg[dimension] ?? '')
  return [leg.book, leg.account, leg.commodity, leg.amount, ...places].join(' ')
}
