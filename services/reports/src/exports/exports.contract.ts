import { division } from '@welfare/contracts/primitives.ts'
import { queryInteger } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import { fundId, momentFields, programmeId } from '../budget/answers.contract.ts'
import { wholeJournalQuery } from '../journal/journal.contract.ts'

const unionField = {
  union: division.optional().meta({
    description:
      'The books of the union of this division alone: its accounts, cost when it is paid; what is passed on to another union’s account is 506 here and 403 there, and in neither form in the books of the whole. Of other filters, only those of fund and moment go with it',
  }),
}
const goWithUnion = ['union', 'fund', 'at', 'after', 'effective']

/** What lies on accounts is of no programme and of one book. */
function isOfUnion(query: Readonly<Record<string, unknown>> & { readonly union?: unknown }): boolean {
  const asked = Object.keys(query).filter((name) => query[name] !== undefined)
  return query.union === undefined || asked.every((name) => goWithUnion.includes(name))
}
const alone = { path: ['union'], message: 'goes with no filter but those of fund and moment' }

/** What of the journal is exported; all of it by default. */
export const bookQuery = z
  .strictObject({
    book: z.enum(['budget', 'money', 'goods']).optional(),
    fund: fundId.optional(),
    programme: programmeId.optional(),
    ...unionField,
    ...momentFields,
  })
  .refine(isOfUnion, alone)

export const journalTableQuery = wholeJournalQuery.extend(unionField).refine(isOfUnion, alone)

/** One accounting year (会计年度). */
export const yearQuery = z.strictObject({
  year: queryInteger({ min: 2000, max: 2100 }),
  ...unionField,
  ...momentFields,
})
