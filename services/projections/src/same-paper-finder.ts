import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import type { Findings } from './findings.store.ts'
import type { Projected } from './projection.ts'
import type { WatchStates } from './watch-states.store.ts'

/** A paper or file that may stand behind one thing only. */
interface Paper {
  readonly paper: string
  readonly number: string
  /** Beside which it may stand again: a receipt lists several goods, one roster serves several programmes. */
  readonly of: string
}

/**
 * The same evidence twice: a receipt, an invoice, a signed sheet, a roster's file or the document named in the metadata behind two events of
 * different commands.
 */
export function createSamePaperFinder({ states, findings }: { states: WatchStates; findings: Findings }) {
  return {
    look({ event, recorded, sequence }: Projected, division: () => string): void {
      const commandId = String(recorded.metadata.commandId)
      for (const { paper, number, of } of papersOf(event, recorded.metadata.document as EventMetadata['document'])) {
        const key = `paper|${paper}|${of}|${number}`
        const state = states.get<{ first: number; commandId: string; finding: number | null }>(key, () => ({
          first: sequence,
          commandId,
          finding: null,
        }))
        if (state.commandId === commandId) {
          if (state.first === sequence) states.changed(key)
        } else if (state.finding !== null) findings.extend(state.finding, sequence)
        else {
          const programme = 'programme' in event.data ? String(event.data.programme ?? '') : ''
          const about = { programme, division: division(), merchant: '', worker: '' }
          const found = { ...about, kind: 'same-paper' as const, facts: { paper, number }, thresholds: null }
          state.finding = findings.open(found, sequence, [state.first, sequence])
          states.changed(key)
        }
      }
    },
  }
}

function papersOf(event: WelfareEvent, document: EventMetadata['document']): readonly Paper[] {
  const own = ownPapersOf(event)
  return document ? [...own, { paper: document.kind, number: document.number, of: event.type }] : own
}

function ownPapersOf(event: WelfareEvent): readonly Paper[] {
  switch (event.type) {
    case 'DonationReceived':
      return [{ paper: 'donation-receipt', number: event.data.receiptNumber, of: '' }]
    case 'GoodsReceived': {
      const { receiptNumber, commodity: of, source } = event.data
      const invoice = source.kind === 'purchase' ? source.invoiceNumber : undefined
      return [
        { paper: 'goods-receipt', number: receiptNumber, of },
        ...(invoice === undefined ? [] : [{ paper: 'invoice', number: invoice, of }]),
      ]
    }
    case 'ConsignmentReceived':
      return event.data.proof === undefined ? [] : [{ paper: 'proof-of-delivery', number: event.data.proof, of: '' }]
    case 'RosterImportStarted':
      return [{ paper: 'roster-file', number: event.data.fileHash, of: event.data.programme }]
    default:
      return []
  }
}
