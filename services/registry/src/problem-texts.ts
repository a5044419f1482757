import { sayWhatHappened } from '@welfare/contracts/problem-sentences/say-problem.ts'
import type { PlannedRow } from './roster/roster-plan.ts'

/** What is wrong with a row, in words, for the error file, which people read in their spreadsheet program; undefined where nothing is. */
export function remarkOf({ status, reason, facts, problems }: PlannedRow): string | undefined {
  const wrong = problems.filter(({ severity }) => severity === status)
  if (wrong.length > 0) return wrong.map(({ code, facts }) => sayWhatHappened(code, facts, 'zh') ?? code).join('')
  if (status !== 'duplicate' || reason === undefined) return undefined
  return sayWhatHappened(reason, facts ?? {}, 'zh')
}
