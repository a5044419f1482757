import { drawFrom } from '@welfare/contracts/gifts.ts'
import { addFen, MAX_TOTAL_FEN, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { refusalOfDraw } from '../available.ts'
import type { FundEvent, OpenFund } from '../fund.state.ts'
import { refusalOfEntry } from '../received.ts'
import type { PayBankCharge, ReceiveIncome } from './fund-money.commands.ts'
import { type OnAccountsCode, refusalOfLeaving } from './fund-money.ts'

type OwnMoneyDecision = Decision<
  FundEvent,
  OnAccountsCode | 'total-too-large' | 'too-many-gifts' | 'funds-not-available'
>

/** Interest has no donor, and is spent as any other money of the fund. */
export function receiveIncome(fund: OpenFund, command: ReceiveIncome): OwnMoneyDecision {
  const { fund: id, kind, bankAccount, amountFen, reference } = command
  if (addFen(fund.grantedFen, amountFen) > MAX_TOTAL_FEN)
    return refuse('total-too-large', { totalFen: fund.grantedFen, largestTotalFen: MAX_TOTAL_FEN })
  const nowhere = refusalOfEntry(fund, bankAccount)
  if (nowhere) return nowhere
  const data = { kind, bankAccount, shares: [{ fund: id, amountFen }], ...(reference !== undefined && { reference }) }
  const availableAfterFen = addFen(fund.available.total, amountFen)
  return accept([{ type: 'IncomeReceived', data: { ...data, availableAfterFen } }])
}

/** It is used for no programme; what is promised to one cannot pay it. */
export function payBankCharge(fund: OpenFund, command: PayBankCharge): OwnMoneyDecision {
  const { fund: id, bankAccount, amountFen, reference, day } = command
  const unavailable = refusalOfDraw(fund, amountFen, day)
  if (unavailable) return unavailable
  const notThere = refusalOfLeaving(fund, { bankAccount, amountFen, day })
  if (notThere) return notThere
  const donors = drawFrom(fund.gifts, amountFen, day)
  const fromGiftsFen = sumFen(donors.map((draw) => draw.amountFen))
  if (fromGiftsFen < amountFen) return refuse('too-many-gifts', { largestFen: fromGiftsFen, requestedFen: amountFen })
  const data = { bankAccount, shares: [{ fund: id, amountFen }], ...(reference !== undefined && { reference }) }
  const availableAfterFen = subtractFen(fund.available.total, amountFen)
  return accept([{ type: 'BankChargePaid', data: { ...data, availableAfterFen, donors } }])
}
