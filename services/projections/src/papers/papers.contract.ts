import { day, idOf } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { momentFields, programmeId } from '../answers.contract.ts'
import { budgetQuery } from '../budget.contract.ts'
import { coverageQuery, gapsQuery } from '../coverage.contract.ts'

const unitField = {
  unit: z.enum(['yuan', 'wan']).default('yuan').meta({ description: 'Amounts in 元 or in 万元 (ten thousands)' }),
}

/** The same questions as of the reports. */
export const budgetPaperQuery = budgetQuery.extend(unitField)
export const coveragePaperQuery = coverageQuery
export const gapsPaperQuery = gapsQuery.omit({ limit: true, cursor: true })

export const payablesPaperQuery = z
  .strictObject({
    merchant: idOf('merchant'),
    programme: programmeId.optional(),
    from: day.optional().meta({ description: 'First accounting date of the lines; what was owed before is one line' }),
    until: day.optional().meta({ description: 'Last accounting date of the lines' }),
    ...unitField,
    ...momentFields,
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    path: ['until'],
    message: 'is before `from`',
  })

export type BudgetPaperQuery = z.infer<typeof budgetPaperQuery>
export type GapsPaperQuery = z.infer<typeof gapsPaperQuery>
export type PayablesPaperQuery = z.infer<typeof payablesPaperQuery>
