import { stampLine } from '@welfare/printouts/printout.ts'
import type { Book } from './book.ts'
import { escaped, gbtEdition } from './gbt-edition.ts'

/** One file as XML. What it reflects, and what is certain of its form, stands in comments at its head. */
export async function* gbtDocument(
  { stamp }: Pick<Book, 'stamp'>,
  file: 'archive' | 'ledger',
  parts: AsyncIterable<string>,
): AsyncIterable<string> {
  const name = gbtEdition.files[file]
  yield `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${commented(stampLine(stamp))} -->
<!-- ${commented(`${gbtEdition.edition} (${gbtEdition.mark}): ${gbtEdition.note}`)} -->
<${name}>
`
  for await (const part of parts) if (part !== '') yield part
  yield `</${name}>\n`
}

/** In a comment two hyphens may not meet. */
function commented(text: string): string {
  return escaped(text).replaceAll('--', '- -')
}
