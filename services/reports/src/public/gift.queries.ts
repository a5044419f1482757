import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { followGift, type PaidPart } from '../meals/donation-flow.queries.ts'
import { readGifts } from '../meals/gifts-of-fund.ts'
import { type QueryContext, refusal } from '../query-context.ts'
import { reflectedAt } from '../read-model/moments.store.ts'
import type { GiftAnswer, GiftBody } from './gift.contract.ts'
import { fundOfCode } from './receipt-codes.ts'

/** What became of a gift, to who has its receipt. A wrong number and a wrong code are answered alike, and after the same work. */
export function queryGift(
  context: QueryContext,
  { codeKey, ...given }: GiftBody & { readonly codeKey: Uint8Array },
): Unstamped<GiftAnswer> | Refusal {
  const { directory, model } = context.generation
  const { sequence } = model.checkpoint()
  const funds = directory.list('fund', sequence)
  const found = fundOfCode(
    codeKey,
    given,
    funds.map(({ id }) => id),
  )
  if (found === undefined) return refusal('gift-unknown')
  const gifts = readGifts(context, found, sequence)
  const wanted = comparableNumber(given.receiptNumber)
  // Entered anew after a correction, the last one stands.
  const last = [...gifts.donations].findLast(
    ([, { receiptNumber, donor }]) =>
      donor.kind !== 'interest' && receiptNumber !== null && comparableNumber(receiptNumber) === wanted,
  )
  if (!last) return refusal('gift-unknown')
  const [id, { donor: _, receiptNumber, ...gift }] = last
  const programmes = followGift(context, { fund: found, id, gifts, sequence })
  return {
    ...reflectedAt(model, sequence),
    ...gift,
    receiptNumber: receiptNumber ?? given.receiptNumber,
    fundName: funds.find((fund) => fund.id === found)?.facts.name ?? null,
    availableFen: gifts.availableOf(id),
    programmes: programmes.map(({ name, givenFen, usedFen, goodsFen, paid }) => ({
      ...{ name, givenFen, usedFen, goodsFen, leftFen: subtractFen(givenFen, addFen(usedFen, goodsFen)) },
      months: byMonth(paid),
    })),
  }
}

function byMonth(paid: readonly PaidPart[]): GiftAnswer['programmes'][number]['months'] {
  const months = new Map<string, { meals: number; usedFen: number }>()
  for (const { day, amountFen } of paid) {
    const month = day.slice(0, 7)
    const known = months.get(month) ?? { meals: 0, usedFen: 0 }
    months.set(month, { meals: known.meals + 1, usedFen: addFen(known.usedFen, amountFen) })
  }
  return [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, sums]) => ({ month, ...sums }))
}
