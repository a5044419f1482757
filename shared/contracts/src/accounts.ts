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
  /** 中文名. */
  readonly chinese: string
}

export const postingAccounts = {
  granted: { book: 'budget', normalSide: 'debit', owner: 'fund', mayBeNegative: false, chinese: '受赠总额' },
  available: { book: 'budget', normalSide: 'credit', owner: 'fund', mayBeNegative: false, chinese: '可分配' },
  reserved: { book: 'budget', normalSide: 'credit', owner: 'fund', mayBeNegative: false, chinese: '已预留' },
  allocated: { book: 'budget', normalSide: 'credit', owner: 'budget', mayBeNegative: false, chinese: '已分配' },
  committed: { book: 'budget', normalSide: 'credit', owner: 'batch', mayBeNegative: false, chinese: '已占用' },
  issued: { book: 'budget', normalSide: 'credit', owner: 'wallet', mayBeNegative: false, chinese: '已发放' },
  used: { book: 'budget', normalSide: 'credit', owner: 'wallet', mayBeNegative: false, chinese: '已使用' },
  claimed: { book: 'budget', normalSide: 'credit', owner: 'budget', mayBeNegative: false, chinese: '应收商户退款' },
  bank: { book: 'money', normalSide: 'debit', owner: 'fund', mayBeNegative: false, chinese: '银行存款' },
  donated: { book: 'money', normalSide: 'credit', owner: 'fund', mayBeNegative: false, chinese: '捐赠收入' },
  carried: { book: 'money', normalSide: 'credit', owner: 'period', mayBeNegative: false, chinese: '结转资金' },
  cost: { book: 'money', normalSide: 'debit', owner: 'wallet', mayBeNegative: false, chinese: '支出' },
  payable: { book: 'money', normalSide: 'credit', owner: 'wallet', mayBeNegative: true, chinese: '应付商户' },
  supplier: { book: 'goods', normalSide: 'credit', owner: 'depot', mayBeNegative: false, chinese: '供货' },
  conversion: { book: 'goods', normalSide: 'debit', owner: 'depot', mayBeNegative: true, chinese: '组装' },
  depot: { book: 'goods', normalSide: 'debit', owner: 'depot', mayBeNegative: false, chinese: '库存' },
  'in-transit': { book: 'goods', normalSide: 'debit', owner: 'consignment', mayBeNegative: false, chinese: '在途' },
  site: { book: 'goods', normalSide: 'debit', owner: 'consignment', mayBeNegative: false, chinese: '现场' },
  'handed-out': {
    book: 'goods',
    normalSide: 'debit',
    owner: 'consignment',
    mayBeNegative: false,
    chinese: '已发放到人',
  },
  returned: { book: 'goods', normalSide: 'debit', owner: 'depot', mayBeNegative: false, chinese: '退回' },
  lost: { book: 'goods', normalSide: 'debit', owner: 'depot', mayBeNegative: false, chinese: '损耗' },
  'count-difference': {
    book: 'goods',
    normalSide: 'debit',
    owner: 'depot',
    mayBeNegative: true,
    chinese: '盘点差异',
  },
} as const satisfies Record<string, PostingAccount>

export type AccountName = keyof typeof postingAccounts

/**
 * May streams of that kind decrease the posting account? What is reserved for a batch is the budget's, for a programme the fund's; what is lost,
 * or in transit, belongs to the depot or consignment that the leg names; what came back is the consignment's until the depot has accepted it.
 */
export function isOwner(category: string | undefined, leg: OwnedLeg): boolean {
  return ownersOf(leg).some((owner) => owner === category)
}

interface OwnedLeg {
  readonly account: AccountName
  readonly batch?: string | undefined
  readonly depot?: string | undefined
  readonly consignment?: string | undefined
}

function ownersOf({ account, batch, depot, consignment }: OwnedLeg): readonly string[] {
  if (account === 'reserved' && batch !== undefined) return ['budget']
  if (account === 'returned') return ['consignment', 'depot']
  if (account === 'in-transit') return [depot === undefined ? 'consignment' : 'depot']
  if (account === 'lost') return [consignment === undefined ? 'depot' : 'consignment']
  return [postingAccounts[account].owner]
}
