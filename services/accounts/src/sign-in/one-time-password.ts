import { type Problem, problem } from '@welfare/http/problem.ts'
import type { Accepted, AccountsContext } from '../accounts.context.ts'
import { accountsLimits } from '../accounts-limits.ts'
import { codeText, inGroups } from '../secrets.ts'

/** 80 bits. */
const LENGTH = 16

/**
 * Gives the account a password that is good only for choosing another. It follows from the command: the same request gets the same one again,
 * and changes nothing where the person has chosen since.
 */
export async function putOneTimePassword(
  { clock, passwords, secrets, sessions, vault }: AccountsContext,
  account: string,
  commandId: string,
  { version }: Pick<Accepted, 'version'>,
): Promise<string | Problem> {
  const oneTimePassword = inGroups(codeText(secrets.derive('one-time-password', commandId), LENGTH))
  if ((vault.findPassword(account)?.version ?? 0) >= version) return oneTimePassword
  const hash = await passwords.hash(oneTimePassword)
  if (!hash) return problem('overloaded')
  const oneTimeUntilMs = clock.now().getTime() + accountsLimits.oneTimePasswordMs
  vault.putPassword(account, { ...hash, oneTimeUntilMs, version, commandId })
  sessions.endAllOf(account)
  return oneTimePassword
}
