import { accountIdOf } from '@welfare/accounts/account-ids.ts'
import type { Role, Scope } from '@welfare/contracts/authority.ts'
import { WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'
import { accountColumns } from '@welfare/contracts/words/terminal-words.ts'
import { columnOf } from '@welfare/printouts/printout.ts'
import { writeTextTable } from '@welfare/printouts/text-table.ts'
import type { ApiClient } from '../api-client.ts'
import type { CliContext } from '../cli-context.ts'
import { withApi } from '../with-api.ts'
import { isSignedIn, withSession } from '../with-session.ts'

export interface OpenAccountOptions {
  readonly role: Role
  readonly division?: readonly string[]
  readonly programme?: readonly string[]
  readonly merchant?: readonly string[]
  readonly machine?: boolean
}

interface Account {
  readonly id: string
  readonly account: string
  readonly kind: string
  readonly role: string
  readonly scope: Scope
  readonly closed: boolean
}

/** Done by the administrator who is signed in; recorded as such. */
export async function openAccount(context: CliContext, account: string, options: OpenAccountOptions): Promise<void> {
  const { role, division, programme, merchant, machine } = options
  const body = {
    account,
    kind: machine ? 'machine' : 'person',
    role,
    scope: {
      divisions: division ?? [WHOLE_LEDGER],
      ...(programme && { programmes: programme }),
      ...(merchant && { merchants: merchant }),
    },
  }
  const opened = await administer(context, (api) =>
    api.post<{ readonly oneTimePassword?: string }>('/v1/accounts', { body }),
  )
  const { oneTimePassword } = opened
  context.terminal.answer(opened, () =>
    oneTimePassword === undefined
      ? `${account} is open; \`welfare account token ${account} --label …\` makes a token for it.`
      : `${account} is open. ${oneTimePasswordText(oneTimePassword)}`,
  )
}

export async function listAccounts(context: CliContext): Promise<void> {
  const items = await readAccounts(context)
  context.terminal.answer({ items }, () =>
    writeTextTable({
      english: 'Accounts',
      columns: Object.values(accountColumns).map((word) => columnOf(word, 'text')),
      rows: items.map(({ account, kind, role, scope, closed }) => [
        account,
        kind,
        closed ? `${role} (closed)` : role,
        scopeText(scope),
      ]),
    }),
  )
}

export async function closeAccount(context: CliContext, account: string, reason: string): Promise<void> {
  const closed = await administer(context, (api) =>
    api.post<object>(`${pathOf(account)}/closure`, { body: { reason } }),
  )
  context.terminal.answer(closed, () => `${account} is closed: its sessions and tokens open nothing any more.`)
}

export async function resetPassword(context: CliContext, account: string): Promise<void> {
  const reset = await administer(context, (api) =>
    api.post<{ readonly oneTimePassword: string }>(`${pathOf(account)}/password-reset`),
  )
  context.terminal.answer(reset, () => oneTimePasswordText(reset.oneTimePassword))
}

export async function issueToken(
  context: CliContext,
  account: string,
  body: { readonly label: string; readonly expiresOn?: string },
): Promise<void> {
  const issued = await administer(context, (api) =>
    api.post<{ readonly token: string }>(`${pathOf(account)}/tokens`, { body }),
  )
  context.terminal.answer(issued, () => issued.token)
}

/**
 * In the name of the administrator who is signed in. Where nobody administers yet, or with `--as-operator` (a lost password), by who has the
 * machine: recorded as `operator/<system user>`.
 */
async function administer<Result>(context: CliContext, work: (api: ApiClient) => Promise<Result>): Promise<Result> {
  const isOperator = context.asOperator || (!isSignedIn(context) && !(await isAdministered(context)))
  return isOperator ? await withApi(context, 'administrator', work) : await withSession(context, work)
}

async function isAdministered(context: CliContext): Promise<boolean> {
  const accounts = await readAccounts(context)
  return accounts.some(({ role, closed }) => role === 'administrator' && !closed)
}

async function readAccounts(context: CliContext): Promise<readonly Account[]> {
  return await withApi(context, 'auditor', async (api) => {
    const all: Account[] = []
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const page = await api.get<{ items: Account[]; nextCursor?: string }>('/v1/accounts', { cursor, limit: 1000 })
      all.push(...page.items)
      cursor = page.nextCursor
    }
    return all
  })
}

function pathOf(account: string): string {
  return `/v1/accounts/${accountIdOf(account)}`
}

function oneTimePasswordText(oneTimePassword: string): string {
  return `One-time password, good for choosing another at the first sign-in, within seven days: ${oneTimePassword}`
}

function scopeText({ divisions, programmes = [], merchants = [] }: Scope): string {
  const within = divisions.map((code) => (code === WHOLE_LEDGER ? 'whole ledger' : code))
  return [...within, ...programmes, ...merchants].join(', ')
}
