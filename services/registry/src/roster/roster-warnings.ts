import type { IdentityMeeting, Namesake } from './roster-people.ts'
import { type RowContext, type RowProblem, rowProblem } from './roster-row.ts'
import type { Verdict } from './roster-verdict.ts'

export interface Encounters {
  /** An earlier row with the same number and another name. */
  readonly met: IdentityMeeting | undefined
  /** Masked; under which the number is registered. */
  readonly otherName: string | undefined
  readonly namesake: Namesake | undefined
  /** The name of somebody of the file stands in that of an employer who is not registered yet. */
  readonly nameInEmployer: boolean
}

/** What a row needs a confirmation for, beside what stands in its cells. */
export function findWarnings(
  context: Pick<RowContext, 'columns'>,
  { met, otherName, namesake, nameInEmployer }: Encounters,
): RowProblem[] {
  const warnings: RowProblem[] = []
  if (met !== undefined) {
    const facts = { firstRow: met.firstRow, firstName: met.firstName }
    warnings.push(rowProblem(context, 'name', 'identity-number-of-other-name', facts, 'warning'))
  }
  if (otherName !== undefined) {
    warnings.push(rowProblem(context, 'name', 'identity-number-registered-under-other-name', { otherName }, 'warning'))
  }
  if (namesake !== undefined) {
    const { row, worker, name } = namesake
    const facts = {
      firstName: name,
      ...(row !== undefined && { firstRow: row }),
      ...(worker !== undefined && { worker }),
    }
    warnings.push(rowProblem(context, 'identityNumber', 'person-under-another-number', facts, 'warning'))
  }
  if (nameInEmployer) warnings.push(rowProblem(context, 'employer', 'employer-may-name-person', {}, 'warning'))
  return warnings
}

/** Warnings about what would be recorded are only said where it is recorded already, or is not going to be. */
export function reducedFor(
  problems: readonly RowProblem[],
  isKnownByName: boolean,
  action: Verdict['action'],
): readonly RowProblem[] {
  return problems.map((problem) => {
    if (problem.severity !== 'warning' || !isKnownByName) return problem
    const isRecorded = action === 'change' && problem.field === 'phone'
    return isRecorded ? problem : { ...problem, severity: 'notice' }
  })
}
