import { newActKey } from '../common/act-key.ts'
import { type AnswerOf, answerOf } from '../common/api/client.ts'
import { LostNetworkError, ProblemError } from '../common/api/problem.ts'
import { apis, type Seat } from './api.ts'
import { forgetShopNames } from './shop-names.ts'

/** Whose till this browser is. */
export interface Identity {
  readonly seat: Seat
  readonly account: string
  readonly role: 'merchant-owner' | 'merchant-till'
  readonly merchants: readonly string[]
  /** Of a phone: what it was called when it was paired. */
  readonly label?: string
}

/** Whether it was tapped in that name. */
export function isOf(identity: Identity | undefined, { seat, account }: Pick<Identity, 'seat' | 'account'>): boolean {
  return identity?.seat === seat && identity.account === account
}

const PLACE = 'welfare.till.identity'

/** As the ledger knows it; without a network as it was when it last answered. Undefined: this browser is no till. */
export async function findIdentity(): Promise<Identity | undefined> {
  try {
    // Both at once: on a slow line each costs a way there and back.
    const [till, account] = await Promise.all([readSeat('till'), readSeat('account')])
    const found = till ?? account
    keep(found)
    return found
  } catch (error) {
    const known = lastKnown()
    if (known && error instanceof LostNetworkError) return known
    throw error
  }
}

/** The phone that this browser became by a pairing: what asking who it is would answer. */
export async function pairAs(code: string): Promise<Identity> {
  const { account, merchant, label } = await answerOf(apis.till.POST('/v1/pairings', { body: { code } }))
  const paired: Identity = { seat: 'till', account, role: 'merchant-till', merchants: [merchant], label }
  keep(paired)
  return paired
}

/** The phone that this browser is, or who of a shop has signed in here. */
export async function readSeat(seat: Seat): Promise<Identity | undefined> {
  try {
    return toIdentity(seat, await answerOf(apis[seat].GET('/v1/session')))
  } catch (error) {
    if (isEnded(error)) return undefined
    throw error
  }
}

/** Signs out, or forgets the phone. What the ledger has ended already is ended. */
export async function leaveSeat(seat: Seat): Promise<void> {
  const header = { 'Idempotency-Key': newActKey() }
  try {
    await answerOf(apis[seat].DELETE('/v1/session', { params: { header } }))
  } catch (error) {
    if (!isEnded(error)) throw error
  }
}

/** It was a till when the ledger last answered. */
export function isKnown(): boolean {
  return lastKnown() !== undefined
}

function toIdentity(
  seat: Seat,
  { account, role, scope, label }: Pick<AnswerOf<'readSession'>, 'account' | 'role' | 'scope' | 'label'>,
): Identity | undefined {
  if (role !== 'merchant-owner' && role !== 'merchant-till') return undefined
  return { seat, account, role, merchants: scope.merchants ?? [], ...(label !== undefined && { label }) }
}

function keep(found: Identity | undefined): void {
  if (found) localStorage.setItem(PLACE, JSON.stringify(found))
  else {
    localStorage.removeItem(PLACE)
    forgetShopNames()
  }
}

function lastKnown(): Identity | undefined {
  const text = localStorage.getItem(PLACE)
  return text === null ? undefined : JSON.parse(text)
}

function isEnded(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status === 401
}
