import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'

export type Payee = DataOf<'PaymentPrepared'>['payee']

/**
 * `preparing`: its statements have not all taken it; `ready` for an approver; `sent`: its outcome is unknown until the bank says it.
 * `paid` and `returned` are the bank's word, `ended` is what never came about.
 */
export type PaymentStatus = 'preparing' | 'ready' | 'approved' | 'sent' | 'paid' | 'returned' | 'ended'

export interface OpenPayment extends DataOf<'PaymentPrepared'> {
  status: PaymentStatus
  /** Numbers of its parts, from 1. */
  readonly taken: number[]
  approval: (Pick<DataOf<'PaymentApproved'>, 'payee' | 'approvedBy'> & { readonly approvedOn: string }) | undefined
  sentOn: string | undefined
  /** Absent: the bank was told by hand. */
  file?: string
  /** What files say and what cannot be: somebody has to look. */
  readonly contradictions: DataOf<'PaymentSendingRefused' | 'PaymentResultRefused'>[]
  settled: Pick<DataOf<'PaymentSettled'>, 'paidOn' | 'bankReference'> | undefined
  returned: Pick<DataOf<'PaymentBounced'>, 'returnedOn' | 'reason'> | undefined
  ended: Pick<DataOf<'PaymentEnded'>, 'why' | 'reason'> | undefined
}

export type PaymentState = { readonly status: 'absent' } | OpenPayment

export type PaymentEvent = EventOf<
  | 'PaymentPrepared'
  | 'PaymentPartTaken'
  | 'PaymentPartRefused'
  | 'PaymentApproved'
  | 'PaymentEnded'
  | 'PaymentSent'
  | 'PaymentSendingRefused'
  | 'PaymentSettled'
  | 'PaymentResultRefused'
  | 'PaymentBounced'
>

export function evolvePayment(
  state: PaymentState,
  event: PaymentEvent,
  _version: number,
  accountingDate: string,
): PaymentState {
  if (event.type === 'PaymentPrepared') return prepared(event.data)
  if (state.status === 'absent') throw new Error(`${event.type} before PaymentPrepared`)
  switch (event.type) {
    case 'PaymentPartTaken':
      state.taken.push(event.data.part)
      if (state.taken.length === state.parts.length) state.status = 'ready'
      return state
    case 'PaymentPartRefused':
      return state
    case 'PaymentApproved': {
      const { payee, approvedBy } = event.data
      state.status = 'approved'
      state.approval = { payee, approvedBy, approvedOn: accountingDate }
      return state
    }
    case 'PaymentEnded':
      state.status = 'ended'
      state.ended = { why: event.data.why, reason: event.data.reason }
      return state
    case 'PaymentSent':
      state.status = 'sent'
      state.sentOn = event.data.sentOn
      if (event.data.file !== undefined) state.file = event.data.file
      return state
    case 'PaymentSettled': {
      const { paidOn, bankReference } = event.data
      state.status = 'paid'
      state.settled = { paidOn, ...(bankReference !== undefined && { bankReference }) }
      return state
    }
    case 'PaymentSendingRefused':
    case 'PaymentResultRefused':
      state.contradictions.push(event.data)
      return state
    case 'PaymentBounced':
      state.status = 'returned'
      state.returned = { returnedOn: event.data.returnedOn, reason: event.data.reason }
      return state
  }
}

function prepared(data: DataOf<'PaymentPrepared'>): OpenPayment {
  const nothing = { approval: undefined, sentOn: undefined, settled: undefined, returned: undefined, ended: undefined }
  return { ...data, status: 'preparing', taken: [], contradictions: [], ...nothing }
}
