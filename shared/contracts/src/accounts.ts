/**
 * The posting accounts. Each is opened per fund and the other dimensions of its legs. Debit amounts are positive, credit amounts
 * negative; a balance is shown on the account's normal side.
 */
export type Book = 'budget' | 'money' | 'goods'
export type Side = 'debit' | 'credit'

export interface PostingAccount {
  readonly book: Book
  readonly normalSide: Side
  /** The kind of stream that may decrease it; see `ownerOf`. */
  readonly owner: string
  /** `false`: below zero is a broken ledger. */
  readonly mayBeNegative: boolean
}

export const postingAccounts = {
  granted: { book: 'budget', normalSide: 'debit', owner: 'fund', mayBeNegative: false },
  available: { book: 'budget', normalSide: 'credit', owner: 'fund', mayBeNegative: false },
  reserved: { book: 'budget', normalSide: 'credit', owner: 'fund', mayBeNegative: false },
  allocated: { book: 'budget', normalSide: 'credit', owner: 'budget', mayBeNegative: false },
  committed: { book: 'budget', normalSide: 'credit', owner: 'batch', mayBeNegative: false },
  issued: { book: 'budget', normalSide: 'credit', owner: 'wallet', mayBeNegative: false },
  used: { book: 'budget', normalSide: 'credit', owner: 'wallet', mayBeNegative: false },
  claimed: { book: 'budget', normalSide: 'credit', owner: 'budget', mayBeNegative: false },
  'written-off': { book: 'budget', normalSide: 'credit', owner: 'budget', mayBeNegative: false },
  bank: { book: 'money', normalSide: 'debit', owner: 'fund', mayBeNegative: false },
  quota: { book: 'money', normalSide: 'debit', owner: 'fund', mayBeNegative: false },
  transit: { book: 'money', normalSide: 'debit', owner: 'fund', mayBeNegative: false },
  donated: { book: 'money', normalSide: 'credit', owner: 'fund', mayBeNegative: false },
  carried: { book: 'money', normalSide: 'credit', owner: 'period', mayBeNegative: false },
  cost: { book: 'money', normalSide: 'debit', owner: 'wallet', mayBeNegative: false },
  loss: { book: 'money', normalSide: 'debit', owner: 'budget', mayBeNegative: false },
  payable: { book: 'money', normalSide: 'credit', owner: 'wallet', mayBeNegative: true },
  disputed: { book: 'money', normalSide: 'credit', owner: 'statement', mayBeNegative: false },
  suspense: { book: 'money', normalSide: 'credit', owner: 'fund', mayBeNegative: false },
  supplier: { book: 'goods', normalSide: 'credit', owner: 'depot', mayBeNegative: false },
  conversion: { book: 'goods', normalSide: 'debit', owner: 'depot', mayBeNegative: true },
  depot: { book: 'goods', normalSide: 'debit', owner: 'depot', mayBeNegative: false },
  'in-transit': { book: 'goods', normalSide: 'debit', owner: 'consignment', mayBeNegative: false },
  site: { book: 'goods', normalSide: 'debit', owner: 'consignment', mayBeNegative: false },
  'handed-out': {
    book: 'goods',
    normalSide: 'debit',
    owner: 'consignment',
    mayBeNegative: false,
  },
  returned: { book: 'goods', normalSide: 'debit', owner: 'depot', mayBeNegative: false },
  lost: { book: 'goods', normalSide: 'debit', owner: 'depot', mayBeNegative: false },
  'count-difference': {
    book: 'goods',
    normalSide: 'debit',
    owner: 'depot',
    mayBeNegative: true,
  },
} as const satisfies Record<string, PostingAccount>

export type AccountName = keyof typeof postingAccounts

/** May what one posting account holds be below zero? */
export function mayBeBelowZero(leg: OwnedLeg): boolean {
  return postingAccounts[leg.account].mayBeNegative || isWaived(leg)
}

/** What merchants waived lessens what their meals used, whatever batches those were of; `cost`, by merchant, says that it is no more than that. */
function isWaived({ account, batch, purchase }: OwnedLeg): boolean {
  return account === 'used' && batch === undefined && purchase === undefined
}

/**
 * May streams of that kind decrease the posting account? What is reserved for a batch is the budget's, for a programme the fund's; what is lost,
 * or in transit, belongs to the depot or consignment that the leg names; what came back is the consignment's until the depot has accepted it. What is
 * owed to a merchant, and what it cost, ends by the wallet's red entry, by its statement, or by the purchase of what it supplied, to which also belongs what is kept for it; only what a fund records (a refund, a transfer) and the payment of a statement or purchase let money leave the bank, or lessen what another payer pays.
 */
export function isOwner(category: string | undefined, leg: OwnedLeg): boolean {
  return ownersOf(leg).some((owner) => owner === category)
}

interface OwnedLeg {
  readonly account: AccountName
  readonly batch?: string | undefined
  readonly programme?: string | undefined
  readonly purchase?: string | undefined
  readonly depot?: string | undefined
  readonly consignment?: string | undefined
}

function ownersOf(leg: OwnedLeg): readonly string[] {
  const { account, batch, programme, purchase, depot, consignment } = leg
  if (account === 'reserved' && batch !== undefined) return ['budget']
  if (purchase !== undefined) return ['purchase']
  // What a bank took for itself is of no programme.
  if ((account === 'used' || account === 'cost') && programme === undefined) return ['fund']
  if (account === 'bank' || account === 'quota') return ['fund', 'statement', 'purchase']
  if (account === 'payable' || account === 'cost') return ['wallet', 'statement', 'purchase']
  if (isWaived(leg)) return ['wallet', 'statement']
  if (account === 'returned') return ['consignment', 'depot']
  if (account === 'in-transit') return [depot === undefined ? 'consignment' : 'depot']
  if (account === 'lost') return [consignment === undefined ? 'depot' : 'consignment']
  return [postingAccounts[account].owner]
}
