import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { rawPublicKey } from './tree/signed-note.ts'

/** The file holds something else than Ed25519 private keys. */
export class LogKeyWrongError extends Error {
  override readonly name = 'LogKeyWrongError'
}

/** Newest first: the first signs, and so do those after it while they are there. PKCS#8 in PEM, one block a key. */
export type LogKeys = readonly [KeyObject, ...KeyObject[]]

/** Makes the file, readable by its owner only, where there is none. @throws LogKeyWrongError */
export function ensureLogKeys(file: string, onGenerated: (file: string) => void): void {
  try {
    readLogKeys(file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeLogKeys(file, [generateLogKey()])
    onGenerated(file)
  }
}

/** @throws LogKeyWrongError; the system's error where there is no such file */
export function readLogKeys(file: string): LogKeys {
  const blocks = readFileSync(file, 'utf8').match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g) ?? []
  try {
    const [first, ...others] = blocks.map((block) => createPrivateKey(block))
    if (!first) throw new TypeError('it holds no private key')
    for (const key of [first, ...others]) rawPublicKey(key)
    return [first, ...others]
  } catch (error) {
    throw new LogKeyWrongError(`${file} does not hold Ed25519 private keys in PKCS#8`, { cause: error })
  }
}

export function generateLogKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey
}

/** Whole or not at all: a crash leaves the keys that were there, or the new ones. */
export function writeLogKeys(file: string, keys: LogKeys): void {
  const unfinished = `${file}.unfinished`
  rmSync(unfinished, { force: true })
  const handle = openSync(unfinished, 'wx', 0o600)
  writeSync(handle, keys.map((key) => key.export({ type: 'pkcs8', format: 'pem' })).join(''))
  fsyncSync(handle)
  closeSync(handle)
  renameSync(unfinished, file)
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
