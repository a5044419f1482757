import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type AnswerOf, answerOf } from '../common/api/client.ts'
import { LostNetworkError } from '../common/api/problem.ts'
import { apis } from './api.ts'
import type { Identity } from './identity.ts'
import { keepShopName, knownShopName } from './shop-names.ts'

type Dish = AnswerOf<'listPriceLists'>['items'][number]['items'][number]

/** The till at work: in whose name, and for which of its shops. */
export interface Till extends Identity {
  readonly merchant: string
}

export const TillContext = createContext<Till | undefined>(undefined)

export function useTill(): Till {
  const till = useContext(TillContext)
  if (!till) throw new Error('no till is given to this part of the page')
  return till
}

export async function readShopName({ seat }: Identity, merchant: string): Promise<string> {
  const path = { id: merchant }
  try {
    const { name } = await answerOf(apis[seat].GET('/v1/merchants/{id}', { params: { path } }))
    keepShopName(merchant, name)
    return name
  } catch (error) {
    const known = knownShopName(merchant)
    if (known !== undefined && error instanceof LostNetworkError) return known
    throw error
  }
}

/** What the shop sells on that day; none where it has no list. */
export async function readDishes({ seat, merchant }: Till, day: string): Promise<readonly Dish[]> {
  const params = { path: { id: merchant } }
  const { items } = await answerOf(apis[seat].GET('/v1/merchants/{id}/price-lists', { params }))
  const valid = items.filter(({ validFrom }) => validFrom <= day)
  const newest = valid.reduce<(typeof valid)[number] | undefined>(
    (best, one) =>
      !best ||
      one.validFrom > best.validFrom ||
      (one.validFrom === best.validFrom && one.priceListVersion > best.priceListVersion)
        ? one
        : best,
    undefined,
  )
  return newest?.items ?? []
}

export type { Dish }
