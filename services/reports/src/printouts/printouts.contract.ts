import { day, idOf } from '@welfare/contracts/primitives.ts'
import { queryInteger } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import { bankBalancesQuery } from '../bank/bank-balances.contract.ts'
import { reconciliationQuery } from '../bank/reconciliation.contract.ts'
import { fundId, momentFields, programmeId } from '../budget/answers.contract.ts'
import { budgetQuery } from '../budget/budget.contract.ts'
import { comparisonQuery } from '../comparison/comparison.contract.ts'
import { findingsQuery } from '../findings/findings.contract.ts'
import { wholeJournalQuery } from '../journal/journal.contract.ts'
import { donationId } from '../meals/meals.contract.ts'
import { coverageQuery, gapsQuery } from '../people/coverage.contract.ts'
import { merchantsOwedQuery } from '../settlement/merchants-owed.contract.ts'
import { statementQuery } from '../settlement/statement.contract.ts'

const unitField = {
  unit: z.enum(['yuan', 'wan']).default('yuan').meta({ description: 'Amounts in 元 or in 万元 (ten thousands)' }),
}

/** The same questions as of the reports. */
export const budgetPrintoutQuery = budgetQuery.extend(unitField)
export const bankBalancesPrintoutQuery = bankBalancesQuery.extend(unitField)
export const reconciliationPrintoutQuery = reconciliationQuery.extend(unitField)
export const merchantsOwedPrintoutQuery = merchantsOwedQuery.extend(unitField)
export const coveragePrintoutQuery = coverageQuery.safeExtend(unitField)
export const gapsPrintoutQuery = gapsQuery.omit({ limit: true, cursor: true })
export const comparisonPrintoutQuery = comparisonQuery.extend(unitField)
export const findingsPrintoutQuery = findingsQuery.omit({ limit: true, cursor: true })
export const journalPrintoutQuery = wholeJournalQuery.extend(unitField)

export const payablesPrintoutQuery = z
  .strictObject({
    merchant: idOf('merchant'),
    programme: programmeId.optional(),
    afterSequence: queryInteger({ min: 0, max: Number.MAX_SAFE_INTEGER }).optional().meta({
      description: 'What was recorded after it, as the list before says; what it owed until then is one line',
    }),
    throughSequence: queryInteger({ min: 0, max: Number.MAX_SAFE_INTEGER })
      .optional()
      .meta({ description: 'What was recorded through it; lists of consecutive ranges hold each meal once' }),
    from: day.optional().meta({
      description:
        'What was recorded from this day on (where `afterSequence` does not say); what is of an earlier day stands apart, as entered later',
    }),
    until: day.optional().meta({ description: 'What was recorded by the end of this day' }),
    ...unitField,
    ...momentFields,
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    path: ['until'],
    params: { code: 'days-reversed' },
  })

export const fundStatementQuery = z
  .strictObject({
    fund: fundId,
    from: day
      .optional()
      .meta({ description: 'What counts on this day and later; what stood before it is the opening' }),
    until: day.optional().meta({ description: 'What counts by the end of this day; left out: everything so far' }),
    ...unitField,
    ...momentFields,
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    path: ['until'],
    params: { code: 'days-reversed' },
  })

export const yearReportQuery = z.strictObject({
  year: queryInteger({ min: 2000, max: 9998 }).meta({
    description: 'What counts in it, by the day on which it counts',
  }),
  ...unitField,
  ...momentFields,
})
export const giftPrintoutQuery = z.strictObject({ donation: donationId, ...unitField, ...momentFields })
export const statementPrintoutQuery = statementQuery.extend(unitField)

export type BudgetPrintoutQuery = z.infer<typeof budgetPrintoutQuery>
export type BankBalancesPrintoutQuery = z.infer<typeof bankBalancesPrintoutQuery>
export type ReconciliationPrintoutQuery = z.infer<typeof reconciliationPrintoutQuery>
export type MerchantsOwedPrintoutQuery = z.infer<typeof merchantsOwedPrintoutQuery>
export type CoveragePrintoutQuery = z.infer<typeof coveragePrintoutQuery>
export type ComparisonPrintoutQuery = z.infer<typeof comparisonPrintoutQuery>
export type FindingsPrintoutQuery = z.infer<typeof findingsPrintoutQuery>
export type JournalPrintoutQuery = z.infer<typeof journalPrintoutQuery>
export type GapsPrintoutQuery = z.infer<typeof gapsPrintoutQuery>
export type FundStatementQuery = z.infer<typeof fundStatementQuery>
export type YearReportQuery = z.infer<typeof yearReportQuery>
export type GiftPrintoutQuery = z.infer<typeof giftPrintoutQuery>
export type StatementPrintoutQuery = z.infer<typeof statementPrintoutQuery>
export type PayablesPrintoutQuery = z.infer<typeof payablesPrintoutQuery>
