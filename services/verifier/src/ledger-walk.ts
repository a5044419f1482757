import { openBooks, type PostedEvent } from './books.ts'
import { MisshapenError } from './json.ts'
import { type LedgerEvent, readLedgerEvent } from './ledger-event.ts'
import type { PostingRules } from './posting-rules/rules.ts'
import type { Directory } from './reports/directory.ts'
import { checkReports, type SavedReport } from './reports/report-check.ts'
import { checkOrder } from './stream-order.ts'
import { hashLeaf } from './tree/merkle.ts'
import type { TreeCheck } from './tree-check.ts'
import { type Check, type Findings, placeOf } from './verdict.ts'

/** Compares what somebody wrote down of the postings. */
export interface PostingCheck {
  /** In sequence order, every event. */
  take(posted: PostedEvent): void
  /** Whatever there is beyond the last event. */
  finish(): void
}

interface LedgerWalkOptions {
  readonly ledger: string
  readonly epoch: number
  readonly rules: PostingRules
  /** What an entry is that cannot be read. */
  readonly entryCheck: Check
  readonly tree: TreeCheck
  readonly directory: Directory
  /** Where the postings stand that are compared with those recomputed. */
  readonly postings: PostingCheck | undefined
  /** What is held against the meals; nothing where samples are made up that nobody decided. */
  readonly settlement?: { take(event: LedgerEvent): void }
  /** Likewise what lies on accounts of unions. */
  readonly cash?: PostingCheck
  /** Likewise which months are closed. */
  readonly periods?: { take(event: LedgerEvent): void }
  /** And what closed years came to. */
  readonly years?: { take(posted: PostedEvent): void }
  readonly reports: readonly SavedReport[]
  readonly findings: Findings
}

/** One way through the ledger from its first event to its last, for all checks at once: what is kept grows with things and meals, not with events. */
export function createLedgerWalk(options: LedgerWalkOptions) {
  const { ledger, rules, tree, directory, postings, settlement, cash, periods, years, findings } = options
  const order = checkOrder(findings, ledger)
  const books = openBooks(rules, findings)
  const reports = checkReports(options.reports, options, directory, findings)

  function read(sequence: number, bytes: Uint8Array): LedgerEvent | undefined {
    try {
      return readLedgerEvent(bytes)
    } catch (error) {
      if (!(error instanceof MisshapenError)) throw error
      const what = bytes.length === 0 ? 'it is missing' : error.message
      findings.misfit({ check: options.entryCheck, where: `entry ${sequence}`, event: { sequence }, what })
      return undefined
    }
  }

  function isReadable(event: LedgerEvent, work: () => void): boolean {
    try {
      work()
      return true
    } catch (error) {
      if (!(error instanceof MisshapenError)) throw error
      findings.misfit({ check: 'postings', where: `event ${event.sequence}`, event, what: error.message })
      return false
    }
  }

  return {
    take(sequence: number, bytes: Uint8Array): void {
      const event = read(sequence, bytes)
      tree.append(hashLeaf(bytes), event ? placeOf({ ...event, sequence }) : { sequence })
      if (!event) return
      order(event, sequence)
      periods?.take(event)
      settlement?.take(event)
      const posted = books.post(event)
      if (!posted) return
      cash?.take(posted)
      years?.take(posted)
      if (!isReadable(event, () => directory.take(event)) || !isReadable(event, () => postings?.take(posted))) return
      reports.take(posted)
    },
    finish(signedRoot: string): void {
      tree.finish(signedRoot)
      postings?.finish()
      cash?.finish()
      reports.finish()
    },
  }
}
