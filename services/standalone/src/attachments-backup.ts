import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { eventsOf } from '@welfare/event-store/sqlite/backup.ts'
import { copySealedFiles, openAttachmentFiles } from '@welfare/http/attachments/attachment-files.store.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import { SealedFieldsAlteredError } from '@welfare/keys/key-wrap.ts'

/** A folder for each service that has attachments, as in the data folder. */
export async function copyAttachments(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return
  for (const service of await readdir(from)) await copySealedFiles(join(from, service), join(to, service))
}

/**
 * Reads every attachment that the log names, and was not erased, with its key.
 * @returns the first that is not there, or is not what its event says
 */
export async function findLostAttachment(options: {
  readonly logFile: string
  readonly attachments: string
  readonly keyStore: KeyStore
}): Promise<string | undefined> {
  const { logFile, attachments, keyStore } = options
  const files = openAttachmentFiles(join(attachments, 'deliveries'), keyStore)
  const erased = new Set(eventsOf(logFile, 'ConsignmentAttachmentErased').map(({ data }) => String(data.attachment)))
  for (const stored of eventsOf(logFile, 'ConsignmentAttachmentAdded')) {
    const event = eventCodec.decode(stored)
    if (event.type !== 'ConsignmentAttachmentAdded') continue
    const { attachment, sha256 } = event.data
    if (erased.has(attachment) || keyStore.isErased(attachment)) continue
    const content = await files.read(attachment).catch(lostIfAltered)
    if (content === undefined || createHash('sha256').update(content).digest('hex') !== sha256) return attachment
  }
  return undefined
}

function lostIfAltered(error: unknown): undefined {
  if (!(error instanceof SealedFieldsAlteredError)) throw error
}
