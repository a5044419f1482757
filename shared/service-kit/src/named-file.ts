import { readFileSync } from 'node:fs'

/** A file that a setting or an option names is not what is wanted there, or cannot be read. */
export class FileUnusableError extends Error {
  override readonly name = 'FileUnusableError'
}

/**
 * The text of a file that a setting or an option names; undefined where there is none.
 * @param wanted what the file is to hold, for the sentence: `a master key (32 bytes in base64)`
 * @throws FileUnusableError for a folder, and for what may not be read
 */
export function readNamedFile(file: string, wanted: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return undefined
    const why = code === 'EISDIR' ? 'is a folder' : code === 'EACCES' ? 'may not be read' : `cannot be read (${code})`
    throw new FileUnusableError(`${file} ${why}; wanted is a file that holds ${wanted}.`, { cause: error })
  }
}
