import { queryInteger } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import { fundId, momentFields, programmeId } from '../budget/answers.contract.ts'

/** What of the journal is exported; all of it by default. */
export const bookQuery = z.strictObject({
  book: z.enum(['budget', 'money', 'goods']).optional(),
  fund: fundId.optional(),
  programme: programmeId.optional(),
  ...momentFields,
})
export type BookQuery = z.infer<typeof bookQuery>

/** One accounting year (会计年度). */
export const yearQuery = z.strictObject({ year: queryInteger({ min: 2000, max: 2100 }), ...momentFields })
