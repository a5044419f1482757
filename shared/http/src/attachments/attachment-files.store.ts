import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { copyFile, type FileHandle, link, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { attached, attachmentId } from '@welfare/contracts/events/attachments.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import { z } from 'zod'
import { kindOf, LONGEST_BEGINNING } from './attachment-kind.ts'

const keptFile = attached.extend({
  /** The stream whose entries alone may name it. */
  of: z.string(),
  keptAt: z.iso.datetime(),
})
export type KeptFile = z.infer<typeof keptFile>

export type FileRefusal = 'attachment-kind-unknown' | 'attachment-not-kept' | 'attachment-erased'
export type Kept =
  | { readonly kept: KeptFile }
  | { readonly refused: FileRefusal; readonly facts: Readonly<Record<string, string>> }
  /** Another file lies there under the same id. */
  | { readonly isOther: true }

/**
 * One sealed file for each attachment, named by its id: nonce, ciphertext and tag, then what is known of it as JSON, and how long that is. It
 * appears whole or not at all, and never changes.
 */
export interface AttachmentFiles {
  /** Durable, key and file, when it resolves; what is refused or breaks off leaves nothing. The same file again is kept as it is. */
  keep(given: Pick<KeptFile, 'attachment' | 'of' | 'keptAt'>, pieces: AsyncIterable<Uint8Array>): Promise<Kept>
  find(attachment: string): Promise<KeptFile | undefined>
  /** Undefined where there is no file, or no key to it. @throws SealedFieldsAlteredError */
  read(attachment: string): Promise<Buffer | undefined>
  remove(attachment: string): Promise<void>
  list(): Promise<readonly string[]>
  /** What a crash left unfinished before that time. */
  removeUnfinished(before: Date): Promise<void>
}

type Keys = Pick<KeyStore, 'createPersonKeys' | 'hasPersonKey' | 'sealFile' | 'openFile'>

const LENGTH_BYTES = 4
const UNFINISHED = '.unfinished'
const noRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG']

/** @param folder of one service's attachments; made where there is none */
export function openAttachmentFiles(folder: string, keys: Keys): AttachmentFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pathOf = (attachment: string) => join(folder, attachment)
  return {
    async keep(given, pieces) {
      const begunMs = new Date(given.keptAt).getTime()
      const unfinished = join(folder, `${begunMs}.${randomUUID()}${UNFINISHED}`)
      try {
        keys.createPersonKeys([given.attachment])
        if (!keys.hasPersonKey(given.attachment)) return { refused: 'attachment-erased', facts: {} }
        const content = await writeSealed(unfinished, keys.sealFile(given.attachment), pieces, given)
        return content === undefined
          ? { refused: 'attachment-kind-unknown', facts: {} }
          : await publish(content, unfinished)
      } catch (error) {
        if (!isNoRoom(error)) throw error
        return { refused: 'attachment-not-kept', facts: { why: 'ENOSPC' } }
      } finally {
        await rm(unfinished, { force: true })
      }
    },
    find: (attachment) => readKept(pathOf(attachment)),
    read,
    async remove(attachment) {
      await rm(pathOf(attachment), { force: true })
    },
    list: () => listSealed(folder),
    async removeUnfinished(before) {
      for (const name of await readdir(folder)) {
        const [begunMs] = name.split('.')
        if (name.endsWith(UNFINISHED) && Number(begunMs) < before.getTime())
          await rm(join(folder, name), { force: true })
      }
    },
  }

  async function publish(kept: KeptFile, unfinished: string): Promise<Kept> {
    const before = await keptBefore(kept)
    if (before) return before
    await rename(unfinished, pathOf(kept.attachment))
    await flush(folder)
    // Only where one under this id was an orphan, and was removed with its key meanwhile.
    if (!keys.hasPersonKey(kept.attachment)) throw new Error(`the key of ${kept.attachment} went while it was kept`)
    return { kept }
  }

  /** The same file again, where it can still be read: a key may have gone with an orphan of that id, or with a restore. */
  async function keptBefore(kept: KeptFile): Promise<Kept | undefined> {
    const known = await readKept(pathOf(kept.attachment))
    if (known === undefined) return undefined
    if (known.of !== kept.of || known.sha256 !== kept.sha256) return { isOther: true }
    const content = await read(kept.attachment).catch(() => undefined)
    return content && { kept: known }
  }

  async function read(attachment: string): Promise<Buffer | undefined> {
    const file = await orUndefined(readFile(pathOf(attachment)))
    if (file === undefined) return undefined
    const about = file.readUInt32BE(file.length - LENGTH_BYTES)
    return keys.openFile(attachment, file.subarray(0, file.length - LENGTH_BYTES - about))
  }
}

/** Every file, whole, in a folder that is made. Unfinished ones are nobody's. */
export async function copySealedFiles(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const name of await listSealed(from)) await linkOrCopy(join(from, name), join(to, name))
  await flush(to)
}

async function listSealed(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => attachmentId.safeParse(name).success)
}

/** @returns what was written and is on disk; undefined where its first bytes are of no kind that is taken */
async function writeSealed(
  path: string,
  sealing: ReturnType<Keys['sealFile']>,
  pieces: AsyncIterable<Uint8Array>,
  given: Pick<KeptFile, 'attachment' | 'of' | 'keptAt'>,
): Promise<KeptFile | undefined> {
  const file = await open(path, 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    let begin: Uint8Array = new Uint8Array()
    let bytes = 0
    await file.write(sealing.begin)
    for await (const piece of pieces) {
      bytes += piece.length
      if (begin.length < LONGEST_BEGINNING) {
        begin = Buffer.concat([begin, piece.subarray(0, LONGEST_BEGINNING)])
        if (begin.length >= LONGEST_BEGINNING && kindOf(begin) === undefined) return undefined
      }
      hash.update(piece)
      await file.write(sealing.add(piece))
    }
    const contentType = kindOf(begin)
    if (contentType === undefined) return undefined
    const kept: KeptFile = { ...given, contentType, bytes, sha256: hash.digest('hex') }
    await file.write(withAbout(sealing.end(), kept))
    await file.sync()
    return kept
  } finally {
    await file.close()
  }
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
    const length = (await readAt(file, size - LENGTH_BYTES, LENGTH_BYTES)).readUInt32BE()
    const about = await readAt(file, size - LENGTH_BYTES - length, length)
    return keptFile.parse(JSON.parse(about.toString('utf8')))
  } finally {
    await file.close()
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

/** On the disk of the files, or on that of the keys. */
function isNoRoom(error: unknown): boolean {
  const SQLITE_FULL = 13
  return (
    noRoom.includes(codeOf(error)) || (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_FULL)
  )
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
