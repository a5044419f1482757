import type { PostedEvent } from '../books.ts'
import { textIn } from '../json.ts'
import { partOf } from '../settlement/settled-things.ts'
import { type CashRule, type CashThings, fenOf } from './cash-things.ts'

/** Accounts, and money on its way from one to another. */
export const transferRules: Readonly<Record<string, CashRule>> = {
  *BankAccountOpened({ event: { stream } }, { bankAccounts }) {
    if (bankAccounts.has(stream)) yield 'it is opened already'
    bankAccounts.add(stream)
  },

  *BankBalanceAssigned({ event: { stream } }, { assigned }) {
    if (assigned.has(stream)) yield 'its fund was assigned before'
    assigned.add(stream)
  },

  *TransferSent(posted, { transfers, bankAccounts }) {
    const { event } = posted
    const [from, to] = [textIn(event.data, 'bankAccount'), textIn(event.data, 'to')]
    if (from === to) yield 'it is sent to where it lies'
    if (!bankAccounts.has(to)) yield `it is sent to ${to}, which was not opened`
    transfers.set(partOf(event), { fund: event.stream, from, to, fen: fenOf(posted), isEnded: false })
  },

  TransferArrived: (posted, things) => endOf(posted, things, 'to'),
  TransferCameBack: (posted, things) => endOf(posted, things, 'from'),
}

/** @param at where it ends */
function* endOf(posted: PostedEvent, { transfers }: CashThings, at: 'from' | 'to'): Iterable<string> {
  const { stream, data } = posted.event
  const transfer = transfers.get(textIn(data, 'transfer'))
  if (transfer?.fund !== stream) {
    yield 'its fund has sent no such transfer'
    return
  }
  if (transfer.isEnded) yield 'the transfer has ended before'
  const fen = fenOf(posted)
  if (fen !== transfer.fen) yield `it ends a transfer of ${transfer.fen} with ${fen}`
  if (data.bankAccount !== transfer[at]) yield `it ends at ${data.bankAccount}, not at ${transfer[at]}`
  transfer.isEnded = true
}
