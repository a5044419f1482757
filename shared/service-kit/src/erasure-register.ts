import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Whose keys were destroyed, in a file beside the master key: one name a line (`worker-…`), added before the key goes and never taken away.
 * Names of keys, not of people. A backup of the keys that is older than an erasure meets it when it is opened, and loses the key again.
 */
export interface ErasureRegister {
  has(name: string): boolean
  list(): Iterable<string>
  /** On disk when it returns. What is on it already is left out. */
  append(names: readonly string[]): void
}

/** The register is not to be read for what it says, so nothing may go on as if it were empty. */
export class ErasureRegisterBrokenError extends Error {
  override readonly name = 'ErasureRegisterBrokenError'
}

/** Beside the master key, which must be brought along when a backup is restored: whoever brings one finds the other. */
export function erasureRegisterFile(masterKeyFile: string): string {
  return `${masterKeyFile}.erased`
}

/** Made where there is none. @throws ErasureRegisterBrokenError */
export function openErasureRegister(file: string): ErasureRegister {
  if (!existsSync(file)) createEmpty(file)
  const names = new Set(parse(readFileSync(file, 'utf8'), file))
  return {
    has: (name) => names.has(name),
    list: () => names,
    append(destroyed) {
      const added = destroyed.filter((name) => !names.has(name))
      if (added.length === 0) return
      appendLines(file, added.map((name) => `${name}\n`).join(''))
      for (const name of added) names.add(name)
    },
  }
}

function createEmpty(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  syncFolder(dirname(file))
}

/** A last line without its end was cut off by a crash; its key had not been destroyed yet. */
function parse(text: string, file: string): string[] {
  const lines = text.split('\n').slice(0, -1)
  const broken = lines.findIndex((line) => !/^[a-z0-9-]*$/.test(line))
  if (broken === -1) return lines.filter((line) => line !== '')
  throw new ErasureRegisterBrokenError(`${file}, line ${broken + 1}, is no line of a register of erasures`)
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

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  fsyncSync(folder)
  closeSync(folder)
}
