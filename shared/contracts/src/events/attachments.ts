import { z } from 'zod'
import { anyPart, division, idOf, partOf, text, UUID } from '../primitives.ts'
import { dataReason } from './registry.ts'

/** What may be attached, told by its content. */
export const attachmentKinds = ['image/jpeg', 'image/png', 'application/pdf'] as const
/** Beside them, where rows are read: what a bank gives. */
export const spreadsheetKinds = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const
export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024

/** Of a file, which is no stream: it lies sealed beside the log, under a key of its own name. */
export const attachmentId = z
  .string()
  .regex(new RegExp(`^attachment-${UUID}$`))
  .meta({ description: 'Id of an attachment', example: 'attachment-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d' })

/** What an event says of a photo or scan. Whoever holds the file can tell by its hash that it is the one. */
export const attached = z.strictObject({
  attachment: attachmentId,
  contentType: z.enum(attachmentKinds),
  bytes: z.int().min(1).max(MAX_ATTACHMENT_BYTES),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the file as it was handed in, in hexadecimal' }),
})
export type Attached = z.infer<typeof attached>

/** A photo, a scan, or a file with rows. */
export const attachedFile = attached.extend({ contentType: z.enum([...attachmentKinds, ...spreadsheetKinds]) })
export type AttachedFile = z.infer<typeof attachedFile>

/** What a command knows of the files that it names. */
export interface GivenAttachments<File extends AttachedFile = Attached> {
  readonly attachments: readonly File[]
  /** The first that is not there for this thing, or was not named in time. */
  readonly unknownAttachment: string | undefined
}

/** Posts nothing: the signed sheet of a receipt or a hand-out, in the same append as that or later. */
export const consignmentAttachmentAdded = z.strictObject({
  entry: partOf('consignment'),
  programme: idOf('programme').optional(),
  site: idOf('site'),
  ...attached.shape,
})
/** Posts nothing: the key is destroyed after this is durable; the hash stays. */
export const consignmentAttachmentErased = z.strictObject({
  attachment: attachmentId,
  reason: z.enum([...dataReason.options, 'attached-by-mistake']),
})

/** A word of a list and never free text, which would bring names into the log. */
export const attachmentPurpose = z.enum(['checking', 'audit', 'complaint', 'correction'])
/** A file that shows names was read: who, which, what for. The record is durable before the answer leaves. */
export const attachmentRead = z.strictObject({
  account: text(100),
  attachment: attachmentId,
  entry: anyPart,
  purpose: attachmentPurpose,
  division,
  programme: idOf('programme').optional(),
  /** Whom the entry names. */
  workers: z.array(idOf('worker')).max(500),
})

export const attachmentsEvents = {
  ConsignmentAttachmentAdded: { category: 'consignment', schemaVersion: 1, schema: consignmentAttachmentAdded },
  ConsignmentAttachmentErased: { category: 'consignment', schemaVersion: 1, schema: consignmentAttachmentErased },
  AttachmentRead: { category: 'access', schemaVersion: 1, schema: attachmentRead },
} as const
