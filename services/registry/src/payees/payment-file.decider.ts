import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'

/*
 * Stream `paymentfile-<uuid>`: a file for the bank, written once, and who took it; or what one file of the bank said, each payment's result read once.
 * Invariant: who takes a file is recorded before it leaves.
 */
export type PaymentFileEvent = EventOf<'PaymentFileWritten' | 'PaymentFileRead' | 'PaymentResultsRead'>
export type PaymentFileCommand =
  | { readonly type: 'WritePaymentFile'; readonly file: DataOf<'PaymentFileWritten'> }
  | { readonly type: 'ReadPaymentFile'; readonly account: string }
  | { readonly type: 'ReadPaymentResults'; readonly results: DataOf<'PaymentResultsRead'> }
export type PaymentFileRefusalCode = 'payment-file-already-written' | 'payment-file-unknown'

export interface PaymentFileState {
  readonly written: DataOf<'PaymentFileWritten'> | undefined
  readonly results: DataOf<'PaymentResultsRead'> | undefined
}

export const paymentFileDecider: Decider<
  PaymentFileState,
  PaymentFileCommand,
  PaymentFileEvent,
  PaymentFileRefusalCode
> = {
  category: 'paymentfile',
  initialState: { written: undefined, results: undefined },
  decide({ written, results }, command) {
    switch (command.type) {
      case 'WritePaymentFile':
        if (written !== undefined) return refuse('payment-file-already-written')
        return accept([{ type: 'PaymentFileWritten', data: command.file }])
      case 'ReadPaymentFile': {
        if (written === undefined) return refuse('payment-file-unknown')
        const { division, count } = written
        return accept([{ type: 'PaymentFileRead', data: { division, account: command.account, count } }])
      }
      case 'ReadPaymentResults':
        return readResults(results, command.results)
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'PaymentFileWritten':
        return { ...state, written: event.data }
      case 'PaymentResultsRead':
        return {
          ...state,
          results: { ...event.data, results: [...(state.results?.results ?? []), ...event.data.results] },
        }
      case 'PaymentFileRead':
        return state
    }
  },
}

/** The stream is named by what the file holds: again it says only what could not be taken in before. */
function readResults(
  before: PaymentFileState['results'],
  read: DataOf<'PaymentResultsRead'>,
): Decision<PaymentFileEvent, never> {
  const known = new Set(before?.results.map(({ payment }) => payment))
  const results = read.results.filter(({ payment }) => !known.has(payment))
  return accept(before && results.length === 0 ? [] : [{ type: 'PaymentResultsRead', data: { ...read, results } }])
}
