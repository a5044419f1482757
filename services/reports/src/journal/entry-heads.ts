import { isProcess } from '@welfare/contracts/authority.ts'
import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { QueryContext } from '../query-context.ts'
import { toProjected } from '../read-model/generation.ts'
import { type EntryRow, findEntry } from './entries.store.ts'
import { readEvents } from './journal-legs.ts'

/** What stands at the head of an entry of the books. */
export interface EntryHead {
  readonly document: string
  /** 制单人: account of who made or proposed it. */
  readonly maker: string
  /** 审核人: account of who approved it. */
  readonly checker: string | null
  /** 记账人: the process that posted it, or the ledger itself. */
  readonly poster: string
  readonly receiptType: string | null
  readonly receiptNumber: string | null
  readonly receiptDate: string | null
  readonly attachments: number | null
}

/** The heads of the events among these that have legs, by sequence. */
export function readEntryHeads(
  { generation, source }: QueryContext,
  events: ReadonlyMap<number, SequencedEvent>,
): ReadonlyMap<number, EntryHead> {
  const rows = [...events.keys()].flatMap((sequence) => findEntry(generation.model, sequence) ?? [])
  const answering = rows.flatMap(({ maker, checker }) => (checker === null ? [maker] : [maker, checker]))
  const missing = readEvents(
    source,
    answering.filter((sequence) => !events.has(sequence)),
  )
  const metadataAt = (sequence: number): Partial<EventMetadata> =>
    (events.get(sequence) ?? missing.get(sequence))?.metadata ?? {}
  return new Map(
    rows.flatMap((row) => {
      const event = events.get(row.sequence)
      return event ? [[row.sequence, toHead(row, event, metadataAt)] as const] : []
    }),
  )
}

function toHead(
  row: EntryRow,
  event: SequencedEvent,
  metadataAt: (sequence: number) => Partial<EventMetadata>,
): EntryHead {
  const { actor } = event.metadata
  const { actor: maker = '', approval } = metadataAt(row.maker)
  const checker = (row.checker === null ? approval?.approvedBy : metadataAt(row.checker).actor) ?? null
  return {
    document: row.document,
    maker,
    checker: checker === maker ? null : checker,
    poster: isProcess(actor) ? actor : LEDGER,
    ...receiptOf(event),
  }
}

/** Whatever a person decides, the legs follow by rule. */
const LEDGER = 'ledger'

type Receipt = Pick<EntryHead, 'receiptType' | 'receiptNumber' | 'receiptDate' | 'attachments'>

/** The paper of the event itself; else the one that its metadata names. */
function receiptOf(recorded: SequencedEvent): Receipt {
  const document = recorded.metadata.document as EventMetadata['document']
  const own = ownReceiptOf(recorded)
  return {
    receiptType: own?.type ?? document?.kind ?? null,
    receiptNumber: own?.number ?? document?.number ?? null,
    receiptDate: (own ? own.date : document?.date) ?? null,
    attachments: document?.attachments ?? null,
  }
}

function ownReceiptOf(recorded: SequencedEvent) {
  const { event } = toProjected(recorded)
  switch (event.type) {
    case 'DonationReceived': {
      const { receiptDate, receiptNumber, receivedOn } = event.data
      return { type: 'donation-receipt', number: receiptNumber, date: receiptDate ?? receivedOn }
    }
    case 'DirectPaymentGranted':
      return { type: 'quota-notice', number: event.data.noticeNumber, date: event.data.grantedOn }
    case 'GoodsReceived':
      return { type: 'goods-receipt', number: event.data.receiptNumber, date: event.data.receivedOn }
    case 'ConsignmentReceived': {
      const { proof, receivedOn } = event.data
      return proof === undefined ? undefined : { type: 'proof-of-delivery', number: proof, date: receivedOn }
    }
    case 'MealRedeemed': {
      const { deviceId, deviceSequence, enteredBy, redeemedOn } = event.data
      // The union enters from a paper, which the metadata names; no till made a slip.
      if (enteredBy === 'union') return undefined
      return { type: 'till-slip', number: `${deviceId}/${deviceSequence}`, date: redeemedOn }
    }
    default:
      return undefined
  }
}
