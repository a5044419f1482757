import { add } from '../amounts.ts'
import type { PostedEvent } from '../books.ts'
import { integerIn, type JsonObject, MisshapenError, objectIn, objectsIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import type { Findings } from '../verdict.ts'
import { accountOf } from './person.ts'

/** What begins at nothing in each year. */
const ofYear = ['used', 'written-off', 'donated', 'cost', 'loss']
const told = ['fund', 'programme', 'batch', 'merchant', 'purchase'] as const

interface Year {
  readonly year: string
  /** Posting account → what of the year no part has said yet, on its normal side. */
  readonly left: Map<string, number>
  part: number
  isClosed: boolean
}

/**
 * Years that are closed: one after the other, each by two persons and after its December; and the closing entry says of every posting account what
 * it came to by the days of the year, added up here from the first event on.
 */
export function checkYears(findings: Findings): { take(posted: PostedEvent): void } {
  /** By year, then by posting account. */
  const sums = new Map<string, Map<string, number>>()
  const decembers = new Map<string, number>()
  let last: Year | undefined

  function count({ date, legs }: PostedEvent): void {
    for (const leg of legs) {
      if (!ofYear.includes(leg.account)) continue
      const year = date.slice(0, 4)
      const ofIt = sums.get(year) ?? new Map<string, number>()
      sums.set(year, ofIt)
      const key = keyOf(leg.account, leg)
      ofIt.set(key, add(ofIt.get(key) ?? 0, leg.rule.normalSide === 'debit' ? leg.amount : -leg.amount))
    }
  }

  /** The first that is closed closes what is before it, too. */
  function takeSums(year: string): Map<string, number> {
    const left = new Map<string, number>()
    for (const [of, amounts] of [...sums]) {
      if (of > year) continue
      for (const [key, amount] of amounts) left.set(key, add(left.get(key) ?? 0, amount))
      sums.delete(of)
    }
    return left
  }

  function* begin({ data, metadata }: LedgerEvent): Iterable<string> {
    const year = textIn(data, 'year')
    const through = decembers.get(year)
    if (through === undefined) yield `December of ${year} is not closed`
    else if (data.throughSequence !== through) yield `December of ${year} was closed through ${through}`
    if (last && !last.isClosed) yield `${last.year} is not closed yet`
    const next = last ? String(Number(last.year) + 1) : [...decembers.keys()].sort()[0]
    if (next !== undefined && year !== next) yield `${next} comes before ${year}`
    const approvedBy = metadata.approval === undefined ? '' : textIn(objectIn(metadata, 'approval'), 'approvedBy')
    if (accountOf(approvedBy) === '') yield 'nobody approved it'
    else if (accountOf(approvedBy) === accountOf(textIn(metadata, 'actor'))) yield 'who asked for it approved it'
    last = { year, left: takeSums(year), part: 0, isClosed: false }
  }

  function* close({ data }: LedgerEvent): Iterable<string> {
    const [part, parts] = [integerIn(data, 'part'), integerIn(data, 'parts')]
    if (last?.year !== textIn(data, 'year') || last.isClosed) return yield 'no year waits for it'
    if (part !== last.part + 1) yield `part ${last.part + 1} comes before it`
    last.part = part
    for (const line of objectsIn(data, 'lines')) {
      const key = keyOf(textIn(line, 'account'), line)
      const amount = integerIn(line, 'amountFen')
      const own = last.left.get(key) ?? 0
      if (own !== amount) yield `${key} came to ${own} in ${last.year}, not to ${amount}`
      last.left.delete(key)
    }
    if (part !== parts) return
    last.isClosed = true
    for (const [key, amount] of last.left)
      if (amount !== 0) yield `${key} came to ${amount} in ${last.year}, and is left out`
  }

  return {
    take(posted) {
      const { event } = posted
      count(posted)
      const { type, data } = event
      if (type === 'PeriodClosed' && typeof data.month === 'string' && data.month.endsWith('-12'))
        decembers.set(data.month.slice(0, 4), Number(data.throughSequence))
      if (type !== 'YearClosing' && type !== 'YearClosed') return
      findings.examined('periods')
      const misfit = (what: string): void =>
        findings.misfit({ check: 'periods', where: `event ${event.sequence}`, event, what })
      try {
        for (const what of type === 'YearClosing' ? begin(event) : close(event)) misfit(what)
      } catch (error) {
        if (!(error instanceof MisshapenError)) throw error
        misfit(error.message)
      }
    },
  }
}

function keyOf(
  account: string,
  place: JsonObject | Readonly<Partial<Record<(typeof told)[number], string | undefined>>>,
): string {
  return [account, ...told.map((dimension) => place[dimension] ?? '')].join('|')
}
