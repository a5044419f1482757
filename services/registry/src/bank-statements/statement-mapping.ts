import { z } from 'zod'
import mappings from './data/statement-mappings.json' with { type: 'json' }

/** What a bank may call a column, the likeliest first. */
const headings = z.array(z.string().min(1).max(40)).min(1)
const mapping = z.strictObject({
  day: headings,
  reference: headings,
  /** With its sign; or, in two columns, what came and what left. */
  amount: headings,
  credit: headings,
  debit: headings,
  balance: headings,
  counterparty: headings,
})
/** The columns of one bank's statements. */
export type StatementMapping = z.infer<typeof mapping>
export type StatementField = keyof StatementMapping

const known = z.record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), mapping).parse(mappings)

export const DEFAULT_MAPPING = 'plain'
export const mappingName = z.enum(Object.keys(known)).meta({ description: "The bank's columns; default: plain" })

export function findMapping(name: string): StatementMapping {
  const found = known[name]
  if (found === undefined) throw new RangeError(`no mapping ${name}`)
  return found
}
