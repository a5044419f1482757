import { add, apportion } from '../amounts.ts'
import type { PostedEvent } from '../books.ts'
import { integerIn, isList, isObject, type Json, type JsonObject, objectsIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import {
  type BudgetFigures,
  bankEntryCorrectionNames,
  bankEntryNames,
  emptyFigures,
  type FlowName,
  figuresOf,
  flowNames,
  printoutNames,
  priorYearNames,
  purchaseNames,
  quotaNames,
  settlementNames,
  transferNames,
} from './budget-figures.ts'
import { type Directory, holdsDivision } from './directory.ts'
import { type Asked, counts } from './moments.ts'
import type { Recomputation } from './recomputation.ts'
import { holdsMoney } from './scope.ts'

/** Which leg of which event is a turnover. */
const flows: Readonly<Record<string, readonly [account: string, flow: FlowName]>> = {
  FundsAllocated: ['allocated', 'allocatedTotalFen'],
  AllocationReturned: ['allocated', 'allocationReturnedTotalFen'],
  FundsCommitted: ['committed', 'committedTotalFen'],
  CommitmentReleased: ['committed', 'commitmentReleasedTotalFen'],
  PurchaseShortened: ['committed', 'commitmentReleasedTotalFen'],
  PurchaseEnded: ['committed', 'commitmentReleasedTotalFen'],
  CreditsIssued: ['issued', 'issuedTotalFen'],
  CreditDeclined: ['issued', 'declinedTotalFen'],
  CreditExpired: ['issued', 'expiredTotalFen'],
  CreditWithdrawn: ['issued', 'withdrawnTotalFen'],
  RedemptionReversed: ['allocated', 'reversedToProgrammeTotalFen'],
  DonationReversed: ['granted', 'donationCorrectedTotalFen'],
  RefundReversed: ['granted', 'refundCorrectedTotalFen'],
  AllocationReversed: ['allocated', 'allocationCorrectedTotalFen'],
  AllocationReturnReversed: ['allocated', 'allocationReturnCorrectedTotalFen'],
  SettlementPaid: ['payable', 'paidTotalFen'],
  PaymentReturned: ['payable', 'paymentReturnedTotalFen'],
  GoodsInvoiced: ['used', 'purchasedTotalFen'],
  SupplierPaid: ['payable', 'supplierPaidTotalFen'],
  SupplierPaymentReturned: ['payable', 'supplierPaymentReturnedTotalFen'],
  MerchantRepaid: ['payable', 'repaidTotalFen'],
  PayableWaived: ['payable', 'waivedTotalFen'],
  TransferCameBack: ['transit', 'cameBackTotalFen'],
  IncomeReceived: ['granted', 'incomeTotalFen'],
  BankChargePaid: ['used', 'bankChargeTotalFen'],
  IncomeReversed: ['granted', 'incomeCorrectedTotalFen'],
  BankChargeReversed: ['used', 'bankChargeCorrectedTotalFen'],
}

/** Which leg is what was taken back of a day's turnover, by the day of the paper that was wrong. */
const corrections: Readonly<Record<string, readonly [account: string, of: (typeof printoutNames)[number]]>> = {
  DonationReversed: ['granted', 'donatedFen'],
  RefundReversed: ['granted', 'refundedFen'],
  AllocationReversed: ['allocated', 'allocatedFen'],
  AllocationReturnReversed: ['allocated', 'allocationReturnedFen'],
  RedemptionReversed: ['used', 'redeemedFen'],
}

/** `GET /v1/budget`: balances and turnovers by fund, programme, funder or division. */
export function recomputeBudget(asked: Asked, directory: Directory): Recomputation {
  /** By fund and programme: whatever was posted there, and what flowed. */
  const parts = new Map<string, BudgetFigures>()
  const besides = new Map<string, { readonly discount: number; readonly ownShare: number }>()

  function partOf(fund: string, programme: string): BudgetFigures {
    const key = `${fund}|${programme}`
    const part = parts.get(key) ?? emptyFigures()
    parts.set(key, part)
    return part
  }

  function takeLegs({ event, date, paperDay, legs }: PostedEvent): void {
    const [account, flow] = Object.hasOwn(flows, event.type) ? (flows[event.type] ?? []) : []
    for (const leg of legs) {
      if (leg.rule.book === 'goods') continue
      const part = partOf(leg.fund ?? '', leg.programme ?? '')
      const [wrong, name] = Object.hasOwn(corrections, event.type) ? (corrections[event.type] ?? []) : []
      if (name !== undefined && leg.account === wrong && counts(asked, paperDay))
        part.corrected[name] = add(part.corrected[name], Math.abs(leg.amount))
      if (!counts(asked, date)) continue
      const sums = part.accounts.get(leg.account) ?? { balance: 0, debits: 0 }
      part.accounts.set(leg.account, {
        balance: add(sums.balance, leg.amount),
        debits: add(sums.debits, Math.max(0, leg.amount)),
      })
      if (flow !== undefined && leg.account === account) part.flows[flow] = add(part.flows[flow], Math.abs(leg.amount))
    }
  }

  /** Discount and own share of a meal, by fund in proportion to what each paid; a reversal takes them back. */
  function takeBeside({ event, date }: PostedEvent): void {
    if (event.type === 'MealRedeemed') {
      const beside = { discount: integerIn(event.data, 'discountFen'), ownShare: integerIn(event.data, 'ownShareFen') }
      if (beside.discount === 0 && beside.ownShare === 0) return
      besides.set(`${event.stream}.${event.version}`, beside)
      addBeside(event, beside, date, 1)
    } else if (event.type === 'RedemptionReversed') {
      const beside = besideBack(event.data) ?? besides.get(textIn(event.data, 'redemption'))
      if (beside) addBeside(event, beside, date, -1)
    }
  }

  function addBeside(
    { data }: LedgerEvent,
    { discount, ownShare }: { readonly discount: number; readonly ownShare: number },
    date: string,
    sign: 1 | -1,
  ): void {
    if (!counts(asked, date)) return
    const paid = paidByFund(data)
    const weights = [...paid.values()]
    const discounts = apportion(discount, weights)
    const ownShares = apportion(ownShare, weights)
    for (const [index, fund] of [...paid.keys()].entries()) {
      const { flows } = partOf(fund, textIn(data, 'programme'))
      flows.discountFen = add(flows.discountFen, sign * (discounts[index] ?? 0))
      flows.ownShareFen = add(flows.ownShareFen, sign * (ownShares[index] ?? 0))
    }
  }

  return {
    take(posted) {
      takeLegs(posted)
      takeBeside(posted)
    },
    answer: (found) => asFound(answerOf(asked, directory, parts), found),
  }
}

/** A report from before other payers than unions, banks' own entries, money on accounts, or the settlement of merchants, does not tell what of it there is; it may keep silent of nothing else. */
function asFound(recomputed: JsonObject, found: JsonObject): JsonObject {
  const { total } = found
  if (!isObject(total) || !isObject(total.balances)) return recomputed
  const { balances, turnovers } = total
  const tellsCorrections = isObject(turnovers) && turnovers.incomeCorrectedTotalFen !== undefined
  const untold = [
    ...(tellsCorrections ? [] : bankEntryCorrectionNames),
    ...(isObject(turnovers) && turnovers.purchasedTotalFen !== undefined ? [] : purchaseNames),
    ...(isObject(turnovers) && turnovers.priorYearTotalFen !== undefined ? [] : priorYearNames),
    ...(balances.quotaFen === undefined ? quotaNames : []),
    ...(balances.suspenseFen === undefined ? ['suspenseFen', ...bankEntryNames] : []),
    ...(balances.transitFen === undefined ? transferNames : []),
    ...(balances.claimedFen === undefined ? settlementNames : []),
  ]
  return withoutNothing(recomputed, untold) as JsonObject
}

function withoutNothing(value: Json, untold: readonly string[]): Json {
  if (isList(value)) return value.map((member) => withoutNothing(member, untold))
  if (!isObject(value)) return value
  const told = Object.entries(value).filter(([name, member]) => member !== 0 || !untold.includes(name))
  return Object.fromEntries(told.map(([name, member]) => [name, withoutNothing(member, untold)]))
}

function paidByFund(data: JsonObject): Map<string, number> {
  const paid = new Map<string, number>()
  for (const share of objectsIn(data, 'draws').flatMap((draw) => objectsIn(draw, 'shares'))) {
    const fund = textIn(share, 'fund')
    paid.set(fund, add(paid.get(fund) ?? 0, integerIn(share, 'amountFen')))
  }
  return paid
}

function answerOf(
  { query, reach }: Asked,
  directory: Directory,
  parts: ReadonlyMap<string, BudgetFigures>,
): JsonObject {
  const by = query.by ?? 'fund'
  const groups = new Map<string, { readonly all: BudgetFigures; readonly funds: Map<string, BudgetFigures> }>()
  const groupOf = (key: string) => {
    const group = groups.get(key) ?? { all: emptyFigures(), funds: new Map<string, BudgetFigures>() }
    groups.set(key, group)
    return group
  }
  for (const key of knownKeys(by, query, directory)) {
    const isOfFund = by === 'fund'
    if (holdsMoney(reach, { fund: isOfFund ? key : '', programme: isOfFund ? '' : key }, directory)) groupOf(key)
  }
  const total = emptyFigures()
  for (const [key, part] of parts) {
    const [fund = '', programme = ''] = key.split('|')
    const funder = directory.funds.get(fund)?.funder ?? ''
    const division = directory.programmes.get(programme)?.division ?? directory.funds.get(fund)?.division ?? ''
    if (!isWanted(query, { fund, programme, funder, division })) continue
    if (!holdsMoney(reach, { fund, programme }, directory)) continue
    const group = groupOf({ fund, programme, funder, division }[by] ?? '')
    const ofFund = group.funds.get(fund) ?? emptyFigures()
    group.funds.set(fund, ofFund)
    for (const sums of [total, group.all, ofFund]) addFigures(sums, part)
  }
  const wholeFunds = query.programme === undefined && query.division === undefined && reach === undefined
  const rowsAreWhole = wholeFunds && (by === 'fund' || by === 'funder')
  return {
    by,
    rows: [...groups].map(([key, { all, funds }]) => ({
      ...describe(by, key, directory),
      ...figuresOf(all, rowsAreWhole),
      ...(by === 'programme' && {
        funds: [...funds].map(([fund, figures]) => ({
          fund,
          name: directory.funds.get(fund)?.name ?? null,
          ...figuresOf(figures, false),
        })),
      }),
    })),
    total: figuresOf(total, wholeFunds),
  }
}

/** Funds and programmes have a row although no money has moved. */
function knownKeys(by: string, query: Asked['query'], { funds, programmes }: Directory): string[] {
  const { fund, programme, funder, division } = query
  const isInside = (code: string): boolean => division === undefined || holdsDivision(division, code)
  if (by === 'fund' && programme === undefined)
    return [...funds]
      .filter(
        ([id, facts]) => (fund ?? id) === id && (funder ?? facts.funder) === facts.funder && isInside(facts.division),
      )
      .map(([id]) => id)
  if (by === 'programme' && fund === undefined && funder === undefined)
    return [...programmes]
      .filter(([id, facts]) => (programme ?? id) === id && isInside(facts.division))
      .map(([id]) => id)
  return []
}

function isWanted(query: Asked['query'], part: Readonly<Record<'fund' | 'programme' | 'funder' | 'division', string>>) {
  return (
    (query.fund ?? part.fund) === part.fund &&
    (query.programme ?? part.programme) === part.programme &&
    (query.funder ?? part.funder) === part.funder &&
    (query.division === undefined || holdsDivision(query.division, part.division))
  )
}

function addFigures(sums: BudgetFigures, part: BudgetFigures): void {
  for (const [account, { balance, debits }] of part.accounts) {
    const known = sums.accounts.get(account) ?? { balance: 0, debits: 0 }
    sums.accounts.set(account, { balance: add(known.balance, balance), debits: add(known.debits, debits) })
  }
  for (const name of flowNames) sums.flows[name] = add(sums.flows[name], part.flows[name])
  for (const name of printoutNames) sums.corrected[name] = add(sums.corrected[name], part.corrected[name])
}

function describe(by: string, key: string, { funds, programmes, unions }: Directory): JsonObject {
  if (by === 'funder') return { key, name: key, division: null }
  if (by === 'division') {
    const named = [...unions].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([, { division }]) => division === key)
    return { key, name: named.at(-1)?.[1].name ?? null, division: key }
  }
  if (key === '') return { key: null, name: null, division: null }
  const facts = by === 'fund' ? funds.get(key) : programmes.get(key)
  return { key, name: facts?.name ?? null, division: facts?.division ?? null }
}

/** What stood beside the part that was taken back; version 1 does not say, and took back the whole. */
function besideBack(data: JsonObject): { readonly discount: number; readonly ownShare: number } | undefined {
  if (data.discountBackFen === undefined || data.ownShareBackFen === undefined) return undefined
  return { discount: integerIn(data, 'discountBackFen'), ownShare: integerIn(data, 'ownShareBackFen') }
}
