import { expect, test } from 'vitest'
import type { MoneyOfFund } from '../../bank-accounts/bank.queries.ts'
import { payersOf } from './payers-of.ts'

const share = (fund: string, amountFen: number) => ({ fund, amountFen })
const ofPayer = (fund: string, payer: string, balanceFen: number, heldFen = 0): MoneyOfFund => ({
  ...{ fund, status: 'by-payer', accounts: [], quota: { payer, balanceFen, heldFen } },
})
const onAccounts: MoneyOfFund = { fund: 'a', status: 'on-accounts', accounts: [] }

test('each pays what is its own; what payments hold is not there for another', () => {
  const money = [ofPayer('b', 'treasury', 900, 200), onAccounts, ofPayer('c', 'office', 50)]
  const payers = payersOf(money, [share('b', 30), share('a', 20), share('c', 10), share('d', 5)])
  expect(payers.map(({ payer, shares }) => [payer, shares])).toEqual([
    ['union', [share('a', 20), share('d', 5)]],
    ['treasury', [share('b', 30)]],
    ['office', [share('c', 10)]],
  ])
  expect(payers[1]?.freeFen('b')).toBe(700)
})

test('of what the union pays alone, nobody else is asked for', () => {
  expect(payersOf([onAccounts], [share('a', 20)]).map(({ payer }) => payer)).toEqual(['union'])
})
