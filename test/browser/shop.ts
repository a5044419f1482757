import type { Page } from 'playwright-core'
import type { Card, Meals, MealsPlan } from '../harness/meals.ts'
import { openShopIn } from '../harness/shop-ledger.ts'
import type { Story } from './story.ts'

/** A shop with cards to be used there, and what a story asks the ledger about it. */
export interface Shop extends Meals {
  readonly id: string
  readonly cards: readonly (Card & { readonly qr: string })[]
  /** As an officer makes it; the phone opens the address that the QR code holds. */
  pairing(label?: string): Promise<string>
  /** What the ledger has of a day: today's where none is named. */
  meals(day?: string): Promise<{
    readonly items: readonly { readonly id: string; readonly amountFen: number; readonly keptFen: number }[]
    readonly total: { readonly meals: number; readonly amountFen: number }
  }>
}

type ShopPlan = Pick<MealsPlan, 'windows' | 'rules' | 'split'> &
  Partial<Pick<MealsPlan, 'fundsFen'>> & { readonly people?: number }

export async function openShop(
  { ledger }: Story,
  { people = 4, fundsFen = [1_000_000], ...plan }: ShopPlan,
): Promise<Shop> {
  const { api } = ledger
  const opened = await openShopIn(ledger, { ...plan, workers: people, fundsFen })
  const id = opened.shop
  return {
    ...opened.meals,
    id,
    cards: opened.cards as Shop['cards'],
    async pairing(label = '前台手机') {
      const { code } = await api.post(`/v1/merchants/${id}/pairings`, { label })
      return `/till/#pair=${code}`
    },
    meals: (day) => api.get(`/v1/merchants/${id}/meals${day === undefined ? '' : `?day=${day}`}`),
  }
}

/** Types the card's code as it is printed, in groups and in small letters. */
export async function showCard(page: Page, code: string): Promise<void> {
  await page.getByRole('textbox', { name: '卡号' }).fill(code.toLowerCase().replace(/(.{4})(?=.)/g, '$1-'))
}

/** In the page: where the buttons are that lie on it, as the thumb sees them; those of what is said of `own` apart. */
export const placesToPress = (own: string): string => `[...document.querySelectorAll('button')]
  .filter((one) => !one.closest('dialog') && !one.getAttribute('aria-label')?.includes('${own}'))
  .map((one) => { const { x, y, width } = one.getBoundingClientRect(); return [one.textContent.replaceAll(/[0-9.]/g, ""), Math.round(x), Math.round(y), Math.round(width)].join(' ') })`
