import type { Attached } from '@welfare/contracts/events/attachments.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import { consignment, sampleId, site, today, water, worker } from '../sample.fixture.ts'
import type { EraseAttachment } from './consignment.commands.ts'
import { type ConsignmentEvent, consignmentDecider } from './consignment.decider.ts'
import { ATTACHMENTS_PER_CONSIGNMENT } from './consignment-attachments.ts'
import { dispatched, everything, handOut, planned, programme, receipt, received } from './consignment-sample.fixture.ts'

const { given } = specify(consignmentDecider)
const photo = (number: number): Attached => ({
  attachment: sampleId('attachment', number),
  contentType: 'image/jpeg',
  bytes: 2_000_000,
  sha256: String(number).padStart(64, '0'),
})
const attached = (...attachments: readonly Attached[]) => ({ consignment, attachments, unknownAttachment: undefined })
const missing = { consignment, attachments: [], unknownAttachment: sampleId('attachment', 9) }
const added = (entry: number, one: Attached): ConsignmentEvent => ({
  type: 'ConsignmentAttachmentAdded',
  data: { entry: `${consignment}.${entry}`, programme, site, ...one },
})
const add = (entry: string, ...attachments: readonly Attached[]) =>
  ({ type: 'AddAttachments', entry, attached: attached(...attachments) }) as const
const erase = (more: Partial<EraseAttachment> = {}): EraseAttachment => ({
  type: 'EraseAttachment',
  attachment: photo(1).attachment,
  reason: 'retention-ended',
  retentionEndedOn: today,
  today,
  ...more,
})
const history = [planned, dispatched, received]
const erased: ConsignmentEvent = {
  type: 'ConsignmentAttachmentErased',
  data: { attachment: photo(1).attachment, reason: 'retention-ended' },
}
const handedOut: ConsignmentEvent = {
  type: 'GoodsHandedOut',
  data: {
    programme,
    site,
    lines: [{ commodity: water, lot: `${sampleId('depot', 1)}.3`, quantity: 1 }],
    workers: [worker],
    heads: 0,
    handedOutOn: today,
  },
}

describe('a receipt or a hand-out', () => {
  it('has its photos in the same append, and they name it', () => {
    given([planned, dispatched])
      .when(receipt(everything, { attached: attached(photo(1), photo(2)) }))
      .then([received, added(3, photo(1)), added(3, photo(2))])
  })
  it('is not recorded without one that it names', () => {
    given([planned, dispatched])
      .when(receipt(everything, { attached: missing }))
      .then({ code: 'attachment-unknown', facts: { attachment: missing.unknownAttachment } })
    given(history)
      .when(handOut({ attached: missing }))
      .then({ code: 'attachment-unknown', facts: { attachment: missing.unknownAttachment } })
  })
  it('is refused for what is wrong with itself first', () => {
    given([planned])
      .when(receipt(everything, { attached: missing }))
      .then({ code: 'consignment-not-dispatched', facts: {} })
  })
  it('takes none that belongs to another', () => {
    given([...history, added(3, photo(1))])
      .when(handOut({ attached: attached(photo(1)) }))
      .then({ code: 'attachment-already-added', facts: { attachment: photo(1).attachment } })
  })
})

describe('adding later', () => {
  it('is to a receipt or a hand-out that stands; once more is already so', () => {
    given(history)
      .when(add(`${consignment}.3`, photo(1)))
      .then([added(3, photo(1))])
    given([...history, added(3, photo(1))])
      .when(add(`${consignment}.3`, photo(1), photo(2)))
      .then([added(3, photo(2))])
    given([...history, handedOut])
      .when(add(`${consignment}.4`, photo(1)))
      .then([added(4, photo(1))])
  })
  it.each([`${consignment}.2`, `${consignment}.4`, `${sampleId('consignment', 2)}.3`])(
    'attachment-entry-unknown: %s',
    (entry) => {
      given(history)
        .when(add(entry, photo(1)))
        .then({ code: 'attachment-entry-unknown', facts: { entry } })
    },
  )
  it('ends somewhere', () => {
    const all = Array.from({ length: ATTACHMENTS_PER_CONSIGNMENT }, (_, number) => added(3, photo(number)))
    given([...history, ...all])
      .when(add(`${consignment}.3`, photo(200)))
      .then({ code: 'attachments-exhausted', facts: { attachmentsPerConsignment: ATTACHMENTS_PER_CONSIGNMENT } })
  })
})

describe('erasing', () => {
  it('is recorded once, and leaves the entry', () => {
    given([...history, added(3, photo(1))])
      .when(erase())
      .then([erased])
    given([...history, added(3, photo(1)), erased])
      .when(erase())
      .then([])
  })
  it('waits for the end of retention, but for what never was the entry’s', () => {
    given([...history, added(3, photo(1))])
      .when(erase({ retentionEndedOn: '2025-07-02' }))
      .then({ code: 'retention-running', facts: { retentionEndedOn: '2025-07-02', today } })
    given([...history, added(3, photo(1))])
      .when(erase({ retentionEndedOn: undefined }))
      .then({ code: 'retention-running', facts: { today } })
    given([...history, added(3, photo(1))])
      .when(erase({ reason: 'attached-by-mistake', retentionEndedOn: undefined }))
      .then([{ type: 'ConsignmentAttachmentErased', data: { ...erased.data, reason: 'attached-by-mistake' } }])
  })
  it('attachment-unknown', () => {
    given(history)
      .when(erase())
      .then({ code: 'attachment-unknown', facts: { attachment: photo(1).attachment } })
  })
})
