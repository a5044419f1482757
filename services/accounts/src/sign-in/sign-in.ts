import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { tooManyAttempts } from '@welfare/http/edge/rate-limit.ts'
import { isProblem, type Problem, problem } from '@welfare/http/problem.ts'
import { accountIdOf } from '../account-ids.ts'
import { type AccountsContext, makerOf, recordOnAccount, refused } from '../accounts.context.ts'
import type { AccountRow } from '../accounts.facts.ts'
import type { StoredPassword } from '../accounts.store.ts'
import { weaknessOf } from './passwords.ts'

/** With the status of each, for the routes that prove a password or set one. */
export const signInRefusals = { 'sign-in-failed': 401 } as const
export const newPasswordRefusals = {
  'password-too-weak': 422,
  'password-unchanged': 422,
  'not-a-person': 422,
  'account-closed': 409,
  'account-unknown': 404,
} as const

export interface ProvenAccount {
  readonly account: AccountRow
  readonly password: StoredPassword
}

export interface Proof {
  /** The sign-in name. */
  readonly account: string
  readonly password: string
  readonly address: string
}

/**
 * The account whose password this is. A wrong name, a wrong password, a closed account and one without a password are answered alike, after
 * the same work; who fails often waits, longer each time.
 */
export async function provePassword(context: AccountsContext, proof: Proof): Promise<ProvenAccount | Problem> {
  const { attempts, clock, facts, passwords, vault } = context
  const attempt = attempts.begin(proof.account, proof.address)
  if (typeof attempt === 'number') return tooManyAttempts(attempt, clock)
  const account = facts.findAccount(accountIdOf(proof.account))
  const password = account && !account.isClosed ? vault.findPassword(account.id) : undefined
  const verdict = await passwords.verify(proof.password, password)
  if (!verdict) return problem('overloaded')
  const isOver = (password?.oneTimeUntilMs ?? Infinity) <= clock.now().getTime()
  if (!verdict.matches || isOver || !account || !password) return refused('sign-in-failed', 401)
  attempt.succeeded()
  if (verdict.isOutdated) await hashAnew(context, account.id, password, proof.password)
  return { account, password }
}

/** Kept at the cost of today: it was hashed at another, and is at hand in plain only now. */
async function hashAnew(
  { passwords, vault }: AccountsContext,
  account: string,
  stored: StoredPassword,
  plain: string,
): Promise<void> {
  const hash = await passwords.hash(plain)
  // Busy: it can wait for the next sign-in. Changed meanwhile: there is nothing to keep.
  if (hash && vault.findPassword(account)?.version === stored.version)
    vault.putPassword(account, { ...stored, ...hash })
}

/** Records that the person chose a password, keeps its hash, and ends the account's other sessions. */
export async function choosePassword(
  context: AccountsContext,
  { account, password: known }: ProvenAccount,
  chosen: {
    readonly oldPassword: string
    readonly newPassword: string
    readonly commandId: string
    readonly cookie?: string | undefined
  },
): Promise<Problem | undefined> {
  const { passwords, sessions, vault } = context
  const { oldPassword, newPassword, commandId } = chosen
  const weakness = weaknessOf(newPassword, account.account)
  if (weakness) return refused('password-too-weak', 422, weakness)
  if (newPassword.normalize('NFKC') === oldPassword.normalize('NFKC')) return refused('password-unchanged', 422)
  const hash = await passwords.hash(newPassword)
  if (!hash) return problem('overloaded')
  const actor = { role: account.role, id: account.account }
  const result = await recordOnAccount(context, actor, {
    stream: account.id,
    command: { type: 'ChangePassword', maker: makerOf({ id: account.account, scope: account.scope }) },
    commandId: derivedUuid('choose-password', commandId),
    input: {},
  })
  if (isProblem(result)) return result
  if (result.version > known.version) {
    vault.putPassword(account.id, { ...hash, oneTimeUntilMs: undefined, version: result.version, commandId })
  }
  sessions.endAllOf(account.id, chosen.cookie)
  return undefined
}
