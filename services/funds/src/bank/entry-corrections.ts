/** What was entered wrongly by a bank's paper, taken back in red; what is right stands in the same append, and only their sum must fit. */

import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { drawFrom, giveBack } from '@welfare/contracts/gifts.ts'
import { addFen, MAX_TOTAL_FEN, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { CorrectBankEntry } from '../fund.commands.ts'
import type { FundEvent, OpenFund } from '../fund.state.ts'
import { type FundCorrectionRefusalCode, refusalOfNet, refusalOfTakingBack } from '../fund-corrections.ts'
import type { BankEntry } from './fund-money.state.ts'

export type EntryCorrectionRefusalCode =
  | FundCorrectionRefusalCode
  | 'bank-entry-unknown'
  | 'receipt-already-identified'
  | 'too-many-gifts'

type EntryDecision = Decision<FundEvent, EntryCorrectionRefusalCode>

export function correctBankEntry(fund: OpenFund, command: CorrectBankEntry): EntryDecision {
  const { entry, right } = command
  const wrong = fund.money.entries.get(entry)
  if (!wrong) return refuse('bank-entry-unknown', { entry })
  if (wrong.reversedBy !== undefined) return refuse('already-corrected', { by: wrong.reversedBy })
  const isSame = right?.amountFen === wrong.amountFen && right.bankAccount === wrong.bankAccount
  if (isSame && right.reference === wrong.reference) return refuse('correction-changes-nothing')
  switch (wrong.type) {
    case 'IncomeReceived':
      return correctIncome(fund, wrong, command)
    case 'BankChargePaid':
      return correctCharge(fund, wrong, command)
    case 'UnidentifiedReceived':
      return correctUnidentified(fund, wrong, command)
  }
}

function correctIncome(fund: OpenFund, wrong: BankEntry, command: CorrectBankEntry): EntryDecision {
  const { right } = command
  const rightFen = right?.amountFen ?? 0
  const unfit = refusalOfNet(fund, subtractFen(rightFen, wrong.amountFen), command)
  if (unfit) return unfit
  const staysFen = right?.bankAccount === wrong.bankAccount ? rightFen : 0
  const gone = refusalOfTakingBack(fund, wrong, subtractFen(wrong.amountFen, staysFen))
  if (gone) return gone
  if (addFen(fund.grantedFen, rightFen) > MAX_TOTAL_FEN)
    return refuse('total-too-large', { totalFen: fund.grantedFen, largestTotalFen: MAX_TOTAL_FEN })
  const withRightFen = addFen(fund.available.total, rightFen)
  const availableAfterFen = subtractFen(withRightFen, wrong.amountFen)
  const reversed = { type: 'IncomeReversed', data: { ...takenBack(wrong, command), availableAfterFen } } as const
  if (!right) return accept([reversed])
  const data = { kind: 'interest' as const, ...entered(right, command), availableAfterFen: withRightFen }
  return accept([{ type: 'IncomeReceived', data }, reversed])
}

/** What the wrong one took lies in its gifts again before the right one is drawn. */
function correctCharge(fund: OpenFund, wrong: BankEntry, command: CorrectBankEntry): EntryDecision {
  const { entry, right } = command
  const backFen = addFen(fund.available.total, wrong.amountFen)
  const reversed = {
    type: 'BankChargeReversed',
    data: { ...takenBack(wrong, command), availableAfterFen: backFen },
  } as const
  if (!right) return accept([reversed])
  const { amountFen: rightFen, bankAccount } = right
  const unfit = refusalOfNet(fund, subtractFen(wrong.amountFen, rightFen), command)
  if (unfit) return unfit
  const cameBackFen = bankAccount === wrong.bankAccount ? wrong.amountFen : 0
  const gone = refusalOfTakingBack(fund, { bankAccount }, subtractFen(rightFen, cameBackFen))
  if (gone) return gone
  const gifts = structuredClone(fund.gifts)
  giveBack(gifts, entry, wrong.amountFen)
  const donors = drawFrom(gifts, rightFen)
  const fromGiftsFen = sumFen(donors.map((draw) => draw.amountFen))
  if (fromGiftsFen < rightFen) return refuse('too-many-gifts', { largestFen: fromGiftsFen, requestedFen: rightFen })
  const data = { ...entered(right, command), availableAfterFen: subtractFen(backFen, rightFen), donors }
  return accept([reversed, { type: 'BankChargePaid', data }])
}

function correctUnidentified(fund: OpenFund, wrong: BankEntry, command: CorrectBankEntry): EntryDecision {
  const { entry, right } = command
  const by = fund.money.suspense.get(entry)?.identifiedBy
  if (by !== undefined) return refuse('receipt-already-identified', { receipt: entry, by })
  const reversed = { type: 'UnidentifiedReversed', data: takenBack(wrong, command) } as const
  if (!right) return accept([reversed])
  const { payerLastDigits } = wrong
  const data = { ...entered(right, command), ...(payerLastDigits !== undefined && { payerLastDigits }) }
  return accept([{ type: 'UnidentifiedReceived', data }, reversed])
}

function takenBack(
  { bankAccount, amountFen }: BankEntry,
  { fund, entry: corrects, reason }: CorrectBankEntry,
): DataOf<'UnidentifiedReversed'> {
  return { corrects, bankAccount, shares: [{ fund, amountFen }], reason }
}

function entered(
  { bankAccount, amountFen, reference }: NonNullable<CorrectBankEntry['right']>,
  { fund, entry: correctedFrom }: CorrectBankEntry,
) {
  const said = reference !== undefined && { reference }
  return { bankAccount, shares: [{ fund, amountFen }], ...said, correctedFrom }
}
