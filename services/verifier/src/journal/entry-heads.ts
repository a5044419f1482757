import type { PostedEvent } from '../books.ts'
import { isObject, type JsonObject, optionalTextIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import type { Directory } from '../reports/directory.ts'
import { numberDocuments } from './document-numbers.ts'

/** Columns of the journal that say who answers for an entry, and by which paper; '' where there is none. */
export interface EntryHead {
  readonly document: string
  /** 制单人: who made or proposed it. */
  readonly maker: string
  /** 审核人: who approved what somebody else had proposed. */
  readonly checker: string
  /** 记账人: the process that posted it, or the ledger itself. */
  readonly poster: string
  readonly receiptType: string
  readonly receiptNumber: string
  readonly receiptDate: string
  readonly attachments: string
}

interface Authors {
  readonly maker: string
  readonly checker: string
}

/** What is done after these never names them as a cause: most events of a ledger need not be remembered. */
const causesNothing = new Set([
  ...['MealRedeemed', 'CreditReceived', 'WalletOpened', 'WorkerRegistered', 'WorkerChanged', 'IdentityReserved'],
])
const proposals = new Set(['AllocationProposed', 'IssuanceProposed', 'DonationReceived'])

/** Makes the heads of the entries, event by event; the directory has taken the event already. */
export function createEntryHeads(directory: Directory) {
  const numberOf = numberDocuments(directory)
  const authorsOf = new Map<string, Authors>()
  /** `<stream>.<version>` → who proposed it. */
  const proposers = new Map<string, string>()

  function findAuthors({ data, metadata }: LedgerEvent): Authors {
    const actor = textIn(metadata, 'actor')
    if (isProcess(actor))
      return authorsOf.get(optionalTextIn(metadata, 'causationId') ?? '') ?? { maker: actor, checker: '' }
    const proposer = proposers.get(typeof data.proposal === 'string' ? data.proposal : '')
    const { approval } = metadata
    const [maker, checker] =
      proposer === undefined ? [actor, isObject(approval) ? textIn(approval, 'approvedBy') : ''] : [proposer, actor]
    return { maker, checker: checker === maker ? '' : checker }
  }

  return {
    /** Every event, in order; undefined for one without legs. */
    take(posted: PostedEvent): EntryHead | undefined {
      const { event, legs } = posted
      const authors = findAuthors(event)
      const actor = textIn(event.metadata, 'actor')
      if (!causesNothing.has(event.type)) authorsOf.set(event.id, authors)
      if (proposals.has(event.type)) proposers.set(`${event.stream}.${event.version}`, actor)
      if (legs.length === 0) return undefined
      return {
        document: numberOf(posted),
        ...authors,
        poster: isProcess(actor) ? actor : 'ledger',
        ...printoutOf(event),
      }
    },
  }
}

function isProcess(actor: string): boolean {
  return actor.startsWith('process/')
}

/** The paper of the event itself; else the one that its metadata names. */
function printoutOf({ type, data, metadata }: LedgerEvent) {
  const named: JsonObject = isObject(metadata.document) ? metadata.document : {}
  const own = ownPaperOf(type, data)
  return {
    receiptType: own?.type ?? optionalTextIn(named, 'kind') ?? '',
    receiptNumber: own?.number ?? optionalTextIn(named, 'number') ?? '',
    receiptDate: own?.date ?? (own ? '' : (optionalTextIn(named, 'date') ?? '')),
    attachments: named.attachments === undefined ? '' : String(named.attachments),
  }
}

function ownPaperOf(type: string, data: JsonObject) {
  switch (type) {
    case 'DonationReceived': {
      const date = optionalTextIn(data, 'receiptDate') ?? textIn(data, 'receivedOn')
      return { type: 'donation-receipt', number: textIn(data, 'receiptNumber'), date }
    }
    case 'DirectPaymentGranted':
      return { type: 'quota-notice', number: textIn(data, 'noticeNumber'), date: textIn(data, 'grantedOn') }
    case 'GoodsReceived':
      return { type: 'goods-receipt', number: textIn(data, 'receiptNumber'), date: textIn(data, 'receivedOn') }
    case 'ConsignmentReceived': {
      const proof = optionalTextIn(data, 'proof')
      return proof === undefined
        ? undefined
        : { type: 'proof-of-delivery', number: proof, date: textIn(data, 'receivedOn') }
    }
    case 'MealRedeemed': {
      // Entered by the union from a paper, which the metadata names.
      if (optionalTextIn(data, 'enteredBy') === 'union') return undefined
      const slip = `${textIn(data, 'deviceId')}/${String(data.deviceSequence)}`
      return { type: 'till-slip', number: slip, date: textIn(data, 'redeemedOn') }
    }
    default:
      return undefined
  }
}
