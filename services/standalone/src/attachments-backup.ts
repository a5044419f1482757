import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { AttachedFile } from '@welfare/contracts/events/attachments.ts'
import { eventsOf } from '@welfare/event-store/sqlite/backup.ts'
import { attachmentKeysOf } from '@welfare/http/attachments/attachment-keys.ts'
import { copySealedFiles, openSealedFiles } from '@welfare/http/attachments/sealed-file.store.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import { SealedFieldsAlteredError } from '@welfare/keys/key-wrap.ts'

/** Whose files which events name. */
const naming = [
  { service: 'deliveries', type: 'ConsignmentAttachmentAdded' },
  { service: 'vouchers', type: 'InvoiceRecorded' },
  { service: 'funds', type: 'BankStatementImported' },
] as const
export const erasing = ['ConsignmentAttachmentErased', 'BankStatementFileErased'] as const
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
  const erased = new Set(erasing.flatMap((type) => eventsOf(logFile, type).map(({ data }) => String(data.attachment))))
  const lost: string[] = []
  for (const { service, type } of naming) {
    const keys = attachmentKeysOf(service, keyStore)
    const files = openSealedFiles(join(attachments, service), keys)
    for (const stored of eventsOf(logFile, type)) {
      const kept = attachedIn(eventCodec.decode(stored))
      if (kept === undefined || erased.has(kept.attachment) || keys.isErased(kept.attachment)) continue
      const content = await files.read(kept.attachment).catch(lostIfUnreadable)
      const isIt = content !== undefined && createHash('sha256').update(content).digest('hex') === kept.sha256
      if (!isIt) lost.push(kept.attachment)
    }
  }
  return [...new Set(lost)]
}

function attachedIn({ type, data }: WelfareEvent): AttachedFile | undefined {
  if (type === 'ConsignmentAttachmentAdded') return data
  if (type === 'BankStatementImported') return data.file
  return type === 'InvoiceRecorded' ? data.scan : undefined
}

/** Altered, or on a bad spot of the disk. */
function lostIfUnreadable(error: unknown): undefined {
  const isOfDisk = error instanceof Error && 'syscall' in error
  if (!(isOfDisk || error instanceof SealedFieldsAlteredError)) throw error
}
