import { type AccountName, postingAccounts } from '@welfare/contracts/accounts.ts'
import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import { balanceNames } from '../budget/budget.contract.ts'
import { flows } from '../budget/budget.projection.ts'
import type { ChangesOf } from './differences.ts'

/**
 * What a movement changes each figure of the budget report by, read from the legs alone; the report reads turnovers from what it counted.
 * That the two agree is what a comparison shows.
 */
export const changesOf: ChangesOf = ({ name, eventType, amount, debits }) => {
  const changes = new Map<string, number>()
  const change = (figure: string, amountFen: number): void => {
    if (amountFen !== 0) changes.set(figure, addFen(changes.get(figure) ?? 0, amountFen))
  }
  if (name === 'discount' || name === 'own-share') {
    change(name === 'discount' ? 'discountFen' : 'ownShareFen', amount)
    change('listPriceFen', amount)
    return changes
  }
  const account = name as AccountName
  const credits = subtractFen(debits, amount)
  const onNormalSide = postingAccounts[account].normalSide === 'debit' ? amount : subtractFen(0, amount)
  if (balanceNames.some((balance) => balance === account)) change(figureOf(account), onNormalSide)
  const flow = flows[eventType]
  if (account === 'granted' && flow?.account !== 'granted') {
    change(eventType === 'RedemptionReversed' ? 'priorYearTotalFen' : 'donatedTotalFen', debits)
    change('refundedTotalFen', credits)
  }
  if (account === 'used' && !ofNoMeal.includes(eventType)) {
    change('redeemedTotalFen', credits)
    change('reversedTotalFen', debits)
    change('listPriceFen', onNormalSide)
  }
  if (account === 'claimed') {
    change('claimedTotalFen', credits)
    change('claimSettledTotalFen', debits)
  }
  if (account === 'written-off') {
    change('writtenOffTotalFen', credits)
    change('claimSettledTotalFen', subtractFen(0, credits))
    change('recoveredTotalFen', debits)
  }
  if (account === 'disputed') {
    change('disputedTotalFen', credits)
    change('disputeEndedTotalFen', debits)
  }
  if (account === 'transit') {
    change('sentTotalFen', debits)
    if (flow?.account !== 'transit') change('arrivedTotalFen', credits)
  }
  if (flow?.account === account) {
    const figure = figureOf(flow.measure)
    change(figure, Math.abs(amount))
    if (returningFigures.has(figure)) change('returnedFromCreditsTotalFen', Math.abs(amount))
  }
  return changes
}

/** What is used, and of no meal. */
const ofNoMeal: readonly string[] = ['PayableWaived', 'BankChargePaid', 'BankChargeReversed']

/** `commitment-released-total` → `commitmentReleasedTotalFen`. */
function figureOf(name: string): string {
  return `${name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}Fen`
}

const returningFigures: ReadonlySet<string> = new Set([
  'expiredTotalFen',
  'withdrawnTotalFen',
  'declinedTotalFen',
  'reversedToProgrammeTotalFen',
])
