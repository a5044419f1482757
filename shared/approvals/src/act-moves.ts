import { type AccountName, postingAccounts } from '@welfare/contracts/accounts.ts'
import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { Leg } from '@welfare/contracts/legs.ts'
import { addFen, multiplyFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import type { BudgetBalances } from '@welfare/facts/budget-balance.facts.ts'
import { z } from 'zod'

/** Events that an act would record, with the stream in which they would stand. */
export interface ToRecord {
  readonly stream: string
  readonly events: readonly WelfareEvent[]
}

const accountNames = Object.keys(postingAccounts) as AccountName[]
const balance = z.int().meta({ description: "Fen for CNY, pieces for goods, on the account's normal side" })

/** What an act does to one posting account, batches and lots taken together. */
export const actMove = z
  .strictObject({
    account: z.enum(accountNames),
    commodity: z.string().meta({ description: '`CNY`, or goods' }),
    fund: idOf('fund').optional(),
    programme: idOf('programme').optional(),
    merchant: idOf('merchant').optional(),
    depot: idOf('depot').optional(),
    site: idOf('site').optional(),
    bankAccount: idOf('bankaccount').optional(),
    payer: idOf('payer').optional(),
    change: balance,
    before: balance.optional().meta({ description: 'Of the budget book: what stands there now' }),
    after: balance.optional(),
  })
  .meta({ id: 'ActMove' })
export type ActMove = z.infer<typeof actMove>

export function legsOf(recorded: readonly ToRecord[]): Leg[] {
  return recorded.flatMap(({ stream, events }) => events.flatMap((event) => postings(event, stream)))
}

type Place = Omit<ActMove, 'change' | 'before' | 'after'>

/**
 * What the legs do to each posting account, in the order of funds and accounts; with the balances of the budget book before and after, where
 * the service knows them.
 * @param givenBack what the act itself had reserved, and what is therefore there for it
 */
export function movesOf(legs: readonly Leg[], balances?: BudgetBalances, givenBack: readonly Leg[] = []): ActMove[] {
  const changes = sumByPlace(legs)
  const back = sumByPlace(givenBack)
  return [...changes]
    .filter(([, { change }]) => change !== 0)
    .sort(([, { place: a }], [, { place: b }]) => compare(a, b))
    .map(([key, { place, change }]) => {
      const now = balances && balanceAt(balances, place)
      if (now === undefined) return { ...place, change }
      const before = addFen(now, back.get(key)?.change ?? 0)
      return { ...place, change, before, after: addFen(before, change) }
    })
}

function sumByPlace(legs: readonly Leg[]): Map<string, { readonly place: Place; readonly change: number }> {
  const sums = new Map<string, { readonly place: Place; readonly change: number }>()
  for (const leg of legs) {
    const place = placeOf(leg)
    const key = JSON.stringify(place)
    sums.set(key, { place, change: addFen(sums.get(key)?.change ?? 0, onNormalSide(leg)) })
  }
  return sums
}

function placeOf({ account, commodity, fund, programme, merchant, depot, site, bankAccount, payer }: Leg): Place {
  return {
    ...{ account, commodity },
    ...(fund !== undefined && { fund }),
    ...(programme !== undefined && { programme }),
    ...(merchant !== undefined && { merchant }),
    ...(depot !== undefined && { depot }),
    ...(site !== undefined && { site }),
    ...(bankAccount !== undefined && { bankAccount }),
    ...(payer !== undefined && { payer }),
  }
}

function onNormalSide({ account, amount }: Pick<Leg, 'account' | 'amount'>): number {
  return postingAccounts[account].normalSide === 'debit' ? amount : multiplyFen(amount, -1)
}

/** Undefined outside the budget book. */
function balanceAt(balances: BudgetBalances, { account, fund, programme }: Place): number | undefined {
  if (postingAccounts[account].book !== 'budget' || fund === undefined) return undefined
  const standing = balances.ofFund(fund)
  // What was granted is the other side of everything else.
  if (account === 'granted') return sumFen(standing.map(({ amountFen }) => amountFen))
  return sumFen(
    standing.filter((one) => one.account === account && one.programme === programme).map(({ amountFen }) => amountFen),
  )
}

function compare(a: Place, b: Place): number {
  if (a.fund !== b.fund) return (a.fund ?? '') < (b.fund ?? '') ? -1 : 1
  return subtractFen(accountNames.indexOf(a.account), accountNames.indexOf(b.account))
}
