import { type Role, type Scope, scopeHolds } from '@welfare/contracts/authority.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { AccountCommand } from './account.commands.ts'
import { accountIdOf } from './account-ids.ts'
import { type Accepted, type AccountsContext, recordOnAccount } from './accounts.context.ts'
import { hashOf, randomSecret, tokenText } from './secrets.ts'

export interface NewAccount {
  readonly account: string
  readonly role: Role
  readonly scope: Scope
}

/** What the ledger does without being asked by anybody: for a demonstration and for tests. Never over HTTP. */
export interface SystemAccounts {
  /** Opens a person's account with that password, whatever it is; its id. Again is harmless. @throws Error where the account is another one */
  openAccount(account: NewAccount & { readonly password: string }): Promise<string>
  /** A new token of that account, which is opened, as a machine's, where there is none. @throws Error where the account is another one */
  issueToken(account: NewAccount): Promise<string>
}

const system = { role: 'administrator', id: 'local' } as const

export function createSystemAccounts(context: AccountsContext): SystemAccounts {
  const { clock, passwords, vault } = context

  return {
    async openAccount({ password, ...account }) {
      const id = await open(account, 'person')
      if (vault.findPassword(id)) return id
      const hash = await passwords.hash(password)
      if (!hash) throw new Error('too many passwords are being hashed')
      vault.putPassword(id, { ...hash, oneTimeUntilMs: undefined, version: 1, commandId: 'house' })
      return id
    },
    async issueToken(account) {
      const id = await open(account, 'machine')
      const plain = tokenText(Buffer.from(randomSecret(), 'base64url'))
      const token = derivedUuid('token', hashOf(plain))
      const today = shanghaiDay(clock.now())
      await perform(id, { type: 'IssueToken', token, label: 'house', today, maker: undefined }, token)
      vault.putToken(hashOf(plain), token, id)
      return plain
    },
  }

  async function open(given: NewAccount, kind: 'person' | 'machine'): Promise<string> {
    const id = accountIdOf(given.account)
    const known = context.facts.findAccount(id)
    if (!known) {
      await perform(id, { type: 'OpenAccount', ...given, kind, maker: undefined }, derivedUuid('house', id))
      return id
    }
    const isSame =
      known.role === given.role && scopeHolds(known.scope, given.scope) && scopeHolds(given.scope, known.scope)
    if (!isSame || known.isClosed) throw new Error(`There is another account ${given.account}, or it is closed`)
    return id
  }

  async function perform(stream: string, command: AccountCommand, commandId: string): Promise<Accepted> {
    const result = await recordOnAccount(context, system, { stream, command, commandId, input: {} })
    if (isProblem(result))
      throw new Error(`${command.type} on ${stream}: ${result.code} ${JSON.stringify(result.facts)}`)
    return result
  }
}
