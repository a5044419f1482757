import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'

/*
 * Stream `access-<uuid of account, day and attachments>`: what one account read of attachments on one day, beside its reads of people by name.
 * Invariant: a read is recorded before it is answered, and the reads of a day are bounded: more is no work but copying.
 */
export type AttachmentReadEvent = EventOf<'AttachmentRead'>
export interface AttachmentReadCommand {
  readonly type: 'ReadAttachment'
  readonly read: DataOf<'AttachmentRead'>
}

export const ATTACHMENT_READS_PER_DAY = 1_000

export const attachmentReadsDecider: Decider<
  { readonly reads: number },
  AttachmentReadCommand,
  AttachmentReadEvent,
  'personal-reads-exhausted'
> = {
  category: 'access',
  initialState: { reads: 0 },
  decide: ({ reads }, { read }) =>
    reads < ATTACHMENT_READS_PER_DAY
      ? accept([{ type: 'AttachmentRead', data: read }])
      : refuse('personal-reads-exhausted', { readsPerDay: ATTACHMENT_READS_PER_DAY }),
  evolve: ({ reads }) => ({ reads: reads + 1 }),
}
