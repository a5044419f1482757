import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * For tests of erasure: the files below `folder` that show one of the texts anywhere in their bytes, in UTF-8 or UTF-16, whatever their format: live
 * rows, free pages and write-ahead logs of databases alike. Searched by a process of its own: closing a database's file here would drop the locks of the
 * ledger that has it open.
 */
export function filesShowing(folder: string, ...texts: readonly string[]): string[] {
  const found = execFileSync(process.execPath, [import.meta.filename, folder, ...texts], { encoding: 'utf8' })
  return JSON.parse(found)
}

function search(folder: string, texts: readonly string[]): string[] {
  const forms = texts.flatMap((text) => {
    const utf16 = Buffer.from(text, 'utf16le')
    return [Buffer.from(text), utf16, Buffer.from(utf16).swap16()]
  })
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.filter((file) => {
    const bytes = readIfThere(file)
    return forms.some((form) => bytes.includes(form))
  })
}

/** A journal goes away while it is looked at. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

if (import.meta.main) {
  const [folder = '', ...texts] = process.argv.slice(2)
  process.stdout.write(JSON.stringify(search(folder, texts)))
}
