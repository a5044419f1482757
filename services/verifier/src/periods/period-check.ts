import { MisshapenError, objectIn, textIn, textsIn } from '../json.ts'
import { accountingDateOf, type LedgerEvent } from '../ledger-event.ts'
import type { TreeNow } from '../tree-check.ts'
import type { Findings } from '../verdict.ts'
import { accountOf } from './person.ts'

interface Month {
  readonly month: string
  readonly firstOpenDay: string
  /** Writers that have not passed yet. */
  readonly awaited: Set<string>
  /** Of the word of the last writer: what is above it counts in the month no more. */
  through: number | undefined
  root: string | undefined
  isClosed: boolean
}

/**
 * Months that are closed, from the events alone: one after the other, each by two persons and after its last day; above its last sequence nothing
 * counts in it; and the root that its closing says is that of the tree there.
 */
export function checkPeriods(findings: Findings, treeNow: () => TreeNow): { take(event: LedgerEvent): void } {
  let last: Month | undefined
  /** Nothing above the present sequence counts before it. */
  let firstOpenDay = ''

  function* faultsOf(event: LedgerEvent): Iterable<string> {
    const date = accountingDateOf(event)
    if (date < firstOpenDay) yield `it counts on ${date}; what is before ${firstOpenDay} was closed below it`
    if (event.type === 'PeriodClosing') yield* begin(event, date)
    else if (event.type === 'PeriodPassed') yield* pass(event)
    else if (event.type === 'PeriodClosed') yield* close(event)
  }

  function* begin({ data, metadata }: LedgerEvent, date: string): Iterable<string> {
    const month = textIn(data, 'month')
    const opensOn = textIn(data, 'firstOpenDay')
    if (last && !last.isClosed) yield `${last.month} is not closed yet`
    if (last && month !== last.firstOpenDay.slice(0, 7)) yield `${last.firstOpenDay.slice(0, 7)} comes before ${month}`
    if (opensOn !== firstDayAfter(month)) yield `the first day after ${month} is ${firstDayAfter(month)}`
    if (date < opensOn) yield `it was closed on ${date}, before it was over`
    const approvedBy = metadata.approval === undefined ? '' : textIn(objectIn(metadata, 'approval'), 'approvedBy')
    if (accountOf(approvedBy) === '') yield 'nobody approved it'
    else if (accountOf(approvedBy) === accountOf(textIn(metadata, 'actor'))) yield 'who asked for it approved it'
    const awaited = new Set(textsIn(data, 'writers'))
    last = { month, firstOpenDay: opensOn, awaited, through: undefined, root: undefined, isClosed: false }
  }

  function* pass({ data, sequence }: LedgerEvent): Iterable<string> {
    if (last?.month !== textIn(data, 'month') || last.through !== undefined) return yield 'no month waits for it'
    for (const writer of textsIn(data, 'writers'))
      if (!last.awaited.delete(writer)) yield `${writer} was not waited for`
    if (last.awaited.size > 0) return
    last.through = sequence
    const { treeSize, rootHash } = treeNow()
    // Of events that no checkpoint covers there is no tree.
    last.root = treeSize === sequence ? rootHash : undefined
    firstOpenDay = last.firstOpenDay
  }

  function* close({ data }: LedgerEvent): Iterable<string> {
    const { month, through, root, isClosed } = last ?? {}
    if (month !== textIn(data, 'month') || through === undefined) return yield 'not every writer had passed'
    if (isClosed) yield 'the month was closed before'
    if (data.throughSequence !== through) yield `the last writer passed at ${through}`
    if (root !== undefined && data.root !== root) yield `the tree of ${through} events has the root ${root}`
    if (last) last.isClosed = true
  }

  return {
    take(event) {
      if (event.type.startsWith('Period')) findings.examined('periods')
      const misfit = (what: string): void =>
        findings.misfit({ check: 'periods', where: `event ${event.sequence}`, event, what })
      try {
        for (const what of faultsOf(event)) misfit(what)
      } catch (error) {
        if (!(error instanceof MisshapenError)) throw error
        // A day that is none is told by the postings.
        if (event.type.startsWith('Period')) misfit(error.message)
      }
    },
  }
}

function firstDayAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)
}
