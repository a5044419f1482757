import type { EventOf, WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { entryOf } from '../budget/running-totals.store.ts'
import { readEvents } from '../journal/journal-legs.ts'
import type { QueryContext } from '../query-context.ts'
import { toProjected } from '../read-model/generation.ts'

/** What an entry on accounts of unions, or of another payer, is about, beyond what its leg on the account says. */
export interface CashFacts {
  /** Of a transfer, arrived or not: its accounts. */
  readonly from?: string
  readonly to?: string
  /** Of a payment to a merchant, or what came back of one. */
  readonly programme?: string
  readonly merchant?: string
}

/** By the sequence of the entry. */
export function readCashFacts({ generation, source }: QueryContext, through: number): Map<number, CashFacts> {
  const rows = generation.model
    .prepare(`SELECT DISTINCT t.entry >> 16 AS sequence FROM posting_account a JOIN posting_tally t ON t.account = a.id
      WHERE (a.account = 'bank' AND a.bankAccount <> '' OR a.account = 'quota') AND t.entry < ? ORDER BY sequence`)
    .all(entryOf(through + 1, 0))
  const events = readEvents(
    source,
    rows.map(({ sequence }) => Number(sequence)),
  )
  const transfers = new Map<string, CashFacts>()
  const facts = new Map<number, CashFacts>()
  for (const [sequence, recorded] of [...events].sort(([a], [b]) => a - b)) {
    const { event } = toProjected(recorded)
    if (event.type === 'TransferSent') {
      const way = { from: event.data.bankAccount, to: event.data.to }
      transfers.set(`${recorded.stream}.${recorded.version}`, way)
      facts.set(sequence, way)
    } else if (event.type === 'TransferArrived' || event.type === 'TransferCameBack')
      facts.set(sequence, transfers.get(event.data.transfer) ?? {})
    else if (isOfMerchant(event))
      facts.set(sequence, { programme: event.data.programme, merchant: event.data.merchant })
  }
  return facts
}

const ofMerchants = [
  ...['SettlementPaid', 'PaymentReturned', 'MerchantRepaid', 'ClaimRecovered'],
  ...['SupplierPaid', 'SupplierPaymentReturned'],
] as const
type OfMerchant = EventOf<(typeof ofMerchants)[number]>

function isOfMerchant(event: WelfareEvent): event is OfMerchant {
  return (ofMerchants as readonly string[]).includes(event.type)
}
