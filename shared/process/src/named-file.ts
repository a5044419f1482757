import { readFileSync } from 'node:fs'
import { ProblemError } from './problem-error.ts'

/** A file that a setting or an option names is not what is wanted there, or cannot be read. */
export class FileUnusableError extends ProblemError {
  override readonly name = 'FileUnusableError'
}

export type WantedFile = 'master-key' | 'certificate' | 'private-key'

/**
 * The text of a file that a setting or an option names; undefined where there is none.
 * @param wanted what the file is to hold
 * @throws FileUnusableError for a folder, and for what may not be read
 */
export function readNamedFile(file: string, wanted: WantedFile): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return undefined
    throw new FileUnusableError('file-unusable', { file, why: String(code), wanted }, { cause: error })
  }
}
