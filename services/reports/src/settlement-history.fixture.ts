import { budgetOf } from '@welfare/contracts/events/funds.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { type History, idOf } from './history.fixture.ts'

/** One thing that happens between a merchant and the union, whatever happened before. */
export function playSettlement(
  history: History,
  programme: string,
  merchant: string,
  shares: Share[],
  {
    a,
    amount,
    date,
    held,
  }: {
    readonly a: number
    readonly amount: number
    readonly date: string
    readonly held: { bankAccount?: string }
  },
): void {
  const statement = idOf('statement', `${programme}|${merchant}`)
  const of = { programme, merchant, statement: 1, shares }
  const payment = idOf('payment', a)
  const budget = budgetOf(programme)
  const redemption = `${idOf('wallet', 0)}.1`
  const acts: (() => void)[] = [
    () => history.add(statement, 'SettlementPaid', { ...of, ...held, payment, paidOn: date }, date),
    () =>
      history.add(statement, 'PaymentReturned', { ...of, ...held, ofStatement: 1, payment, reason: 'closed' }, date),
    () => history.add(statement, 'MerchantRepaid', { ...of, ...held }, date),
    () => history.add(statement, 'LineDisputed', { ...of, redemption, sequence: 1, reason: 'twice' }, date),
    () => history.add(statement, 'DisputeEnded', { ...of, redemption, outcome: 'stands', reason: 'once' }, date),
    () => history.add(budget, 'ClaimSettled', { programme, merchant, by: `${statement}.1`, shares }, date),
    () => history.add(budget, 'ClaimWrittenOff', { programme, merchant, by: `${statement}.2`, shares }, date),
    () => history.add(budget, 'ClaimRecovered', { programme, merchant, shares, ...held }, date),
  ]
  acts[amount % acts.length]?.()
}
