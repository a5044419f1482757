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
  /** Funds that hold what they pay of it on its account. */
  readonly funded: string[]
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
  | 'PaymentMoneyTaken'
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
      return whenReady(state)
    case 'PaymentMoneyTaken':
      state.funded.push(event.data.fund)
      return whenReady(state)
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
      if (state.status !== 'sent' || state.file !== event.data.file) state.contradictions.push(event.data)
      else {
        // It never left: nothing is to be asked of the bank.
        state.status = 'approved'
        state.sentOn = undefined
        delete state.file
      }
      return state
    case 'PaymentResultRefused':
      state.contradictions.push(event.data)
      return state
    case 'PaymentBounced':
      state.status = 'returned'
      state.returned = { returnedOn: event.data.returnedOn, reason: event.data.reason }
      return state
  }
}

export function fundsOf({ parts }: Pick<OpenPayment, 'parts'>): string[] {
  return [...new Set(parts.flatMap(({ shares }) => shares.map(({ fund }) => fund)))]
}

/** Every statement has taken it, and every fund holds its money where it pays from. */
function whenReady(state: OpenPayment): OpenPayment {
  const isFunded = (state.bankAccount ?? state.payer) === undefined || state.funded.length === fundsOf(state).length
  if (isFunded && state.taken.length === state.parts.length) state.status = 'ready'
  return state
}

function prepared(data: DataOf<'PaymentPrepared'>): OpenPayment {
  const nothing = { approval: undefined, sentOn: undefined, settled: undefined, returned: undefined, ended: undefined }
  return { ...data, status: 'preparing', taken: [], funded: [], contradictions: [], ...nothing }
}
