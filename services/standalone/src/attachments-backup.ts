import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { eventsOf } from '@welfare/event-store/sqlite/backup.ts'
import { copySealedFiles, openSealedFiles } from '@welfare/http/attachments/sealed-file.store.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import { SealedFieldsAlteredError } from '@welfare/keys/key-wrap.ts'

const NONE: ReadonlySet<string> = new Set()

/** A folder for each service that has attachments, as in the data folder. */
export async function copyAttachments(from: string, to: string, except = NONE): Promise<void> {
  if (!existsSync(from)) return
  for (const service of await readdir(from)) await copySealedFiles(join(from, service), join(to, service), except)
}

/**
 * Reads every attachment that the log names, and was not erased, with its key.
 * @returns those that are not there, cannot be read, or are not what their event says
 */
export async function listLostAttachments(options: {
  readonly logFile: string
  readonly attachments: string
  readonly keyStore: KeyStore
}): Promise<readonly string[]> {
  const { logFile, attachments, keyStore } = options
  const files = openSealedFiles(join(attachments, 'deliveries'), keyStore)
  const erased = new Set(eventsOf(logFile, 'ConsignmentAttachmentErased').map(({ data }) => String(data.attachment)))
  const lost: string[] = []
  for (const stored of eventsOf(logFile, 'ConsignmentAttachmentAdded')) {
    const event = eventCodec.decode(stored)
    if (event.type !== 'ConsignmentAttachmentAdded') continue
    const { attachment, sha256 } = event.data
    if (erased.has(attachment) || keyStore.isErased(attachment)) continue
    const content = await files.read(attachment).catch(lostIfUnreadable)
    if (content === undefined || createHash('sha256').update(content).digest('hex') !== sha256) lost.push(attachment)
  }
  return lost
}

/** Altered, or on a bad spot of the disk. */
function lostIfUnreadable(error: unknown): undefined {
  const isOfDisk = error instanceof Error && 'syscall' in error
  if (!(isOfDisk || error instanceof SealedFieldsAlteredError)) throw error
}
