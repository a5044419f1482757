import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import type { Attached } from '@welfare/contracts/events/attachments.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { type Share, subtractShares, withoutZeros } from '@welfare/contracts/shares.ts'
import { addTo, type FenByFund, takeFrom } from './fen-by-fund.ts'
import type { TakenShares } from './taken-shares.ts'

export type StatementEvent = EventOf<
  | 'SettlementTermsSet'
  | 'StatementProposed'
  | 'StatementWithdrawn'
  | 'StatementRefused'
  | 'StatementConfirmed'
  | 'StatementApproved'
  | 'LineTakenBack'
  | 'LineTakeBackEnded'
  | 'LineDisputed'
  | 'DisputeEnded'
  | 'StatementAssigned'
  | 'StatementAssignmentRefused'
  | 'StatementReleased'
  | 'SettlementPaid'
  | 'PaymentReturned'
  | 'MerchantRepaid'
  | 'ClaimGivenUp'
  | 'InvoiceRecorded'
  | 'InvoiceStruckOut'
  | 'PayableWaived'
>

/** The open number, proposed and not yet approved. */
export interface Draft extends Omit<DataOf<'StatementProposed'>, 'merchant' | 'programme' | 'statement'> {
  readonly proposedOn: string
  confirmedBy?: string
}

export interface TakenBackLine
  extends Pick<DataOf<'LineTakenBack'>, 'statement' | 'redemption' | 'sequence' | 'to' | 'shares'> {}

export interface Dispute extends Pick<DataOf<'LineDisputed'>, 'sequence' | 'shares'> {
  /** An approved number holds the meal, and left it out. */
  isLeftOut: boolean
}

export interface ApprovedStatement {
  /** What it pays, but for what was waived. */
  shares: readonly Share[]
  /** Claims that end with the payment of their funds. */
  setOff: readonly Share[]
  /** By payment: what each has taken of it. */
  readonly payments: Map<string, TakenShares>
}

export interface StatementState {
  merchant: string
  programme: string
  silenceDays: number | undefined
  /** The open number: all before it are approved. */
  number: number
  /** How often the open number was proposed. */
  revision: number
  draft: Draft | undefined
  /** Why the open number was not approved as it was proposed last. */
  refusal: { readonly reason: string; readonly day: string } | undefined
  /** Up to which sequence meals are in approved numbers. */
  through: number
  /** By the version of its event: what no approved number has counted. */
  readonly takenBack: Map<number, TakenBackLine>
  /** By redemption. */
  readonly disputes: Map<string, Dispute>
  /** What came back to the merchant since the last approval, and what a fund brings along (at or below zero). */
  comeBack: FenByFund
  carried: FenByFund
  /** What the merchant owes, but for what an approved number sets off when it is paid. */
  readonly claims: FenByFund
  /** What meals of approved numbers cost: less what was taken back of them, and what the merchant waived. */
  readonly cost: FenByFund
  readonly approved: Map<number, ApprovedStatement>
  /** By their numbers, in the order in which they were recorded. */
  readonly invoices: Map<string, DataOf<'InvoiceRecorded'>>
  /** Of struck out ones, too; by attachment, with the version of the event that names it. */
  readonly scans: Map<string, Attached & { readonly version: number }>
}

export function emptyStatement(): StatementState {
  return {
    ...{ merchant: '', programme: '', silenceDays: undefined, number: 1, revision: 0, draft: undefined, through: 0 },
    refusal: undefined,
    ...{ takenBack: new Map(), disputes: new Map(), comeBack: new Map(), carried: new Map(), claims: new Map() },
    ...{ cost: new Map(), approved: new Map(), invoices: new Map(), scans: new Map() },
  }
}

