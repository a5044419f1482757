import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { FundEvent, OpenFund } from '../fund.state.ts'
import { refusalOfDonation, refusalOfEntry } from '../received.ts'
import type {
  EndIdentification,
  IdentifyReceipt,
  ReceiveIdentified,
  ReceiveUnidentified,
} from './fund-money.commands.ts'
import type { OnAccountsCode } from './fund-money.ts'

export type SuspenseRefusalCode =
  | OnAccountsCode
  | 'receipt-unknown'
  | 'receipt-already-identified'
  | 'identified-before-received'

type SuspenseDecision = Decision<FundEvent, SuspenseRefusalCode>

/** It lies on the account, and nobody can spend it. */
export function receiveUnidentified(fund: OpenFund, command: ReceiveUnidentified): SuspenseDecision {
  const { fund: id, bankAccount, amountFen, reference, payerLastDigits } = command
  const nowhere = refusalOfEntry(fund, bankAccount)
  if (nowhere) return nowhere
  const said = {
    ...(reference !== undefined && { reference }),
    ...(payerLastDigits !== undefined && { payerLastDigits }),
  }
  const data = { bankAccount, shares: [{ fund: id, amountFen }], ...said }
  return accept([{ type: 'UnidentifiedReceived', data }])
}

/** The whole of it was one thing. */
export function identifyReceipt({ money }: OpenFund, command: IdentifyReceipt): SuspenseDecision {
  const { fund: id, receipt, as, day } = command
  const came = money.suspense.get(receipt)
  if (!came) return refuse('receipt-unknown', { receipt })
  if (came.identifiedBy !== undefined) return refuse('receipt-already-identified', { receipt, by: came.identifiedBy })
  const { bankAccount, amountFen, receivedOn } = came
  if (day < receivedOn) return refuse('identified-before-received', { receivedOn, identifiedOn: day })
  const data = { receipt, bankAccount, shares: [{ fund: id, amountFen }], receivedOn, as }
  return accept([{ type: 'ReceiptIdentified', data }])
}

/** By a process, of the fund that it was a gift to; what it does not take is in suspense again. */
export function receiveIdentified(fund: OpenFund, command: ReceiveIdentified): SuspenseDecision {
  const { fund: id, identified, bankAccount, amountFen, receivedOn, gift } = command
  const shares = [{ fund: id, amountFen }]
  const { kind: _, fund: __, ...paper } = gift
  const refusal = refusalOfDonation(fund, { ...paper, bankAccount, amountFen })
  if (refusal && !refusal.accepted)
    return accept([
      { type: 'IdentificationDeclined', data: { identified, bankAccount, shares, code: refusal.refusal.code } },
    ])
  const availableAfterFen = addFen(fund.available.total, amountFen)
  const data: DataOf<'DonationReceived'> = { ...paper, receivedOn, bankAccount, shares, availableAfterFen, identified }
  return accept([{ type: 'DonationReceived', data }])
}

export function endIdentification({ money }: OpenFund, command: EndIdentification): SuspenseDecision {
  const { fund: id, identified, code } = command
  const found = [...money.suspense].find(([, { identifiedBy }]) => identifiedBy === identified)
  if (!found) return accept([])
  const [receipt, { bankAccount, amountFen }] = found
  const shares = [{ fund: id, amountFen }]
  return accept([{ type: 'IdentificationEnded', data: { receipt, identified, bankAccount, shares, code } }])
}
