import { randomBytes } from 'node:crypto'
import { accountName, everything, isWholeLedger } from '@welfare/contracts/authority.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { isProblem, type Problem, problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { accountIdOf } from '../account-ids.ts'
import { type AccountsContext, recordOnAccount, refusalsOf, refused } from '../accounts.context.ts'
import { codeText, inGroups, readCode } from '../secrets.ts'
import { answeredWith } from '../wire.ts'
import { guessOf } from './guesses.ts'
import { weaknessOf } from './passwords.ts'
import { newPassword } from './session.routes.ts'

/** 60 bits. */
const CODE_LENGTH = 12

export interface Setup {
  readonly route: Route
  /** For the terminal in which the server was started; undefined once somebody administers the whole ledger. */
  code(): string | undefined
}

const body = z.strictObject({
  code: z.string().min(CODE_LENGTH).max(30).meta({ description: 'As printed where the server was started' }),
  account: accountName,
  password: newPassword,
})

/** The first administrator. The code is in memory only: a new one with each start, until it was used. */
export function createSetup(context: AccountsContext): Setup {
  const code = codeText(randomBytes(CODE_LENGTH), CODE_LENGTH)
  const isOpen = () => !context.facts.listAdministrators().some(({ scope }) => isWholeLedger(scope))

  /** In the name of the account that it opens. */
  async function setUp(given: z.infer<typeof body>, commandId: string): Promise<RouteAnswer | Problem> {
    if (!isOpen()) return refused('set-up-already', 409)
    if (readCode(given.code) !== code) return refused('set-up-code-unknown', 404)
    const weakness = weaknessOf(given.password, given.account)
    if (weakness) return refused('password-too-weak', 422, weakness)
    const hash = await context.passwords.hash(given.password)
    if (!hash) return problem('overloaded')
    const { account } = given
    const stream = accountIdOf(account)
    const result = await recordOnAccount(
      context,
      { role: 'administrator', id: account },
      {
        stream,
        command: {
          type: 'OpenAccount',
          account,
          kind: 'person',
          role: 'administrator',
          scope: everything,
          maker: undefined,
        },
        commandId,
        input: { account },
      },
    )
    if (isProblem(result)) return result
    context.vault.putPassword(stream, { ...hash, oneTimeUntilMs: undefined, version: result.version, commandId })
    return { status: 201, ...answeredWith(result), body: { id: stream, account } }
  }

  return {
    code: () => (isOpen() ? inGroups(code) : undefined),
    route: defineRoute({
      method: 'post',
      path: '/v1/setup',
      operationId: 'setUp',
      summary: 'Opens the account of the first administrator, with the one-time code',
      tag: 'accounts',
      body,
      answers: {
        201: { description: 'Opened', schema: z.strictObject({ id: idOf('account'), account: accountName }) },
      },
      refusals: {
        'set-up-already': 409,
        'set-up-code-unknown': 404,
        'password-too-weak': 422,
        ...refusalsOf('account-name-reserved', 'account-name-taken'),
      },
      async handle({ address, body, commandId }) {
        const guess = guessOf(context, address)
        if (isProblem(guess)) return guess
        return await context.alone(() => setUp(body, commandId))
      },
    }),
  }
}
