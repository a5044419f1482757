import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/**
 * Whose keys were destroyed, in a file beside the master key: one name a line (`worker-…`), added before the key goes and never taken away.
 * Names of keys, not of people. A backup of the keys that is older than an erasure meets it when it is opened, and loses the key again.
 */
export interface ErasureRegister {
  has(name: string): boolean
  /** False where nothing can be added: the master key lies on something that is only read. */
  isWritable(): boolean
  list(): Iterable<string>
  /** On disk when it returns. What is on it already is left out. */
  append(names: readonly string[]): void
}

/** The register is not to be read for what it says, so nothing may go on as if it were empty. */
export class ErasureRegisterBrokenError extends Error {
  override readonly name = 'ErasureRegisterBrokenError'
}

/** Beside the master key, which must be brought along when a backup is restored: bringing one, an operator finds the other. */
export function erasureRegisterFile(masterKeyFile: string): string {
  return `${masterKeyFile}.erased`
}

/** Where there is none it is made with the first erasure. @throws ErasureRegisterBrokenError */
export function openErasureRegister(file: string): ErasureRegister {
  const names = new Set(existsSync(file) ? parse(readFileSync(file, 'utf8'), file) : [])
  return {
    has: (name) => names.has(name),
    isWritable: () => isWritable(existsSync(file) ? file : dirname(file)),
    list: () => names,
    append(destroyed) {
      const added = destroyed.filter((name) => !names.has(name))
      if (added.length === 0) return
      if (!existsSync(file)) createEmpty(file)
      appendLines(file, added.map((name) => `${name}\n`).join(''))
      for (const name of added) names.add(name)
    },
  }
}

/** A last line without its end was cut off by a crash; its key had not been destroyed yet. */
function parse(text: string, file: string): string[] {
  const lines = text.split('\n').slice(0, -1)
  const broken = lines.findIndex((line) => !/^[a-z0-9-]*$/.test(line))
  if (broken === -1) return lines.filter((line) => line !== '')
  throw new ErasureRegisterBrokenError(`${file}, line ${broken + 1}, is no line of a register of erasures`)
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function createEmpty(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
  // Without this the file's name may be lost in a power cut while the keys that it names are gone.
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** After the last whole line: what a crash cut off is overwritten. */
function appendLines(file: string, lines: string): void {
  const handle = openSync(file, 'r+')
  try {
    const end = readFileSync(handle).lastIndexOf('\n') + 1
    ftruncateSync(handle, end)
    writeSync(handle, lines, end)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
