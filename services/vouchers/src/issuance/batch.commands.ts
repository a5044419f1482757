import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Quota } from '@welfare/contracts/events/programmes.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { Decision, JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { BatchEvent } from './batch.state.ts'

export type CreditTerms = DataOf<'IssuanceOrdered'>['terms'][number]

export interface OrderIssuance {
  readonly type: 'OrderIssuance'
  readonly programme: string
  readonly budget: string
  readonly round: string
  readonly programmeClosed: boolean
  readonly terms: readonly CreditTerms[]
  /** Those whose credits would have ended already. */
  readonly endedWindows: readonly string[]
  readonly quota: Quota
  readonly lateEntryDays: number
  readonly ownSharePerRedemptionFen?: number | undefined
  /** Who pays a meal, where several do, and what each of their funds gives to all credits. */
  readonly split?: DataOf<'IssuanceOrdered'>['split']
  readonly pots?: DataOf<'IssuanceOrdered'>['pots']
  readonly itemsOnly?: true | undefined
  readonly rulesVersion: number
  /** Workers of the round who lack at least one of the windows' credits, and what they lack in all. */
  readonly workers: number
  readonly totalFen: number
  readonly rosterSize: number
  /** Who lacks something too, and keeps to a programme that excludes this one. */
  readonly excluded?: readonly ExcludedWorkers[]
  /** Account that orders, or proposes to. */
  readonly maker: string
  /** Given where the order waits for an approver: the limit that it is above, alone or with what its maker did before. */
  readonly limitFen: number | undefined
  /** Every limit that it is above. */
  readonly because?: DataOf<'ActProposed'>['because']
}

export type ExcludedWorkers = NonNullable<DataOf<'IssuanceCompleted'>['excluded']>[number]

interface ProposalDecision {
  /** The command's own stream, and which of its orders is meant. */
  readonly batch: string
  readonly attempt: number
}
export interface ApproveIssuance extends ProposalDecision {
  readonly type: 'ApproveIssuance'
  readonly approver: string
  readonly programmeClosed: boolean
  readonly note?: string | undefined
}
export interface RefuseProposal extends ProposalDecision {
  readonly type: 'RefuseProposal'
  readonly reason: string
}
export interface WithdrawProposal extends ProposalDecision {
  readonly type: 'WithdrawProposal'
  readonly account: string
  readonly reason: string
}

export type BatchCommand =
  | OrderIssuance
  | {
      readonly type: 'ReceiveReservation'
      readonly reservation: string
      readonly attempt: number
      readonly shares: readonly Share[]
    }
  | ApproveIssuance
  | RefuseProposal
  | WithdrawProposal
  | {
      readonly type: 'ReceiveCommitment'
      readonly commitment: string
      readonly attempt: number
      readonly shares: readonly Share[]
    }
  | { readonly type: 'RefuseIssuance'; readonly attempt: number; readonly code: string; readonly facts: JsonObject }
  | { readonly type: 'AssignSerials'; readonly first: number; readonly count: number }
  | {
      readonly type: 'IssueCredits'
      readonly part: number
      readonly wallets: readonly PlannedWallet[]
    }
  /** After the last part, or because the programme was closed: the rest is released. */
  | { readonly type: 'CompleteIssuance'; readonly excluded?: readonly ExcludedWorkers[] }

export interface PlannedWallet {
  readonly wallet: string
  readonly worker: string
  readonly serial?: number | undefined
  /** What the worker lacks of the ordered windows. */
  readonly credits: readonly { readonly window: string; readonly amountFen: number }[]
}

export const batchRefusals = {
  'programme-closed': 409,
  'window-has-ended': 409,
  'nothing-to-issue': 409,
  'holds-exclusive-programme': 409,
  'total-too-large': 422,
  'too-many-windows': 422,
} as const
/** Of an approver's or the maker's word on a proposal. */
export const proposalRefusals = {
  'proposal-not-open': 409,
  'maker-cannot-approve': 403,
  'only-maker-withdraws': 403,
  'programme-closed': 409,
  'reservation-pending': 409,
} as const
export type BatchRefusalCode = keyof typeof batchRefusals | keyof typeof proposalRefusals
export type BatchDecision = Decision<BatchEvent, BatchRefusalCode>
