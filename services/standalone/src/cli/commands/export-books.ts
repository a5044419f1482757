import { mkdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { writeFileWhole } from '../../whole-file.ts'
import type { ApiClient, Query } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import { misused } from '../failure.ts'
import { withApi } from '../with-api.ts'

export interface BookOptions {
  /** A file, or `-` for standard output. */
  readonly output: string
  readonly at?: string
  readonly fund?: string
  readonly programme?: string
  readonly union?: string
}

/** The journal as another program reads it. */
export async function exportBook(
  context: CliContext,
  form: 'hledger' | 'beancount' | 'xlsx',
  { output, ...query }: BookOptions,
): Promise<void> {
  await withApi(context, 'auditor', (api) => take(context, api, { path: `/v1/journal.${form}`, query, output }))
  if (output !== '-') context.terminal.answer({ output, form }, () => `The journal lies in ${output}.`)
}

/** Tables after GB/T 24589 for one year: two files in a folder. */
export async function exportTables(
  context: CliContext,
  { year, to, at }: { readonly year: number; readonly to: string; readonly at?: string },
): Promise<void> {
  await mkdir(to, { recursive: true })
  await withApi(context, 'auditor', async (api) => {
    // The second file is of the same moment as the first, whatever is recorded meanwhile.
    const moment = at ?? (await api.read<{ sequence: number }>('/v1/projections')).sequence
    for (const file of ['archive.xml', 'ledger.xml']) {
      const path = `/v1/exports/gbt24589/${file}`
      await take(context, api, { path, query: { year, at: moment }, output: join(to, file) })
    }
  })
  context.terminal.answer({ folder: to, year }, () => `archive.xml and ledger.xml of ${year} lie in ${to}.`)
}

export type PrintoutName = 'budget' | 'bank-balances' | 'bank-reconciliation' | 'coverage' | 'gaps' | 'payables'

/** A report as a spreadsheet or as a page for the printer, by the ending of the file's name. */
export async function exportPrintout(
  context: CliContext,
  name: PrintoutName,
  { output, ...query }: Query & { readonly output: string },
): Promise<void> {
  const form = extname(output).slice(1)
  const forms: readonly string[] =
    name === 'payables' || name.startsWith('bank-') ? ['xlsx', 'html', 'csv'] : ['xlsx', 'html']
  if (!forms.includes(form)) throw misused('form-unknown', { output, possible: forms.map((one) => `.${one}`) })
  await withApi(context, 'auditor', (api) =>
    take(context, api, { path: `/v1/printouts/${name}.${form}`, query, output }),
  )
  context.terminal.answer({ output, paper: name }, () => `The paper lies in ${output}.`)
}

async function take(
  { terminal }: CliContext,
  api: ApiClient,
  { path, query, output }: { readonly path: string; readonly query: Query; readonly output: string },
): Promise<void> {
  const chunks = await api.stream(path, query)
  if (output === '-') for await (const chunk of chunks) await terminal.write(chunk)
  else await writeFileWhole(output, chunks)
}
