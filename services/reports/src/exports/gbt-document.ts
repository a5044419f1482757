import { stampLine } from '@welfare/printouts/printout.ts'
import type { Book } from './book-entry.ts'
import { escaped, gbtEdition } from './gbt-edition.ts'

/** One file as XML. What it reflects, and what is certain of its form, stands in comments at its head. */
export async function* gbtDocument(
  { stamp, directory }: Pick<Book, 'stamp' | 'directory'>,
  file: 'archive' | 'ledger',
  parts: AsyncIterable<string>,
): AsyncIterable<string> {
  const name = gbtEdition.files[file]
  const undecided = [...directory.funds].filter(([fund]) => !directory.fundRelations.has(fund))
  yield `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${commented(stampLine(stamp))} -->
<!-- ${commented(`${gbtEdition.edition} (${gbtEdition.mark}): ${gbtEdition.note}`)} -->
${undecided.map(([fund, { name: called }]) => `<!-- ${commented(`来源关系待定的专项资金：${fund} ${called}`)} -->\n`).join('')}<${name}>
`
  for await (const part of parts) if (part !== '') yield part
  yield `</${name}>\n`
}

/** In a comment two hyphens may not meet. */
function commented(text: string): string {
  return escaped(text).replaceAll('--', '- -')
}
