import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { parseYuan } from '@welfare/contracts/money.ts'
import { cellDay } from '../spreadsheet/cell-text.ts'
import { decodeText } from '../spreadsheet/decode-text.ts'
import { splitDelimited } from '../spreadsheet/delimited-text.ts'
import type { PaymentMapping } from './payment-mapping.ts'
import type { PaymentFacts } from './payments.store.ts'

/** A line of the bank's file, as its columns read. */
export interface ResultLine {
  readonly line: number
  /** Undefined where the line cannot be read. */
  readonly said:
    | {
        readonly reference: string
        readonly account: string
        readonly amountFen: number
        readonly outcome: 'paid' | 'failed'
        readonly day: string
        readonly bankReference: string
        readonly reason: string
      }
    | undefined
}

const HEADER_WITHIN = 20
/** Columns that not every bank has. */
const OPTIONAL: ReadonlySet<string> = new Set(['bankReference', 'reason'])

/** Undefined where the file is no text, or has not the mapping's columns. */
export function readResultLines(bytes: Buffer, { result }: PaymentMapping): readonly ResultLine[] | undefined {
  const decoded = decodeText(bytes)
  if (decoded === undefined) return undefined
  const { delimiter, paid, failed, ...headings } = result
  const lines: ResultLine[] = []
  let columns: Readonly<Record<keyof typeof headings, number>> | undefined
  const { openQuoteIn } = splitDelimited(decoded.text.replace(/^\ufeff/, ''), delimiter, (record, line) => {
    const cells = record.map((cell) => cell.trim().replace(/^'/, ''))
    if (columns === undefined) {
      columns = findColumns(cells, headings)
      return columns !== undefined || line < HEADER_WITHIN
    }
    if (cells.some((cell) => cell !== '')) lines.push({ line, said: readLine(cells, columns) })
    return true
  })
  return columns === undefined || openQuoteIn !== undefined ? undefined : lines

  function readLine(cells: readonly string[], at: Readonly<Record<keyof typeof headings, number>>): ResultLine['said'] {
    const cell = (name: keyof typeof headings) => cells[at[name]] ?? ''
    const outcome = paid.includes(cell('result')) ? 'paid' : failed.includes(cell('result')) ? 'failed' : undefined
    const amountFen = parseYuan(cell('amount').replaceAll(',', ''))
    const said = cellDay(cell('day'))
    if (outcome === undefined || amountFen === undefined || said === undefined || cell('reference') === '')
      return undefined
    const texts = { bankReference: cell('bankReference'), reason: cell('reason') }
    return { reference: cell('reference'), account: cell('account'), amountFen, outcome, day: said, ...texts }
  }
}

function findColumns<Name extends string>(
  cells: readonly string[],
  headings: Readonly<Record<Name, string>>,
): Readonly<Record<Name, number>> | undefined {
  const found = Object.entries<string>(headings).map(([name, heading]) => [name, cells.indexOf(heading)] as const)
  const isHeader = found.every(([name, at]) => at >= 0 || OPTIONAL.has(name))
  return isHeader ? (Object.fromEntries(found) as Record<Name, number>) : undefined
}

export interface ResultMatching {
  /** What the same file has said before. */
  readonly before: Matched['results']
  /** Of those that lie within what the reader sees. */
  findPayment(reference: string): PaymentFacts | undefined
  /** Whether the bank's account, whole or masked, is the one that the payment went to. */
  isPayee(payment: PaymentFacts, account: string): boolean
  /** A reason in plain text names nobody. */
  toReason(payment: PaymentFacts, reason: string): string
}

export type Matched = Pick<DataOf<'PaymentResultsRead'>, 'results' | 'differences'>

/** A line is the result of a payment, wholly, or a difference: then it changes nothing. */
export function matchResults(lines: readonly ResultLine[], matching: ResultMatching): Matched {
  const times = new Map<string, number>()
  for (const { said } of lines) if (said) times.set(said.reference, (times.get(said.reference) ?? 0) + 1)
  const results: Matched['results'] = []
  const differences: Matched['differences'] = []
  for (const { line, said } of lines) {
    if (said === undefined) {
      differences.push({ line, code: 'result-line-unreadable' })
      continue
    }
    const payment = matching.findPayment(said.reference)
    const known = matching.before.find((result) => result.payment === payment?.id)
    if (known) {
      results.push(known)
      continue
    }
    const code = payment === undefined ? 'result-reference-unknown' : differenceOf(said, payment)
    if (payment === undefined || code !== undefined) {
      differences.push({ line, code: code ?? 'result-reference-unknown', ...(payment && { payment: payment.id }) })
      continue
    }
    const { outcome, amountFen: totalFen, day, bankReference, reason } = said
    const of = { payment: payment.id, totalFen }
    results.push(
      outcome === 'paid'
        ? { ...of, outcome, paidOn: day, ...(bankReference !== '' && { bankReference: bankReference.slice(0, 60) }) }
        : { ...of, outcome, failedOn: day, reason: matching.toReason(payment, reason) },
    )
  }
  return { results, differences }

  function differenceOf(said: NonNullable<ResultLine['said']>, payment: PaymentFacts) {
    if ((times.get(said.reference) ?? 0) > 1) return 'result-said-twice'
    if (payment.status !== 'sent') return 'result-payment-not-sent'
    if (payment.totalFen !== said.amountFen) return 'result-amount-differs'
    return matching.isPayee(payment, said.account) ? undefined : 'result-payee-differs'
  }
}
