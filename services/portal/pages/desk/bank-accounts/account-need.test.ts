import { expect, test } from 'vitest'
import { needOf, shortOf, usualAccount, withAccount } from './account-need.ts'
import type { BankAccount, MoneyOfFund } from './bank.queries.ts'

const account = (id: string, isOwn = true): BankAccount => ({
  ...{ id, name: id, division: '632701', bank: '银行', lastDigits: '0001' },
  ...(isOwn && { funds: [] }),
})
const [ours, second, theirs] = [account('ours'), account('second'), account('theirs', false)]
const lying = (fund: string, balances: Record<string, number>, heldFen = 0): MoneyOfFund => ({
  ...{ fund, status: 'on-accounts' },
  accounts: Object.entries(balances).map(([bankAccount, balanceFen]) => ({ bankAccount, balanceFen, heldFen })),
})
const without = (fund: string, status: MoneyOfFund['status']): MoneyOfFund => ({ fund, status, accounts: [] })

test.each([
  ['money on accounts', [lying('a', { ours: 5 })], 'asked'],
  ['money on none', [without('a', 'on-none')], 'none'],
  ['a fund to which nothing has come', [without('a', 'nothing-yet')], 'offered'],
  ['a fund of which nothing is known', [], 'none'],
] as const)('%s: an account is %s', (_, money, kind) => {
  expect(needOf([ours], money, ['a'])).toMatchObject({ kind })
})

test('a fund that is told of twice counts once, and one that is not paid does not count', () => {
  const money = [lying('a', { ours: 5 }), lying('a', { ours: 5 }), without('b', 'on-none')]
  expect(needOf([ours], money, ['a'])).toMatchObject({ money: [{ fund: 'a' }], elsewhere: [] })
  expect(needOf([ours], money, ['a', 'b'])).toMatchObject({ kind: 'asked', elsewhere: ['b'] })
})

test('nothing is sent before it is known whether an account is asked for', () => {
  expect(withAccount(undefined, 'ours')).toBeUndefined()
  expect(withAccount(needOf([ours], [lying('a', { ours: 5 })], ['a']), undefined)).toBeUndefined()
  expect(withAccount(needOf([ours], [without('a', 'on-none')], ['a']), 'ours')).toEqual({})
  expect(withAccount(needOf([ours], [without('a', 'nothing-yet')], ['a']), undefined)).toEqual({})
})

test('what payments hold is not there for another', () => {
  const need = needOf([ours], [lying('a', { ours: 5 }, 2)], ['a'])
  expect(shortOf(need, [{ fund: 'a', amountFen: 3 }], 'ours')).toEqual([])
  expect(shortOf(need, [{ fund: 'a', amountFen: 4 }], 'ours')).toEqual([{ fund: 'a', amountFen: 4 }])
})

test('the one account of the union that has enough of every fund is meant; of several the preferred one, or none', () => {
  const need = needOf(
    [ours, second, theirs],
    [lying('a', { ours: 5, second: 9, theirs: 99 }), lying('b', { ours: 5 })],
    ['a', 'b'],
  )
  const [little, much] = [
    { fund: 'a', amountFen: 5 },
    { fund: 'a', amountFen: 9 },
  ]
  expect(usualAccount(need, [little, { fund: 'b', amountFen: 5 }])).toBe('ours')
  expect(usualAccount(need, [much])).toBe('second')
  expect(usualAccount(need, [little])).toBeUndefined()
  expect(usualAccount(need, [little], 'second')).toBe('second')
  expect(usualAccount(need, [])).toBeUndefined()
})

test('money that comes is meant for where its fund lies, or for the union’s only account', () => {
  expect(usualAccount(needOf([ours, second], [lying('a', { second: 1 })], ['a']), undefined)).toBe('second')
  expect(usualAccount(needOf([ours, theirs], [without('a', 'nothing-yet')], ['a']), undefined)).toBe('ours')
})
