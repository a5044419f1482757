import { type AnswerOf, answerOf } from '../common/api/client.ts'
import { LostNetworkError, ProblemError } from '../common/api/problem.ts'
import { apis, type Seat } from './api.ts'

/** Whose till this browser is. */
export interface Identity {
  readonly seat: Seat
  readonly account: string
  readonly merchants: readonly string[]
}

const PLACE = 'welfare.till.identity'

/** As the ledger knows it; without a network as it was when it last answered. Undefined: this browser is no till. */
export async function findIdentity(): Promise<Identity | undefined> {
  try {
    // Both at once: on a slow line each costs a way there and back.
    const [till, owner] = await Promise.all([readSeat('till'), readSeat('owner')])
    const found = till ?? owner
    keep(found)
    return found
  } catch (error) {
    const known = lastKnown()
    if (known && error instanceof LostNetworkError) return known
    throw error
  }
}

/** The owner who has signed in here; also where the browser is a paired phone. */
export async function readSeat(seat: Seat): Promise<Identity | undefined> {
  try {
    return toIdentity(seat, await answerOf(apis[seat].GET('/v1/session')))
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return undefined
    throw error
  }
}

/** It was a till when the ledger last answered. */
export function isKnown(): boolean {
  return lastKnown() !== undefined
}

function toIdentity(
  seat: Seat,
  { account, role, scope }: Pick<AnswerOf<'readSession'>, 'account' | 'role' | 'scope'>,
): Identity | undefined {
  const wanted = seat === 'till' ? 'merchant-till' : 'merchant-owner'
  return role === wanted ? { seat, account, merchants: scope.merchants ?? [] } : undefined
}

function keep(found: Identity | undefined): void {
  if (found) localStorage.setItem(PLACE, JSON.stringify(found))
  else localStorage.removeItem(PLACE)
}

function lastKnown(): Identity | undefined {
  const text = localStorage.getItem(PLACE)
  return text === null ? undefined : JSON.parse(text)
}
