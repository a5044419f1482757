import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AttachmentKeys } from './attachment-keys.ts'
import { type FileKind, kindOf, LONGEST_BEGINNING } from './attachment-kind.ts'
import {
  codeOf,
  flush,
  type KeptFile,
  listSealed,
  openSealedFiles,
  type SealedFiles,
  writeSealed,
} from './sealed-file.store.ts'
import { createTurns } from './turns.ts'

export type FileRefusal = 'attachment-kind-unknown' | 'attachment-not-kept' | 'attachment-erased'
export type Kept =
  | { readonly kept: KeptFile }
  | { readonly refused: FileRefusal; readonly facts: Readonly<Record<string, string>> }
  /** Another file lies there under the same id. */
  | { readonly isOther: true }

/** What a file says of itself; undefined where it is lost, or there is only a key. */
export type IsNeeded = (attachment: string, kept: KeptFile | undefined) => boolean

/** A file appears whole or not at all, with its key, and leaves with it. */
export interface AttachmentFiles extends SealedFiles {
  /**
   * Durable, key and file, when it resolves; what is refused or breaks off leaves no file, and no key where its kind is not known. The same file
   * again is kept as it is where it can be read and `isNeeded`, else it is written anew: its days begin again.
   */
  keep(
    given: Pick<KeptFile, 'attachment' | 'of' | 'keptAt'>,
    pieces: AsyncIterable<Uint8Array>,
    isNeeded: IsNeeded,
  ): Promise<Kept>
  /** Key and file of those that are not needed when nobody hands them in. */
  forget(attachments: readonly string[], isNeeded: IsNeeded): Promise<void>
  /** After its key. */
  remove(attachment: string): Promise<void>
  list(): Promise<readonly string[]>
  /** Keys beside which no file lies. */
  listStrayKeys(): Promise<readonly string[]>
  /** What a crash left unfinished before that time. */
  removeUnfinished(before: Date): Promise<void>
}

type Keys = Pick<
  AttachmentKeys,
  'createPersonKeys' | 'hasPersonKey' | 'sealFile' | 'openFile' | 'dropKeys' | 'listKeys'
>

const KEY_PREFIX = 'attachment-'
/** When it was begun stands before the last part. */
const UNFINISHED = /(\d+)\.[0-9a-f-]{36}\.unfinished$/
const noRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG']

/** @param folder of one service's attachments; made where there is none */
export function openAttachmentFiles(folder: string, keys: Keys, kinds: readonly FileKind[]): AttachmentFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pathOf = (attachment: string) => join(folder, attachment)
  const files = openSealedFiles(folder, keys)
  const takeTurn = createTurns()
  return {
    ...files,
    keep: (given, pieces, isNeeded) => takeTurn([given.attachment], () => keep(given, pieces, isNeeded)),
    forget: (attachments, isNeeded) => takeTurn(attachments, () => forget(attachments, isNeeded)),
    remove: (attachment) => takeTurn([attachment], () => rm(pathOf(attachment), { force: true })),
    list: () => listSealed(folder),
    async listStrayKeys() {
      // Keys first: what is handed in meanwhile is in neither.
      const named = keys.listKeys(KEY_PREFIX)
      const there = new Set(await listSealed(folder))
      return named.filter((key) => !there.has(key))
    },
    async removeUnfinished(before) {
      for (const name of await readdir(folder)) {
        const begunMs = UNFINISHED.exec(name)?.[1]
        if (begunMs !== undefined && Number(begunMs) < before.getTime()) await rm(join(folder, name), { force: true })
      }
    },
  }

  async function keep(
    given: Pick<KeptFile, 'attachment' | 'of' | 'keptAt'>,
    pieces: AsyncIterable<Uint8Array>,
    isNeeded: IsNeeded,
  ): Promise<Kept> {
    const begunMs = new Date(given.keptAt).getTime()
    const unfinished = join(folder, `${given.attachment}.${begunMs}.${randomUUID()}.unfinished`)
    const coming = pieces[Symbol.asyncIterator]()
    try {
      const begin = await beginOf(coming)
      const contentType = kindOf(begin, kinds)
      if (contentType === undefined) return { refused: 'attachment-kind-unknown', facts: {} }
      // Before the key, which whoever looks for stray ones leaves to it.
      const file = await open(unfinished, 'wx', 0o600)
      try {
        keys.createPersonKeys([given.attachment])
        if (!keys.hasPersonKey(given.attachment)) return { refused: 'attachment-erased', facts: {} }
        const sealing = keys.sealFile(given.attachment)
        const kept = await writeSealed(file, sealing, joined(begin, coming), { ...given, contentType })
        return await publish(kept, unfinished, isNeeded)
      } finally {
        await file.close()
      }
    } catch (error) {
      if (!isNoRoom(error)) throw error
      return { refused: 'attachment-not-kept', facts: { why: 'ENOSPC' } }
    } finally {
      await coming.return?.()
      await rm(unfinished, { force: true })
    }
  }

  async function publish(kept: KeptFile, unfinished: string, isNeeded: IsNeeded): Promise<Kept> {
    const before = await keptBefore(kept, isNeeded)
    if (before) return before
    await rename(unfinished, pathOf(kept.attachment))
    await flush(folder)
    // Only where another process forgot one under this id meanwhile.
    if (!keys.hasPersonKey(kept.attachment)) throw new Error(`the key of ${kept.attachment} went while it was kept`)
    return { kept }
  }

  /** The same file again, where it can still be read: a key may have gone with an orphan of that id, or with a restore. */
  async function keptBefore(kept: KeptFile, isNeeded: IsNeeded): Promise<Kept | undefined> {
    const known = await files.find(kept.attachment)
    if (known === undefined) return undefined
    if (known.of !== kept.of || known.sha256 !== kept.sha256) return { isOther: true }
    const content = await files.read(kept.attachment).catch(() => undefined)
    return content && isNeeded(kept.attachment, known) ? { kept: known } : undefined
  }

  async function forget(attachments: readonly string[], isNeeded: IsNeeded): Promise<void> {
    // Before the files: one that another process hands in is in the one or in the other.
    const underWay = (await readdir(folder)).filter((name) => UNFINISHED.test(name))
    const orphans: string[] = []
    for (const attachment of attachments) {
      const isBeingKept = underWay.some((name) => name.startsWith(attachment))
      if (!isBeingKept && !isNeeded(attachment, await files.find(attachment))) orphans.push(attachment)
    }
    if (orphans.length === 0) return
    for (const attachment of orphans) await rm(pathOf(attachment), { force: true })
    keys.dropKeys(orphans)
  }
}

/** As much of a file as tells its kind, or all of it. */
async function beginOf(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let begin: Uint8Array = new Uint8Array()
  while (begin.length < LONGEST_BEGINNING) {
    const next = await pieces.next()
    if (next.done) break
    begin = Buffer.concat([begin, next.value])
  }
  return begin
}

async function* joined(begin: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield begin
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

/** On the disk of the files, or on that of the keys. */
function isNoRoom(error: unknown): boolean {
  const SQLITE_FULL = 13
  return (
    noRoom.includes(codeOf(error)) || (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_FULL)
  )
}
