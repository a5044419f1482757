import { postingAccounts } from '@welfare/contracts/accounts.ts'
import { type DataOf, eventCodec } from '@welfare/contracts/catalogue.ts'
import { accountsOfYear, LINES_A_PART } from '@welfare/contracts/events/periods.ts'
import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import { type Leg, postingKey, postings } from '@welfare/contracts/postings.ts'
import type { EventStore, Position } from '@welfare/event-store/port.ts'

type Part = DataOf<'YearClosed'>
type Line = Part['lines'][number]

interface Year {
  readonly year: string
  /** Nothing above it counts in the year. */
  readonly throughSequence: number
  /** It closes what is before it, too. */
  readonly isFirst: boolean
}

const eventsRead = 500

/**
 * The closing entry of a year, in parts: what each posting account of a year came to, from the ledger itself. Read once a year from the first event
 * on: no read model has to keep it, and whoever is asked again after a crash finds the same.
 */
export async function partsOfYear(store: Pick<EventStore, 'readAll'>, of: Year): Promise<readonly Part[]> {
  const { year, throughSequence, isFirst } = of
  const [first, last] = [isFirst ? '' : `${year}-01-01`, `${year}-12-31`]
  const sums = new Map<string, Leg>()
  let after: Position | undefined
  for (let isEnd = false; !isEnd; ) {
    const events = await store.readAll({ after, limit: eventsRead })
    for (const recorded of events) {
      const day = String(recorded.metadata.accountingDate)
      if (recorded.sequence > throughSequence || day < first || day > last) continue
      for (const leg of postings(eventCodec.decode(recorded), recorded.stream)) {
        if (!isOfYear(leg)) continue
        const key = postingKey(leg)
        sums.set(key, { ...leg, amount: addFen(sums.get(key)?.amount ?? 0, leg.amount) })
      }
    }
    const end = events.at(-1)
    after = end?.position
    isEnd = end === undefined || end.sequence >= throughSequence
  }
  const lines = [...sums]
    .filter(([, { amount }]) => amount !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, leg]) => lineOf(leg))
  const parts = Math.max(1, Math.ceil(lines.length / LINES_A_PART))
  return Array.from({ length: parts }, (_, index) => ({
    ...{ year, part: index + 1, parts },
    lines: lines.slice(index * LINES_A_PART, (index + 1) * LINES_A_PART),
  }))
}

function isOfYear({ account, fund }: Leg): boolean {
  return fund !== undefined && (accountsOfYear as readonly string[]).includes(account)
}

function lineOf({ account, fund = '', programme, batch, merchant, purchase, amount }: Leg): Line {
  return {
    account: account as Line['account'],
    fund,
    ...(programme !== undefined && { programme }),
    ...(batch !== undefined && { batch }),
    ...(merchant !== undefined && { merchant }),
    ...(purchase !== undefined && { purchase }),
    amountFen: postingAccounts[account].normalSide === 'debit' ? amount : subtractFen(0, amount),
  }
}
