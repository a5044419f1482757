import { sayProblem, sayWhatHappened } from '@welfare/contracts/problem-sentences/say-problem.ts'
import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import { peopleWords } from '@welfare/contracts/words/people-words.ts'
import { rosterColumns } from '@welfare/contracts/words/terminal-words.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { columnOf } from '@welfare/printouts/printout.ts'
import { writeTextTable } from '@welfare/printouts/text-table.ts'
import { withOptions } from '../options-of-refusals.ts'
import { joinParts } from './cells.ts'

/** What became, or would become, of a roster's rows. */
export interface RosterOutcome {
  readonly counts: Readonly<Record<string, number>>
  readonly rows?: readonly RosterRowOutcome[] | undefined
}

export interface RosterRowOutcome {
  readonly row: number
  readonly status: string
  readonly reason?: string | undefined
  readonly facts?: JsonObject | undefined
  readonly problems: readonly {
    readonly severity: string
    readonly column?: string | undefined
    readonly code: string
    readonly facts?: JsonObject | undefined
  }[]
}

/** How a file was read, and what is to be decided about it. */
export interface RosterPreview extends RosterOutcome {
  readonly file: {
    readonly kind: string
    readonly encoding?: string
    readonly delimiter?: string
    readonly lineEnds?: readonly string[]
    readonly sheet?: string
    readonly otherSheets?: readonly string[]
    readonly physicalRows: number
    readonly headerRows: readonly number[]
  }
  readonly fileProblems: readonly { readonly code: string; readonly detail: string }[]
  readonly undecided: JsonObject
  readonly offered?: { readonly employer: string }
}

export function renderRosterPreview(preview: RosterPreview, language: Language): string {
  const { fileProblems, offered, undecided } = preview
  const isOpen = Object.keys(undecided).length > 0
  return joinParts([
    sayFile(preview.file),
    ...fileProblems.map(({ code, detail }) => withOptions(code, detail, language)),
    isOpen ? withOptions('roster-undecided', sayProblem('roster-undecided', undecided, language) ?? '', language) : '',
    offered ? `The head of the sheet names ${offered.employer}: --employer takes it for rows that name none.` : '',
    renderRosterOutcome(preview, language),
  ])
}

function sayFile(file: RosterPreview['file']): string {
  const { delimiter, encoding, headerRows, kind, lineEnds, otherSheets = [], physicalRows, sheet } = file
  const said = [
    kind.toUpperCase(),
    sheet && `sheet ${sheet}`,
    otherSheets.length > 0 && `not read: ${otherSheets.join(', ')} (--sheet)`,
    encoding,
    delimiter && `delimiter ${delimiter === '\t' ? 'tab' : delimiter}`,
    lineEnds && `line ends ${lineEnds.join(' and ').toUpperCase()}`,
    `header in row ${headerRows.join(' and ')}`,
    `${physicalRows} rows`,
  ]
  return `Read as: ${said.filter(Boolean).join('; ')}.`
}

/** Counts, then every problem once, with the rows it is said of. What stands in the cells is not repeated. */
export function renderRosterOutcome({ counts, rows = [] }: RosterOutcome, language: Language): string {
  const groups = groupSentences(rows, language)
  return joinParts([
    writeTextTable({
      english: 'Rows of the roster',
      name: peopleWords.roster.chinese,
      columns: [columnOf(rosterColumns.outcome, 'text'), columnOf(rosterColumns.rows, 'count')],
      rows: Object.entries(counts),
    }),
    groups.length === 0
      ? ''
      : writeTextTable({
          english: rosterColumns.problems.english,
          name: rosterColumns.problems.chinese,
          columns: [rosterColumns.rows, rosterColumns.column, rosterColumns.severity, rosterColumns.what].map((word) =>
            columnOf(word, 'text'),
          ),
          rows: groups.map(({ rows: numbers, column, severity, text }) => [
            ...[showRanges(numbers), column ?? null, severity, text],
          ]),
        }),
  ])
}

interface Group {
  readonly severity: string
  readonly column: string | undefined
  readonly text: string
  readonly rows: number[]
}

function groupSentences(rows: readonly RosterRowOutcome[], language: Language): readonly Group[] {
  const groups = new Map<string, Group>()
  const add = (row: number, severity: string, column: string | undefined, text: string): void => {
    const key = `${severity} ${column} ${text}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { severity, column, text, rows: [row] })
    else group.rows.push(row)
  }
  for (const { row, status, reason, facts = {}, problems } of rows) {
    if (status === 'duplicate' && reason)
      add(row, status, undefined, sayWhatHappened(reason, facts, language) ?? reason)
    for (const { severity, column, code, facts: own = {} } of problems) {
      add(row, severity, column, `${sayProblem(code, own, language) ?? ''} (${code})`)
    }
  }
  return [...groups.values()]
}

/** `3,7-9`, as --confirm takes it. @param rows ascending */
function showRanges(rows: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const row of rows) {
    const last = ranges.at(-1)
    if (last !== undefined && row === last[1] + 1) last[1] = row
    else ranges.push([row, row])
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',')
}
