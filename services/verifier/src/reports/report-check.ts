import type { PostedEvent } from '../books.ts'
import {
  integerIn,
  isObject,
  type Json,
  type JsonObject,
  MisshapenError,
  objectIn,
  parseJson,
  textIn,
} from '../json.ts'
import type { EarlierRoot } from '../tree-check.ts'
import { type Findings, VerificationRefusedError } from '../verdict.ts'
import { differencesOf } from './differences.ts'
import type { Directory } from './directory.ts'
import type { Recomputation } from './recomputation.ts'
import { findRecomputation } from './recomputed-reports.ts'
import { type Reach, readScope } from './scope.ts'

/** A report as somebody kept it: what was asked, and what was answered. */
export interface SavedReport {
  readonly where: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly reach: Reach | undefined
  readonly answer: JsonObject
  readonly sequence: number
}

/** `{request: {path, query, reach?}, answer}`. @throws MisshapenError */
export function readReport(text: string, where: string): SavedReport {
  const saved = parseJson(text, where)
  if (!isObject(saved)) throw new MisshapenError(`${where} is not a saved report`)
  const request = objectIn(saved, 'request')
  const answer = objectIn(saved, 'answer')
  const query = Object.entries(objectIn(request, 'query')).map(([name, value]) => [name, String(value)])
  const path = textIn(request, 'path')
  return {
    where,
    path,
    query: Object.fromEntries(query),
    reach: readScope(request),
    answer,
    sequence: integerIn(answer, 'sequence'),
  }
}

/** The tree that a report says it was made over; none where it carries no stamp. */
export function rootsOf(reports: readonly SavedReport[]): EarlierRoot[] {
  return reports.flatMap(({ where, answer: { treeSize, rootHash } }) =>
    typeof treeSize === 'number' && typeof rootHash === 'string' ? [{ treeSize, rootHash, where }] : [],
  )
}

/** Reports from before they named their rules were made with the first. */
function rulesOf({ answer: { postingRulesVersion } }: SavedReport): number {
  return typeof postingRulesVersion === 'number' ? postingRulesVersion : 1
}

/**
 * A report of earlier rules is recomputed as it was counted then: later rules give the events of that time the same legs.
 * @throws VerificationRefusedError where a report names posting rules later than those of the bundle
 */
export function requireRules(reports: readonly SavedReport[], known: number): void {
  for (const report of reports) {
    const postingRulesVersion = rulesOf(report)
    const { where } = report
    if (postingRulesVersion > known)
      throw new VerificationRefusedError(
        'posting-rules-unknown',
        `${where} was made with posting rules ${postingRulesVersion}; these events are recomputed with ${known}.`,
      )
  }
}

export interface ReportCheck {
  take(posted: PostedEvent): void
  /** An event that cannot be read: reports go on without it. */
  finish(): void
}

/**
 * Recomputes each report at its own sequence and compares every member of its answer.
 * @param directory has taken each event before this does
 */
export function checkReports(
  reports: readonly SavedReport[],
  { ledger, epoch: lastEpoch }: { readonly ledger: string; readonly epoch: number },
  directory: Directory,
  findings: Findings,
): ReportCheck {
  const waiting = new Map<SavedReport, Recomputation | undefined>()
  let recordedAt: string | null = null

  for (const report of reports) {
    const { path, query, reach } = report
    const recompute = findRecomputation(path, rulesOf(report))
    if (!recompute) misfit(report, `the figures of ${path} are not among those that are recomputed`)
    for (const name of Object.keys(query))
      if (!asked.includes(name)) misfit(report, `what ${name} asks for is not known`)
    waiting.set(report, recompute?.({ query, day: query.effective, reach }, directory))
    if (report.sequence === 0) compare(report)
  }

  function misfit({ where, sequence }: SavedReport, what: string): void {
    findings.misfit({ check: 'reports', where, what: `at ${sequence}: ${what}` })
  }

  function compare(report: SavedReport): void {
    const recomputed = waiting.get(report)
    waiting.delete(report)
    findings.examined('reports')
    const own = recomputed && attempt(report, () => recomputed.answer(report.answer))
    const of = ofItself(report)
    for (const { path, expected, found } of differencesOf(
      { ...of, ...own },
      own ? report.answer : pick(report.answer, of),
    ))
      misfit(report, `${path} is ${textOf(found)}, recomputed ${textOf(expected)}`)
  }

  /** What every answer says of itself. Its stamp is checked with the tree. */
  function ofItself({ query, answer, sequence }: SavedReport): JsonObject {
    const { treeSize, rootHash, postingRulesVersion } = answer
    return {
      ledger,
      epoch: epochOf(answer),
      sequence,
      recordedAt,
      ...(query.effective !== undefined && { effective: query.effective }),
      ...(treeSize !== undefined && { treeSize: sequence }),
      ...(rootHash !== undefined && { rootHash }),
      ...(postingRulesVersion !== undefined && { postingRulesVersion }),
    }
  }

  /** No event says in which epoch it was recorded; epochs only ever grow to that of the bundle. */
  function epochOf({ epoch }: JsonObject): Json {
    return typeof epoch === 'number' && Number.isInteger(epoch) && epoch >= 1 && epoch <= lastEpoch ? epoch : lastEpoch
  }

  function attempt<Result>(report: SavedReport, work: () => Result): Result | undefined {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof MisshapenError || error instanceof RangeError)) throw error
      misfit(report, `it cannot be recomputed: ${error.message}`)
      return undefined
    }
  }

  return {
    take(posted) {
      const { event } = posted
      recordedAt = recordedAt === null || event.recordedAt > recordedAt ? event.recordedAt : recordedAt
      for (const [report, recomputation] of waiting) {
        if (recomputation && !isReadable(() => recomputation.take(posted)))
          misfit(report, `event ${event.sequence} cannot be read`)
        if (report.sequence === event.sequence) {
          checkMoment(report, event.recordedAt)
          compare(report)
        }
      }
    },
    finish() {
      for (const report of waiting.keys()) misfit(report, 'its event is not among these')
    },
  }

  /** `at` is the sequence, or a time that the report's last event does not lie behind. */
  function checkMoment(report: SavedReport, at: string): void {
    const asked = report.query.at
    if (asked === undefined) return
    const isSequence = /^\d+$/.test(asked)
    if (isSequence ? Number(asked) !== report.sequence : Date.parse(asked) < Date.parse(at))
      misfit(report, `asked was at ${asked}`)
  }
}

/** What a report may be asked by. */
const asked = [
  ...['by', 'fund', 'programme', 'merchant', 'funder', 'division', 'window', 'employer', 'site', 'at', 'effective'],
  ...['kind', 'reason', 'endsWithin', 'limit', 'cursor', 'bankAccount', 'month'],
  // Says what to wait for, and nothing of the answer.
  'after',
]

function isReadable(work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (error instanceof MisshapenError || error instanceof RangeError) return false
    throw error
  }
}

function pick(answer: JsonObject, of: JsonObject): JsonObject {
  return Object.fromEntries(Object.keys(of).flatMap((key) => (key in answer ? [[key, answer[key] ?? null]] : [])))
}

function textOf(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 120)
}
