import { z } from 'zod'
import { fundId, momentFields, programmeId } from '../answers.contract.ts'

/** What of the journal is exported; all of it by default. */
export const bookQuery = z.strictObject({
  book: z.enum(['budget', 'money', 'goods']).optional(),
  fund: fundId.optional(),
  programme: programmeId.optional(),
  ...momentFields,
})
export type BookQuery = z.infer<typeof bookQuery>
