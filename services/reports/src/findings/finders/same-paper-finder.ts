import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { comparableText } from '@welfare/contracts/comparable-text.ts'
import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import type { Projected } from '../../read-model/projection.ts'
import type { FindingStates } from '../finding-states.store.ts'
import type { Findings } from '../findings.store.ts'

/** A paper or file that may stand behind one thing only. */
interface Paper {
  readonly paper: string
  readonly number: string
  /** Beside which it may stand again: a receipt lists several goods, one roster serves several programmes. */
  readonly of: string
}

type Holder = readonly [id: string, sequence: number, commandId: string]

interface PaperState {
  holders: Holder[]
  finding: number | null
}

/** So many events of one paper are compared with a later one. */
const REMEMBERED_OF_PAPER = 4

/**
 * The same evidence twice: a receipt, an invoice, a signed sheet, a roster's file or the document named in the metadata behind two events of
 * different commands. The numbers of what was corrected or taken back are free again.
 */
export function createSamePaperFinder({ states, findings }: { states: FindingStates; findings: Findings }) {
  return {
    look({ event, recorded, sequence }: Projected, division: () => string): void {
      const corrected = correctedBy(event)
      if (corrected !== undefined) release(corrected)
      const papers = papersOf(event, recorded.metadata.document as EventMetadata['document'])
      if (papers.length === 0) return
      const commandId = String(recorded.metadata.commandId)
      const id = idOf(event) ?? `${recorded.stream}.${recorded.version}`
      for (const { paper, number, of } of papers) {
        const key = keyOf({ paper, number, of })
        const state = stateOf(key)
        const others = state.holders.filter(([, , command]) => command !== commandId)
        if (others.length > 0) {
          if (state.finding !== null) findings.extend(state.finding, sequence)
          else {
            const programme = 'programme' in event.data ? String(event.data.programme ?? '') : ''
            const about = { programme, division: division(), merchant: '', worker: '' }
            const kind = 'same-paper' as const
            const found = { ...about, kind, subject: key, facts: { paper, number }, thresholds: null }
            state.finding = findings.open(found, sequence, [...others.map(([, at]) => at), sequence])
          }
        }
        if (state.holders.length < REMEMBERED_OF_PAPER) state.holders.push([id, sequence, commandId])
        states.changed(key)
      }
      if (!canBeCorrected(event)) return
      const own = states.get<{ keys: string[] }>(`papers|${id}`, () => ({ keys: [] }))
      own.keys = papers.map(keyOf)
      states.changed(`papers|${id}`)
    },
  }

  function stateOf(key: string): PaperState {
    return states.get<PaperState>(key, () => ({ holders: [], finding: null }))
  }

  function release(id: string): void {
    for (const key of states.get<{ keys: string[] }>(`papers|${id}`, () => ({ keys: [] })).keys) {
      const state = stateOf(key)
      state.holders = state.holders.filter(([holder]) => holder !== id)
      states.changed(key)
    }
  }
}

/** Receipts of one office are compared with those of another, written by other people: blanks, dashes, width and case do not matter. */
function keyOf({ paper, number, of }: Paper): string {
  return `paper|${paper}|${of}|${comparableText(number) || number}`
}

/** By which a correction names it, where that is not the event itself: a lot keeps its name when its receipt is corrected. */
function idOf(event: WelfareEvent): string | undefined {
  if (event.type === 'GoodsReceived') return event.data.lot
  return event.type === 'GoodsReceiptCorrected' || event.type === 'ReceiptCorrected' ? event.data.corrects : undefined
}

/** What no longer stands as it was entered, or not at all. */
function correctedBy(event: WelfareEvent): string | undefined {
  switch (event.type) {
    case 'DonationReversed':
    case 'GoodsReceiptCorrected':
    case 'ReceiptCorrected':
    case 'ReceiptReversed':
      return event.data.corrects
    case 'DonationReceived':
    case 'GoodsReceived':
      return event.data.correctedFrom
    default:
      return undefined
  }
}

function canBeCorrected({ type }: WelfareEvent): boolean {
  return [
    'DonationReceived',
    'GoodsReceived',
    'GoodsReceiptCorrected',
    'ConsignmentReceived',
    'ReceiptCorrected',
  ].includes(type)
}

function papersOf(event: WelfareEvent, document: EventMetadata['document']): readonly Paper[] {
  const own = ownPapersOf(event)
  // Of a meal it is a slip.
  if (event.type === 'MealRedeemed') return own
  return document ? [...own, { paper: document.kind, number: document.number, of: event.type }] : own
}

function ownPapersOf(event: WelfareEvent): readonly Paper[] {
  switch (event.type) {
    case 'DonationReceived':
      return [{ paper: 'donation-receipt', number: event.data.receiptNumber, of: '' }]
    case 'DirectPaymentGranted':
      return [{ paper: 'quota-notice', number: event.data.noticeNumber, of: '' }]
    case 'GoodsReceived': {
      const { receiptNumber, commodity: of, source } = event.data
      const invoice = source.kind === 'purchase' ? source.invoiceNumber : undefined
      return [
        { paper: 'goods-receipt', number: receiptNumber, of },
        ...(invoice === undefined ? [] : [{ paper: 'invoice', number: invoice, of }]),
      ]
    }
    case 'GoodsReceiptCorrected': {
      const { receiptNumber, invoiceNumber, commodity: of, quantity } = event.data
      if (quantity === 0) return []
      return [
        { paper: 'goods-receipt', number: receiptNumber, of },
        ...(invoiceNumber === undefined ? [] : [{ paper: 'invoice', number: invoiceNumber, of }]),
      ]
    }
    case 'ConsignmentReceived':
    case 'ReceiptCorrected':
      return event.data.proof === undefined ? [] : [{ paper: 'proof-of-delivery', number: event.data.proof, of: '' }]
    case 'RosterImportStarted':
      return [{ paper: 'roster-file', number: event.data.fileHash, of: event.data.programme }]
    default:
      return []
  }
}
