import { z } from 'zod'
import editionData from './data/gbt-24589-2-2010.json' with { type: 'json' }

const elementName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*$/u)
const table = <Field extends string>(...fields: readonly Field[]) =>
  z.strictObject({
    name: elementName,
    fields: z.strictObject(
      Object.fromEntries(fields.map((field) => [field, elementName])) as Record<Field, typeof elementName>,
    ),
  })

const auxiliaries = ['fund', 'programme', 'merchant', 'donor'] as const

/** What files, tables and elements are called: a data file, so that another edition of the standard is other data. */
export const gbtEdition = z
  .strictObject({
    edition: z.string(),
    mark: z.enum(['certain', 'unverified']),
    note: z.string(),
    files: z.strictObject({ archive: elementName, ledger: elementName }),
    archive: z.strictObject({
      book: table(
        ...(['number', 'name', 'unit', 'organisationCode', 'unitKind', 'industry'] as const),
        ...(['developer', 'version', 'currency', 'year', 'standard'] as const),
      ),
      period: table('year', 'period', 'from', 'until'),
      voucherType: table('key', 'name', 'short'),
      currency: table('key', 'name'),
      department: table('key', 'name', 'parent'),
      employee: table('key', 'name'),
      supplier: table('key', 'name', 'division'),
      customer: table('key', 'name'),
      itemKind: table('key', 'name', 'description'),
      item: table('kind', 'key', 'name', 'division'),
    }),
    ledger: z.strictObject({
      base: table('separator', 'numbering', 'chart'),
      subject: table('number', 'name', 'level', 'type', 'side', 'parent'),
      auxiliary: table('subject', 'key', 'name', 'archive'),
      voucherLine: table(
        ...(['date', 'year', 'period', 'type', 'number', 'line', 'summary', 'subject'] as const),
        ...auxiliaries,
        ...(['currency', 'debitOriginal', 'debit', 'creditOriginal', 'credit'] as const),
        ...(['receiptType', 'receiptNumber', 'receiptDate', 'attachments'] as const),
        ...(['maker', 'checker', 'poster', 'isPosted', 'isVoid', 'source'] as const),
      ),
      balance: table(
        ...(['subject', ...auxiliaries, 'openingSide', 'closingSide', 'currency', 'year', 'period'] as const),
        ...(['opening', 'debit', 'credit', 'closing'] as const),
      ),
    }),
  })
  .parse(editionData)

interface Table<Field extends string> {
  readonly name: string
  readonly fields: Readonly<Record<Field, string>>
}

/** A row as XML: elements in the order of the edition, empty where there is nothing to say. */
export function xmlRow<Field extends string>(
  { name, fields }: Table<Field>,
  row: Readonly<Record<Field, string | number | null>>,
): string {
  const elements = Object.entries(fields) as [Field, string][]
  const cells = elements.map(([field, element]) => `<${element}>${escaped(String(row[field] ?? ''))}</${element}>`)
  return `<${name}>${cells.join('')}</${name}>\n`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
}
