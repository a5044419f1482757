import { statementId } from '@welfare/facts/statement-id.ts'
import { expect } from 'vitest'
import type { Answer } from './api.ts'
import {
  type Card,
  importRoster,
  issue,
  listCards,
  type Meals,
  type MealsPlan,
  prepareMeals,
  rosterFile,
} from './meals.ts'
import { openTestLedger, type TestLedger } from './test-ledger.ts'

const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }

/** From which the union takes a meal back. */
export const slip = { kind: 'slip', number: 'S-1' }

type Plan = Pick<MealsPlan, 'workers' | 'fundsFen' | 'rules' | 'split'> & Partial<Pick<MealsPlan, 'windows'>>

/** A ledger whose people hold cards, for July where nothing else is planned, and a shop that is owed what they eat there. */
export interface ShopLedger {
  readonly application: TestLedger
  readonly meals: Meals
  readonly cards: readonly Card[]
  readonly shop: string
  /** The shop's, in the programme. */
  readonly statement: string
  /** By an officer, where nobody else is named. */
  send(path: string, body: object, actor?: string, key?: string): Promise<Answer>
  /** At the till, from the first card. @returns the meal */
  eat(amountFen: number): Promise<string>
  takeBack(meal: string, what?: object, key?: string): Promise<Answer>
  /** Of the shop's statement. */
  act(step: string, body: object, actor?: string): Promise<Answer>
}

export async function openShopLedger(plan: Plan): Promise<ShopLedger> {
  return openShopIn(await openTestLedger('2025-07-02T02:00:00Z'), plan)
}

export async function openShopIn(application: TestLedger, plan: Plan): Promise<ShopLedger> {
  const { api } = application
  const meals = await prepareMeals(api, { windows: [window], ...plan })
  const shop = meals.merchants[0] ?? ''
  await importRoster(api, meals.programme, await rosterFile(plan.workers))
  await issue(api, meals.programme)
  const cards = await listCards(api, meals.programme)
  const statement = statementId(shop, meals.programme)
  const send: ShopLedger['send'] = (path, body, actor = 'officer/li', key) =>
    api.send({ method: 'POST', path, body, actor, ...(key !== undefined && { key }) })
  return {
    ...{ application, meals, cards, shop, statement, send },
    act: (step, body, actor) => send(`/v1/statements/${statement}/${step}`, body, actor),
    async eat(amountFen) {
      const path = `/v1/vouchers/${cards[0]?.code}/redemptions`
      const answer = await send(path, { merchant: shop, amountFen }, `merchant-till/till-1@${shop}`)
      expect(answer.status).toBe(201)
      return answer.body.id
    },
    takeBack(meal, what = {}, key) {
      const body = { merchant: shop, reason: '录错', document: slip, ...what }
      return send(`/v1/redemptions/${meal}/reversal`, body, undefined, key)
    },
  }
}
