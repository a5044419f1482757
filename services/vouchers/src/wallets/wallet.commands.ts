import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Quota } from '@welfare/contracts/events/programmes.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { Decision, JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { TakenPart } from './meal-part.ts'
import type { WalletEvent } from './wallet.state.ts'

export interface ReceiveCredits {
  readonly type: 'ReceiveCredits'
  readonly programme: string
  readonly worker: string
  readonly batch: string
  readonly voucher?: { readonly serial: number; readonly qrHash: string } | undefined
  readonly credits: readonly {
    readonly window: string
    readonly from: string
    readonly until: string
    readonly shares: readonly Share[]
    /** What one worker gets for the window in all, from however many batches. */
    readonly creditFen: number
  }[]
  readonly quota: Quota
  readonly lateEntryDays: number
  readonly ownSharePerRedemptionFen?: number | undefined
  readonly split?: DataOf<'CreditReceived'>['split']
  readonly itemsOnly?: true | undefined
  readonly programmeClosed: boolean
  /** Another programme that this one excludes gave the worker something first. */
  readonly barredBy?: string | undefined
}

/** A meal to be recorded, with the facts that it is judged by. */
export interface EnteredMeal {
  readonly merchant: string
  /** As it stood on the meal's day. */
  readonly merchantAdmitted: boolean
  readonly programmeClosed: boolean
  /** Day in Asia/Shanghai on which it happened. */
  readonly day: string
  /** Why that day cannot be entered any more, or not yet. */
  readonly dayRefused?:
    | {
        readonly code: 'not-recorded-that-day' | 'late-entry-in-the-future' | 'late-entry-too-late'
        readonly facts: JsonObject
      }
    | undefined
  /** Day and moment at which it is recorded. */
  readonly today: string
  readonly enteredAt: string
  /** By the till itself, or by the union from a paper: then the card is judged by the meal's day. */
  readonly enteredBy: 'till' | 'union'
  /** What the till asks for: priced items, or an amount alone. */
  readonly purchase:
    | { readonly kind: 'amount'; readonly amountFen: number }
    | {
        readonly kind: 'items'
        readonly priceListVersion: number
        readonly items: DataOf<'MealRedeemed'>['items']
        readonly unknown: readonly string[]
      }
  /** Where the programme pays only some dishes: their codes. */
  readonly allowedItems?: readonly string[] | undefined
  /** What the worker pays beside the credit; absent: what the programme asks for. With several payers it is what the till has shown, and nothing else is recorded. */
  readonly ownShareFen?: number | undefined
  readonly factsReadThrough: number
  readonly deviceId: string
  readonly deviceSequence: number
  readonly capturedOffline: boolean
  readonly collectedBy?: string | undefined
}

export interface RedeemMeal extends EnteredMeal {
  readonly type: 'RedeemMeal'
  readonly wallet: string
  /** The serial of the voucher that was shown. */
  readonly serial: number
}

export interface ReverseRedemption {
  readonly type: 'ReverseRedemption'
  readonly redemption: string
  /** Who takes it back: the till of this merchant, what it recorded since `earliestEntry`; or the union, of any day. */
  readonly by: { readonly till: string; readonly earliestEntry: string } | 'union'
  readonly today: string
  readonly part: TakenPart
  readonly reason: string
  /** The statement's line that decided it; absent: it is only asked what would come back. */
  readonly takenBack?:
    | { readonly id: string; readonly to: 'open' | 'claim'; readonly shares: readonly Share[] }
    | undefined
}

/** A meal that was entered wrongly, and the right one: one act, of which only the difference must fit. */
export interface CorrectRedemption extends Omit<ReverseRedemption, 'type' | 'part'> {
  readonly type: 'CorrectRedemption'
  readonly right: EnteredMeal
}

export interface VoidVoucher {
  readonly type: 'VoidVoucher'
  readonly wallet: string
  readonly serial: number
  readonly today: string
  /** What the credits still hold goes back to the programme; else they stay for the next card. */
  readonly withdraw: boolean
  readonly reason: string
}

export interface MoveCredit {
  readonly type: 'MoveCredit'
  readonly wallet: string
  readonly window: string
  readonly to: { readonly window: string; readonly from: string; readonly until: string }
  readonly today: string
  readonly reason: string
}

export type WalletCommand =
  | ReceiveCredits
  | RedeemMeal
  | ReverseRedemption
  | CorrectRedemption
  | VoidVoucher
  | MoveCredit
  /** Credits whose end counts on this one day, so that their events bear it. */
  | { readonly type: 'ExpireCredits'; readonly wallet: string; readonly endedOn: string }
  /** A window lasts longer: what is still out of it as well. */
  | {
      readonly type: 'ExtendCredits'
      readonly wallet: string
      readonly windows: readonly { readonly window: string; readonly until: string }[]
      readonly rulesVersion: number
      readonly today: string
    }
  | { readonly type: 'CloseWallet'; readonly wallet: string; readonly today: string; readonly reason: string }
  | {
      readonly type: 'WithdrawCredits'
      readonly wallet: string
      readonly today: string
      readonly reason: string
      /** Only what came of these; absent: everything. */
      readonly batches?: readonly string[]
    }
  | {
      readonly type: 'PrintVoucher'
      readonly serial: number
      readonly names: 'masked' | 'full'
      readonly lastFourDigits?: boolean | undefined
    }
  | { readonly type: 'SuspendVoucher' | 'ResumeVoucher'; readonly serial: number; readonly reason: string }
  | {
      readonly type: 'RestoreVoucher'
      readonly wallet: string
      readonly serial: number
      readonly reason: string
    }
  | {
      readonly type: 'ReplaceVoucher'
      readonly serial: number
      readonly newSerial: number
      readonly qrHash: string
      readonly reason: string
    }

/** In order of precedence at the till: the first that applies is the one told. */
export const walletRefusals = {
  'not-recorded-that-day': 409,
  'late-entry-in-the-future': 422,
  'late-entry-too-late': 422,
  'voucher-replaced': 409,
  'voucher-unknown': 404,
  'voucher-voided': 409,
  'voucher-suspended': 409,
  'programme-closed': 409,
  'voucher-merged': 409,
  'merchant-not-in-programme': 409,
  'item-unknown': 422,
  'item-not-allowed': 422,
  'slip-already-entered': 409,
  'amount-too-large': 422,
  'amount-zero': 422,
  'no-credit': 409,
  'credit-not-yet-issued': 409,
  'credit-used-up': 409,
  'outside-window': 409,
  'credit-expired': 409,
  'credit-withdrawn': 409,
  'items-only': 422,
  'quota-reached': 409,
  'own-share-too-large': 422,
  'own-share-too-small': 422,
  'own-share-differs': 409,
  'credit-insufficient': 409,
  'redemption-unknown': 404,
  'redemption-of-another-merchant': 409,
  'redemption-already-reversed': 409,
  'redemption-entered-by-union': 409,
  'reversal-too-late': 409,
  'item-not-in-meal': 422,
  'part-too-large': 422,
  'part-paid-by-worker': 422,
  'correction-changes-nothing': 422,
  'voucher-not-voided': 409,
  'voucher-not-suspended': 409,
  'credit-not-open': 409,
  // After everything else: it would be paid, were it smaller.
  'meal-too-many-credits': 422,
} as const
export type WalletRefusalCode = keyof typeof walletRefusals
export type WalletDecision = Decision<WalletEvent, WalletRefusalCode>
