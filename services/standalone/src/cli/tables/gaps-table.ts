import { chineseReason } from '@welfare/contracts/words/reason-words.ts'
import { countText, writeTextTable } from '@welfare/printouts/text-table.ts'
import type { GapsAnswer } from '@welfare/reports/people/coverage.contract.ts'
import { gapsTables } from '@welfare/reports/printouts/gaps-printout.ts'
import { joinParts, momentLine, totalLabel } from './cells.ts'

/** Who and which site is still missing, and why: the printout's tables, of as many as the answer holds. */
export function renderGaps(answer: GapsAnswer): string {
  const { gaps, total } = answer
  if (total === 0) return joinParts(['Nobody and nothing is missing.', momentLine(answer)])
  const shown = gaps.length < total ? `${countText(gaps.length)} of ${countText(total)} are shown.\n` : ''
  return joinParts([...gapsTables(answer, sayReason, totalLabel).map(writeTextTable), `${shown}${momentLine(answer)}`])
}

/** With the name that a filter takes. */
function sayReason(reason: string): string {
  const chinese = chineseReason(reason)
  return chinese === reason ? reason : `${reason} ${chinese}`
}
