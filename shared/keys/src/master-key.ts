import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { readNamedFile } from '@welfare/process/named-file.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import type { Key } from './key-wrap.ts'

const MASTER_KEY_BYTES = 32

/** The file holds something else than a master key, or the master key of other keys. */
export class MasterKeyWrongError extends ProblemError {
  override readonly name = 'MasterKeyWrongError'

  /** @param file that holds something else; absent: what it holds is another key */
  constructor(file?: string) {
    super('master-key-wrong', file === undefined ? {} : { file })
  }
}

/** Keys are there, the master key that wraps them is not. A new one would not open them, so none is made. */
export class MasterKeyMissingError extends ProblemError {
  override readonly name = 'MasterKeyMissingError'

  constructor(file: string) {
    super('master-key-missing', { file })
  }
}

/** The file holds 32 bytes in base64. It is made, readable by its owner only, where there is none and nothing was wrapped yet. */
export function readOrGenerateMasterKey(file: string, keysExist: boolean, onGenerated: (file: string) => void): Key {
  const found = readMasterKey(file)
  if (found !== undefined) return found
  if (keysExist) throw new MasterKeyMissingError(file)
  const made = generateMasterKey(file)
  if (made) onGenerated(file)
  const key = readMasterKey(file)
  if (key === undefined) throw new MasterKeyMissingError(file)
  return key
}

function readMasterKey(file: string): Key | undefined {
  const text = readNamedFile(file, 'master-key')?.trim()
  if (text === undefined) return undefined
  const key = Buffer.from(text, 'base64')
  if (key.length !== MASTER_KEY_BYTES || key.toString('base64') !== text) {
    throw new MasterKeyWrongError(file)
  }
  return key
}

/** @returns false when another process was first */
function generateMasterKey(file: string): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    const handle = openSync(file, 'wx', 0o600)
    writeSync(handle, `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`)
    fsyncSync(handle)
    closeSync(handle)
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
  // Without this the file's name may be lost in a power cut while keys wrapped by it survive.
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
  return true
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
