import type { attachmentsEvents } from '../../src/events/attachments.ts'
import { id, type SamplesOf } from './ids.ts'

const attachment = 'attachment-00000000-0000-7000-8000-000000000001'
const entry = `${id('consignment')}.3`

export const attachmentsSamples: SamplesOf<keyof typeof attachmentsEvents> = {
  ConsignmentAttachmentAdded: {
    stream: id('consignment'),
    data: {
      entry,
      programme: id('programme'),
      site: id('site'),
      attachment,
      contentType: 'image/jpeg',
      bytes: 2_345_678,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  },
  ConsignmentAttachmentErased: { stream: id('consignment'), data: { attachment, reason: 'retention-ended' } },
  AttachmentRead: {
    stream: id('access'),
    data: {
      account: 'auditor/hall-1',
      attachment,
      entry,
      purpose: 'audit',
      division: '632701',
      programme: id('programme'),
      workers: [id('worker')],
    },
  },
}
