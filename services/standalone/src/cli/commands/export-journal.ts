import type { JournalAnswer } from '@welfare/reports/journal/journal.contract.ts'
import { writeFileWhole } from '../../whole-file.ts'
import type { ApiClient, Query } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import type { Progress } from '../terminal.ts'
import { withApi } from '../with-api.ts'

export interface ExportOptions {
  readonly format: 'csv' | 'json'
  /** A file, or `-` for standard output. */
  readonly output: string
  readonly at?: string
}

const PAGE = 1_000

/** Writes every leg of the journal as it arrives: the whole of it never lies in memory, and a file appears when it is complete. */
export async function exportJournal(context: CliContext, { format, output, at }: ExportOptions): Promise<void> {
  const { terminal } = context
  const progress = terminal.progress('Exporting the journal', format === 'json' ? 1 : undefined)
  try {
    const chunks = { csv: csvChunks, json: jsonChunks }[format]
    await withApi(context, 'auditor', async (api) => {
      const exported = chunks(api, { at }, progress)
      if (output === '-') for await (const chunk of exported) await terminal.write(chunk)
      else await writeFileWhole(output, exported)
    })
  } finally {
    progress.stop()
  }
  if (output !== '-') terminal.answer({ output, format }, () => `The journal lies in ${output}.`)
}

async function* csvChunks(api: ApiClient, query: Query, progress: Progress): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of await api.stream('/v1/journal.csv', query)) {
    yield chunk
    bytes += chunk.byteLength
    progress.update(bytes)
  }
}

/** One document as the API's answer has it, with all legs, one a line. */
async function* jsonChunks(api: ApiClient, query: Query, progress: Progress): AsyncGenerator<string> {
  let page = await api.read<JournalAnswer>('/v1/journal', { ...query, limit: PAGE })
  const { legs: _legs, nextCursor: _nextCursor, ...reflected } = page
  yield `${JSON.stringify(reflected).slice(0, -1)},"legs":[`
  let separator = '\n'
  for (;;) {
    for (const leg of page.legs) {
      yield `${separator}${JSON.stringify(leg)}`
      separator = ',\n'
    }
    progress.update(page.legs.at(-1)?.sequence ?? page.sequence, page.sequence)
    if (page.nextCursor === null) break
    page = await api.read<JournalAnswer>('/v1/journal', { limit: PAGE, cursor: page.nextCursor })
  }
  yield '\n]}\n'
}
