import { type AccountName, postingAccounts } from '@welfare/contracts/accounts.ts'
import { type DataOf, eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { type Leg, postings } from '@welfare/contracts/postings.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'

type Sums = Map<AccountName, number>
type LegsOf = (event: WelfareEvent, stream: string) => readonly Leg[]

/** What may still be spent, and what merchants owe: the money behind it lies on the bank. */
const unspent = ['available', 'reserved', 'allocated', 'committed', 'issued', 'claimed'] as const
const owed = ['payable', 'disputed', 'claimed'] as const

/**
 * The controls that hold per fund at every event, and those per fund, programme and merchant: (1) to (5). Legs that balance and overdraw nothing
 * may still be the wrong ones; most of those are seen here.
 * @param legsOf other than the ledger's own where somebody tries what is seen
 */
export function breachesOfControls(log: readonly SequencedEvent[], legsOf: LegsOf = postings): string[] {
  const breaches: string[] = []
  const funds = new Map<string, Sums>()
  const merchants = new Map<string, Sums>()
  for (const recorded of log) {
    const touched = { funds: new Set<string>(), merchants: new Set<string>() }
    for (const leg of legsOf(eventCodec.decode(recorded), recorded.stream)) {
      if (leg.commodity !== 'CNY' || leg.fund === undefined) continue
      put(funds, leg.fund, leg)
      touched.funds.add(leg.fund)
      if (leg.merchant === undefined) continue
      const key = keyOf(leg.fund, String(leg.programme), leg.merchant)
      put(merchants, key, leg)
      touched.merchants.add(key)
    }
    const broken = [
      ...[...touched.funds].flatMap((fund) => brokenOfFund(sumsOf(funds, fund)).map((what) => `${fund}: ${what}`)),
      ...[...touched.merchants]
        .filter((key) => sumFen(owed.map((account) => held(sumsOf(merchants, key), account))) < 0)
        .map((key) => `${key}: (5) payable + disputed + claimed is below zero`),
    ]
    breaches.push(...broken.map((what) => `${what} at event ${recorded.sequence} (${recorded.type})`))
  }
  return breaches
}

/** (6), once nothing is underway: what the posting accounts say of a merchant is what the events' own figures say that it was not paid. */
export function breachesAtRest(log: readonly SequencedEvent[], legsOf: LegsOf = postings): string[] {
  const merchants = new Map<string, Sums>()
  const unpaid = new Map<string, number>()
  for (const recorded of log) {
    const event = eventCodec.decode(recorded)
    for (const leg of legsOf(event, recorded.stream)) {
      if (leg.fund === undefined || leg.merchant === undefined) continue
      put(merchants, keyOf(leg.fund, String(leg.programme), leg.merchant), leg)
    }
    for (const { key, fen } of unpaidBy(event)) unpaid.set(key, addFen(unpaid.get(key) ?? 0, fen))
  }
  return [...new Set([...merchants.keys(), ...unpaid.keys()])].flatMap((key) => {
    const postedFen = sumFen(owed.map((account) => held(sumsOf(merchants, key), account)))
    const unpaidFen = unpaid.get(key) ?? 0
    return postedFen === unpaidFen ? [] : [`${key}: (6) ${postedFen} fen are posted, ${unpaidFen} are not paid`]
  })
}

/** A meal that is claimed back stays paid for until it is set off; what is repaid is neither owed nor paid any more; what is waived is not owed. */
function unpaidBy(event: WelfareEvent): { readonly key: string; readonly fen: number }[] {
  switch (event.type) {
    case 'MealRedeemed':
      return lines(
        event.data,
        event.data.draws.flatMap(({ shares }) => shares),
        1,
      )
    case 'RedemptionReversed': {
      const unclaimed = event.data.draws.filter(({ to }) => to !== 'claimed')
      return lines(
        event.data,
        unclaimed.flatMap(({ shares }) => shares),
        -1,
      )
    }
    case 'GoodsInvoiced':
    case 'SupplierPaymentReturned':
    case 'PaymentReturned':
      return lines(event.data, event.data.shares, 1)
    case 'SupplierPaid':
      return lines(event.data, event.data.shares, -1)
    case 'SettlementPaid':
    case 'PayableWaived':
      return [...lines(event.data, event.data.shares, -1), ...lines(event.data, event.data.setOff ?? [], -1)]
    case 'StatementApproved':
      return lines(event.data, event.data.setOff ?? [], -1)
    default:
      return []
  }
}

function lines(
  { programme, merchant }: Pick<DataOf<'MealRedeemed'>, 'programme' | 'merchant'>,
  shares: readonly Share[],
  sign: 1 | -1,
) {
  return shares.map(({ fund, amountFen }) => ({ key: keyOf(fund, programme, merchant), fen: sign * amountFen }))
}

function brokenOfFund(sums: Sums): string[] {
  const of = (account: AccountName) => held(sums, account)
  const spread = sumFen([...unspent.map(of), of('used'), of('written-off')])
  const broken: string[] = []
  if (of('granted') !== spread) broken.push('(1) granted is not what is held, used, claimed and lost')
  if (of('granted') !== addFen(of('donated'), of('carried'))) broken.push('(2) granted is not donated + carried')
  if (addFen(of('used'), of('written-off')) !== addFen(of('cost'), of('loss')))
    broken.push('(3) used and written off are not cost and loss')
  if (
    sumFen([of('bank'), of('quota'), of('transit')]) !==
    sumFen([...unspent.map(of), of('payable'), of('disputed'), of('suspense')])
  )
    broken.push('(4) bank, quota and transit are not what is unspent and owed')
  return broken
}

/** On the account's normal side. */
function held(sums: Sums, account: AccountName): number {
  const balance = sums.get(account) ?? 0
  return postingAccounts[account].normalSide === 'debit' ? balance : subtractFen(0, balance)
}

function put(all: Map<string, Sums>, key: string, { account, amount }: Leg): void {
  const sums = sumsOf(all, key)
  all.set(key, sums)
  sums.set(account, addFen(sums.get(account) ?? 0, amount))
}

function sumsOf(all: ReadonlyMap<string, Sums>, key: string): Sums {
  return all.get(key) ?? new Map()
}

function keyOf(fund: string, programme: string, merchant: string): string {
  return `${fund} ${programme} ${merchant}`
}
