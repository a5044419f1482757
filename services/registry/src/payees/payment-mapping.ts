import { formatYuanPlain } from '@welfare/contracts/money.ts'
import { guarded, writeCsvLines } from '@welfare/printouts/csv-table.ts'
import { z } from 'zod'
import mappings from './data/payment-mappings.json' with { type: 'json' }
import type { PayeeFields } from './payee-secrets.ts'

const heading = z.string().min(1).max(40)
const mapping = z.strictObject({
  payment: z
    .array(
      z.union([
        z.strictObject({ heading, field: z.enum(['reference', 'holder', 'account', 'bank', 'amount']) }),
        z.strictObject({ heading, text: z.string().min(1).max(100) }),
      ]),
    )
    .min(1),
  result: z.strictObject({
    delimiter: z.string().length(1),
    ...{ reference: heading, account: heading, amount: heading, result: heading, day: heading },
    ...{ bankReference: heading, reason: heading },
    /** What the bank says of one that it paid, and of one that it did not. */
    paid: z.array(heading).min(1),
    failed: z.array(heading).min(1),
  }),
})
/** The columns of one bank's files. */
export type PaymentMapping = z.infer<typeof mapping>

const known = z.record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), mapping).parse(mappings)

export const DEFAULT_MAPPING = 'plain'
export const mappingName = z.enum(Object.keys(known)).meta({ description: "The bank's columns; default: plain" })

export function findMapping(name: string): PaymentMapping {
  const found = known[name]
  if (found === undefined) throw new RangeError(`no mapping ${name}`)
  return found
}

export interface PaymentLine extends Pick<PayeeFields, 'account' | 'holder'> {
  readonly reference: string
  readonly bank: string
  readonly totalFen: number
}

/** What the bank takes: UTF-8 with a byte order mark, amounts in yuan, no text that a spreadsheet would take for a formula. */
export function writePaymentFile({ payment }: PaymentMapping, lines: readonly PaymentLine[]): Buffer {
  const rows = lines.map(({ totalFen, ...line }) => {
    const texts = { ...line, amount: formatYuanPlain(totalFen) }
    return payment.map((column) => guarded('text' in column ? column.text : texts[column.field]))
  })
  return Buffer.from(`\ufeff${writeCsvLines([payment.map(({ heading }) => guarded(heading)), ...rows])}`)
}
