import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { copyFile, type FileHandle, link, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { attachedFile, attachmentId } from '@welfare/contracts/events/attachments.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import type { Sealing } from '@welfare/keys/key-wrap.ts'
import { z } from 'zod'

const keptFile = attachedFile.extend({
  /** The stream whose entries alone may name it. */
  of: z.string(),
  keptAt: z.iso.datetime(),
})
export type KeptFile = z.infer<typeof keptFile>

const LENGTH_BYTES = 4

/** One sealed file for each attachment, named by its id: nonce, ciphertext and tag, then what is known of it as JSON, and how long that is. */
export interface SealedFiles {
  /** Undefined where there is no file, or none that says what it is: it is lost. */
  find(attachment: string): Promise<KeptFile | undefined>
  /** Undefined where there is no file, no key to it, or no whole file. @throws SealedFieldsAlteredError */
  read(attachment: string): Promise<Buffer | undefined>
}

/** Of a folder that may lie in a backup: nothing is made in it, and it need not be there. */
export function openSealedFiles(folder: string, keys: Pick<KeyStore, 'openFile'>): SealedFiles {
  const pathOf = (attachment: string) => join(folder, attachment)
  return {
    find: (attachment) => readKept(pathOf(attachment)),
    async read(attachment) {
      const file = await orUndefined(readFile(pathOf(attachment)))
      if (file === undefined || file.length < LENGTH_BYTES) return undefined
      const aboutAt = file.length - LENGTH_BYTES - file.readUInt32BE(file.length - LENGTH_BYTES)
      return aboutAt < 0 ? undefined : keys.openFile(attachment, file.subarray(0, aboutAt))
    },
  }
}

/** Every file but those, whole, in a folder that is made. Unfinished ones are nobody's. */
export async function copySealedFiles(from: string, to: string, except: ReadonlySet<string>): Promise<void> {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const name of await listSealed(from)) if (!except.has(name)) await linkOrCopy(join(from, name), join(to, name))
  await flush(to)
}

export async function listSealed(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => attachmentId.safeParse(name).success)
}

/** On disk when it resolves. @returns what was written */
export async function writeSealed(
  file: FileHandle,
  sealing: Sealing,
  pieces: AsyncIterable<Uint8Array>,
  given: Omit<KeptFile, 'bytes' | 'sha256'>,
): Promise<KeptFile> {
  const hash = createHash('sha256')
  let bytes = 0
  await file.write(sealing.begin)
  for await (const piece of pieces) {
    bytes += piece.length
    hash.update(piece)
    await file.write(sealing.add(piece))
  }
  const kept: KeptFile = { ...given, bytes, sha256: hash.digest('hex') }
  await file.write(withAbout(sealing.end(), kept))
  await file.sync()
  return kept
}

function withAbout(end: Uint8Array, kept: KeptFile): Buffer {
  const about = Buffer.from(JSON.stringify(kept))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(about.length)
  return Buffer.concat([end, about, length])
}

async function readKept(path: string): Promise<KeptFile | undefined> {
  const file = await orUndefined(open(path, 'r'))
  if (file === undefined) return undefined
  try {
    const { size } = await file.stat()
    if (size < LENGTH_BYTES) return undefined
    const length = (await readAt(file, size - LENGTH_BYTES, LENGTH_BYTES)).readUInt32BE()
    if (length > size - LENGTH_BYTES) return undefined
    return parseKept(await readAt(file, size - LENGTH_BYTES - length, length))
  } finally {
    await file.close()
  }
}

function parseKept(about: Buffer): KeptFile | undefined {
  try {
    return keptFile.parse(JSON.parse(about.toString('utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined
    throw error
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer } = await file.read({ buffer: Buffer.alloc(length), position, length })
  return buffer
}

/** Files never change, so one of the same disk is the copy. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    // Erased since it was listed.
    if (codeOf(error) === 'ENOENT') return
    await copyFile(from, to)
    await flush(to)
  }
}

async function orUndefined<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