/** Updates and returns the same state. */
export function evolveStatement(
  state: StatementState,
  event: StatementEvent,
  version: number,
  day: string,
): StatementState {
  state.merchant = event.data.merchant
  state.programme = event.data.programme
  switch (event.type) {
    case 'SettlementTermsSet':
      state.silenceDays = event.data.silenceDays
      break
    case 'StatementProposed': {
      const { merchant: _, programme: __, statement: ___, ...proposed } = event.data
      state.revision = proposed.revision
      state.draft = { ...proposed, proposedOn: day }
      state.refusal = undefined
      break
    }
    case 'StatementWithdrawn':
      state.draft = undefined
      break
    case 'StatementRefused':
      state.draft = undefined
      state.refusal = { reason: event.data.reason, day }
      break
    case 'StatementConfirmed':
      if (state.draft) state.draft.confirmedBy = event.data.confirmedBy
      break
    case 'StatementApproved':
      approve(state, event.data)
      break
    case 'LineTakenBack':
      takeBack(state, event.data, version)
      break
    case 'LineTakeBackEnded':
      giveBack(state, event.data)
      break
    case 'LineDisputed': {
      const { redemption, sequence, shares } = event.data
      state.disputes.set(redemption, { sequence, shares, isLeftOut: false })
      break
    }
    case 'DisputeEnded':
      if (state.disputes.get(event.data.redemption)?.isLeftOut) addTo(state.comeBack, event.data.shares)
      state.disputes.delete(event.data.redemption)
      break
    case 'StatementAssigned':
      state.approved
        .get(event.data.statement)
        ?.payments.set(event.data.payment, { shares: event.data.shares, status: 'assigned' })
      break
    case 'StatementAssignmentRefused':
      break
    case 'StatementReleased':
      state.approved.get(event.data.statement)?.payments.delete(event.data.payment)
      break
    case 'SettlementPaid':
      changed(state, event.data, 'paid')
      break
    case 'PaymentReturned':
      changed(state, { statement: event.data.ofStatement, payment: event.data.payment }, 'returned')
      addTo(state.comeBack, event.data.shares)
      break
    case 'MerchantRepaid':
    case 'ClaimGivenUp':
      takeFrom(state.claims, event.data.shares)
      addTo(state.comeBack, event.data.shares)
      break
    case 'InvoiceRecorded':
      state.invoices.set(event.data.invoiceNumber, event.data)
      if (event.data.scan) state.scans.set(event.data.scan.attachment, { ...event.data.scan, version })
      break
    case 'InvoiceStruckOut':
      state.invoices.delete(event.data.invoiceNumber)
      break
    case 'PayableWaived':
      waive(state, event.data)
      break
  }
  return state
}

function waive({ approved, cost }: StatementState, { statement, shares, setOff = [] }: DataOf<'PayableWaived'>): void {
  const known = approved.get(statement)
  if (!known) throw new Error('a statement was waived that was not approved')
  takeFrom(cost, shares)
  known.shares = withoutZeros(subtractShares(known.shares, shares))
  known.setOff = known.setOff.filter(({ fund }) => !setOff.some((ended) => ended.fund === fund))
}

function approve(state: StatementState, { funds, setOff = [] }: DataOf<'StatementApproved'>): void {
  const { draft, number } = state
  if (!draft) throw new Error('a statement was approved that was not proposed')
  takeFrom(state.claims, setOff)
  const shares = funds.filter(({ dueFen }) => dueFen > 0).map(({ fund, dueFen }) => ({ fund, amountFen: dueFen }))
  const withIt = shares.flatMap(({ fund }) => {
    const amountFen = state.claims.get(fund) ?? 0
    return amountFen > 0 ? [{ fund, amountFen }] : []
  })
  takeFrom(state.claims, withIt)
  state.approved.set(number, { shares, setOff: withIt, payments: new Map() })
  state.carried = new Map(funds.filter(({ dueFen }) => dueFen < 0).map(({ fund, dueFen }) => [fund, dueFen]))
  state.comeBack = new Map()
  for (const { fund, mealsFen } of draft.funds) addTo(state.cost, [{ fund, amountFen: mealsFen }])
  for (const { sequence, shares: back } of state.takenBack.values())
    if (sequence > state.through && sequence <= draft.through) takeFrom(state.cost, back)
  state.through = draft.through
  for (const [version, { sequence }] of state.takenBack) if (sequence <= draft.through) state.takenBack.delete(version)
  for (const dispute of state.disputes.values()) if (dispute.sequence <= draft.through) dispute.isLeftOut = true
  state.number = number + 1
  state.revision = 0
  state.draft = undefined
}

function takeBack(state: StatementState, data: DataOf<'LineTakenBack'>, version: number): void {
  const { statement, redemption, sequence, to, shares } = data
  state.takenBack.set(version, { statement, redemption, sequence, to, shares })
  if (to === 'claim') addTo(state.claims, shares)
  if (sequence <= state.through) takeFrom(state.cost, shares)
  const isInDraft = sequence > state.through && sequence <= (state.draft?.through ?? 0)
  if (isInDraft) state.draft = undefined
}

/** No number has counted it: none is approved while one of its takings back is underway. */
function giveBack(state: StatementState, { takenBack }: DataOf<'LineTakeBackEnded'>): void {
  const { version } = splitPart(takenBack)
  const line = state.takenBack.get(version)
  if (line?.to === 'claim') takeFrom(state.claims, line.shares)
  if (line && line.sequence <= state.through) addTo(state.cost, line.shares)
  state.takenBack.delete(version)
}

function changed(
  { approved }: StatementState,
  { statement, payment }: { readonly statement: number; readonly payment: string },
  status: TakenShares['status'],
): void {
  const taken = approved.get(statement)?.payments.get(payment)
  if (taken) taken.status = status
}
