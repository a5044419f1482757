import { findingOutcomes } from '@welfare/contracts/finding-outcomes.ts'
import { formatYuan } from '@welfare/contracts/money.ts'
import { findingColumns, findingWords } from '@welfare/contracts/words/finding-words.ts'
import { ledgerWords } from '@welfare/contracts/words/ledger-words.ts'
import { columnOf, type PrintoutCells } from '@welfare/printouts/printout.ts'
import { countText, writeTextTable } from '@welfare/printouts/text-table.ts'
import type { FindingsAnswer } from '@welfare/reports/findings/findings.contract.ts'
import { findingsTable, kindsTable } from '@welfare/reports/printouts/findings-printout.ts'
import { inBoth, joinParts, momentLine, totalLabel } from './cells.ts'

type Finding = FindingsAnswer['findings'][number]

/** What somebody should look at: the printout's tables, and the facts of each. */
export function renderFindings(answer: FindingsAnswer): string {
  const { total, findings, counts } = answer
  if (total === 0) return joinParts(['There are no findings.', momentLine(answer)])
  const shown = findings.length < total ? `${countText(findings.length)} of ${countText(total)} are shown.\n` : ''
  const tables = [kindsTable(counts, sayings), findingsTable(findings, sayings)]
  return joinParts([...tables.map(writeTextTable), `${shown}${momentLine(answer)}`])
}

const sayings: Parameters<typeof findingsTable>[1] = {
  kind: (kind) => `${kind} ${findingWords[kind]}`,
  status: sayStatus,
  outcome: (outcome) => `${outcome} ${findingOutcomes[outcome].chinese}`,
  total: totalLabel,
  more: {
    columns: [columnOf(findingColumns.facts, 'text'), columnOf(ledgerWords.sequence, 'count')],
    cells: (finding) => [sayFacts(finding), finding.found.sequence],
  },
}

/** That more came since something was said of it, too. */
function sayStatus({ status, review, eventsSinceReview }: Finding): string {
  const said = inBoth(findingColumns[status])
  return status === 'open' && review ? `${said}, ${eventsSinceReview} more since` : said
}

function sayFacts({ facts, worker, takenBackCount }: Finding): PrintoutCells[number] {
  const all = {
    ...facts,
    ...(worker !== null && { worker }),
    ...(takenBackCount > 0 && { 'taken back': takenBackCount }),
  }
  const said = Object.entries(all).map(([name, value]) =>
    name.endsWith('Fen') ? `${name.slice(0, -3)} ${formatYuan(Number(value))}` : `${name} ${value}`,
  )
  return said.join(', ')
}
