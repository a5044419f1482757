import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import { documentKindCodes, parseDocument } from '../journal/document-kinds.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import type { Book, BookEntry } from './book-entry.ts'
import { type Subject, subjectOf } from './chart.ts'

/** A leg under its subject, with what it is told apart by (辅助项). */
export interface SubjectLine {
  readonly subject: Subject
  readonly fund: string | null
  readonly programme: string | null
  readonly merchant: string | null
  readonly donor: string | null
  /** Debit positive, credit negative; fen. */
  readonly amountFen: number
}

export interface VoucherEntry {
  readonly head: JournalLeg
  readonly lines: readonly SubjectLine[]
  /** `632701-17`: the division's own number of that kind. */
  readonly number: string
  readonly kind: (typeof documentKindCodes)[number]
}

/** The entry as a voucher of subjects; undefined for goods, which have no value in these books. */
export function voucherOf({ legs, sequence }: BookEntry, { directory }: Pick<Book, 'directory'>) {
  const [head] = legs
  if (!head) return undefined
  const lines = legs.flatMap((leg): SubjectLine[] => {
    const subject = subjectOf(leg, directory)
    if (!subject) return []
    const { fund, programme, merchant, amount } = leg
    const isGift = ['donated', 'bank', 'quota'].includes(leg.account)
    const donor = isGift ? (directory.donors.get(sequence) ?? null) : null
    return [{ subject, fund, programme, merchant, donor, amountFen: amount }]
  })
  if (lines.length === 0) return undefined
  const { division, kind, number } = parseDocument(head.document)
  const known = documentKindCodes.find((code) => code === kind)
  if (!known) throw new Error(`no kind of document ${kind}`)
  return { head, lines, number: `${division}-${number}`, kind: known } satisfies VoucherEntry
}

/** Of one subject and its auxiliaries in one month; fen, debit positive. */
export interface PeriodBalance extends Omit<SubjectLine, 'amountFen'> {
  readonly period: number
  readonly openingFen: number
  readonly debitFen: number
  readonly creditFen: number
  readonly closingFen: number
}

/** Openings, turnovers and closings by month, of all that was added. */
export function createPeriodBalances(year: string) {
  const accounts = new Map<string, { line: SubjectLine; openingFen: number; turnovers: Map<number, Turnover> }>()
  let lastPeriod = 1

  return {
    /** @param date entries of years before make up the opening */
    add(line: SubjectLine, date: string): void {
      const key = [line.subject.number, line.fund, line.programme, line.merchant, line.donor].join('|')
      const account = accounts.get(key) ?? { line, openingFen: 0, turnovers: new Map() }
      accounts.set(key, account)
      if (date.slice(0, 4) < year) {
        account.openingFen = addFen(account.openingFen, line.amountFen)
        return
      }
      const period = Number(date.slice(5, 7))
      if (period > lastPeriod) lastPeriod = period
      account.turnovers.set(period, turnoverWith(account.turnovers.get(period), line.amountFen))
    },
    *rows(): Iterable<PeriodBalance> {
      for (const { line, openingFen, turnovers } of accounts.values()) {
        let runningFen = openingFen
        for (let period = 1; period <= lastPeriod; period += 1) {
          const { debitFen, creditFen } = turnovers.get(period) ?? { debitFen: 0, creditFen: 0 }
          const closingFen = subtractFen(addFen(runningFen, debitFen), creditFen)
          if (runningFen !== 0 || turnovers.has(period))
            yield { ...line, period, openingFen: runningFen, debitFen, creditFen, closingFen }
          runningFen = closingFen
        }
      }
    },
  }
}

interface Turnover {
  readonly debitFen: number
  readonly creditFen: number
}

function turnoverWith(before: Turnover = { debitFen: 0, creditFen: 0 }, amountFen: number): Turnover {
  return amountFen > 0
    ? { ...before, debitFen: addFen(before.debitFen, amountFen) }
    : { ...before, creditFen: subtractFen(before.creditFen, amountFen) }
}
