import { accountName, role, scope } from '@welfare/contracts/authority.ts'
import { division, instant, name } from '@welfare/contracts/primitives.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { accountIdOf } from '../account-ids.ts'
import { type AccountsContext, refused } from '../accounts.context.ts'
import type { AccountRow } from '../accounts.facts.ts'
import { answerNewSession, session } from './session.routes.ts'
import type { Setup } from './setup.ts'

export interface DoorOptions {
  /** The ledger's clock is a demonstration's. */
  readonly isClockSimulated?: boolean
  /** Accounts that anybody may enter without a password: a demonstration's, and nobody else's. Without them that is no route. */
  readonly openDoors?: readonly string[] | undefined
}

const answer = z.strictObject({
  union: z.strictObject({ name, division }).optional().meta({ description: 'That was registered first' }),
  clock: z.enum(['system', 'simulated']),
  now: instant,
  isSetUp: z.boolean().meta({ description: 'False until somebody administers the whole ledger' }),
  signOn: z.boolean().meta({ description: 'One may sign on at a provider' }),
  doors: z
    .array(z.strictObject({ account: accountName, role, scope }))
    .optional()
    .meta({ description: 'In the demonstration only: accounts that are entered without a password' }),
})

/** What a ledger says to whoever comes to its address. */
export function createDoorRoutes(
  context: AccountsContext,
  setup: Pick<Setup, 'code'>,
  options: DoorOptions & { readonly signOn?: object | undefined },
): readonly Route[] {
  const { openDoors } = options
  return [readDoor(context, setup, options), ...(openDoors ? [enterDoor(context, openDoors)] : [])]
}

function readDoor(
  { facts, clock }: AccountsContext,
  setup: Pick<Setup, 'code'>,
  { isClockSimulated = false, openDoors, signOn }: DoorOptions & { readonly signOn?: object | undefined },
): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/door',
    operationId: 'readDoor',
    summary: 'Reads whose ledger this is, whether it is set up, and how one may sign in',
    tag: 'accounts',
    answers: { 200: { description: 'For the first page', schema: answer } },
    refusals: {},
    handle() {
      const union = facts.findFirstUnion()
      return {
        status: 200,
        body: {
          ...(union && { union }),
          clock: isClockSimulated ? 'simulated' : 'system',
          now: clock.now().toISOString(),
          isSetUp: setup.code() === undefined,
          signOn: signOn !== undefined,
          ...(openDoors && {
            doors: openDoors
              .map((name) => openAccountOf({ facts }, name))
              .filter((account) => account !== undefined)
              .map(({ account, role, scope }) => ({ account, role, scope })),
          }),
        },
      }
    },
  })
}

function enterDoor(context: AccountsContext, openDoors: readonly string[]): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/door/session',
    operationId: 'enterDoor',
    summary: 'Begins a session for an account of the demonstration, without a password',
    tag: 'accounts',
    body: z.strictObject({ account: accountName }),
    answers: { 200: { description: 'Signed in', schema: session } },
    refusals: { 'door-unknown': 404 },
    handle({ body, headers }) {
      const account = openDoors.includes(body.account) ? openAccountOf(context, body.account) : undefined
      if (!account) return refused('door-unknown', 404)
      const before = context.cookie.read(headers)
      if (before !== undefined) context.sessions.end(before)
      return answerNewSession(context, account)
    },
  })
}

function openAccountOf({ facts }: Pick<AccountsContext, 'facts'>, name: string): AccountRow | undefined {
  const account = facts.findAccount(accountIdOf(name))
  return account?.isClosed ? undefined : account
}
