import { isWholeLedger, type Role, type Scope, scopeHolds } from '@welfare/contracts/authority.ts'
import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type {
  AccountCommand,
  AccountRefusalCode,
  ChangeAuthority,
  ChangePassword,
  CloseAccount,
  IssueToken,
  Maker,
  OpenAccount,
  PairDevice,
  RevokeToken,
} from './account.commands.ts'

/*
 * Stream `account-<uuid of the sign-in name>`: who may sign in, as what, and where it holds. No secret ever stands here.
 * Invariant: authority never widens. Nobody gives more than its own scope, or changes what concerns itself; what one may not see is not found.
 */
export type AccountEvent = EventOf<
  'AccountOpened' | 'AuthorityChanged' | 'AccountClosed' | 'PasswordChanged' | 'TokenIssued' | 'TokenRevoked'
>

export interface OpenedAccount extends Omit<DataOf<'AccountOpened'>, 'reach'> {
  readonly scope: Scope
  readonly isClosed: boolean
  /** Of tokens that were not revoked. */
  readonly tokens: readonly string[]
}

export interface AccountState {
  readonly opened: OpenedAccount | undefined
}

type AccountDecision = Decision<AccountEvent, AccountRefusalCode>

/** Actors of this program's own; an account of that name would speak in their voice. */
const reservedNames: readonly string[] = ['local', 'anonymous', 'process']
const MAX_TOKENS = 50

export const accountDecider: Decider<AccountState, AccountCommand, AccountEvent, AccountRefusalCode> = {
  category: 'account',
  initialState: { opened: undefined },
  decide,
  evolve,
}

function decide(state: AccountState, command: AccountCommand): AccountDecision {
  switch (command.type) {
    case 'OpenAccount':
      return open(state, command)
    case 'PairDevice':
      return pair(state, command)
    case 'ChangeAuthority':
      return changeAuthority(state, command)
    case 'CloseAccount':
      return close(state, command)
    case 'ChangePassword':
      return changePassword(state, command)
    case 'IssueToken':
      return issueToken(state, command)
    case 'RevokeToken':
      return revokeToken(state, command)
  }
}

function open({ opened }: AccountState, command: OpenAccount): AccountDecision {
  const { account, kind, role, scope, maker } = command
  if (reservedNames.includes(account)) return refuse('account-name-reserved', { account })
  if (opened) return refuse('account-name-taken', { account })
  return unsound(role, scope, maker) ?? accept([{ type: 'AccountOpened', data: { account, kind, role, reach: scope } }])
}

function pair({ opened }: AccountState, { account, scope, token, label, maker }: PairDevice): AccountDecision {
  if (opened) return refuse('account-name-taken', { account })
  const role = 'merchant-till'
  return (
    unsound(role, scope, maker) ??
    accept([
      { type: 'AccountOpened', data: { account, kind: 'device', role, reach: scope } },
      { type: 'TokenIssued', data: { token, label } },
    ])
  )
}

function changeAuthority({ opened }: AccountState, command: ChangeAuthority): AccountDecision {
  const { role, scope, reason, maker, isLastAdministrator } = command
  if (!isSeenBy(maker, opened)) return refuse('account-unknown')
  if (maker?.account === opened.account) return refuse('own-authority', { account: opened.account })
  if (opened.isClosed) return refuse('account-closed', { account: opened.account })
  const fault = unsound(role, scope, maker)
  if (fault) return fault
  const staysAdministrator = role === 'administrator' && isWholeLedger(scope)
  if (isLastAdministrator && !staysAdministrator) return refuse('last-administrator', { account: opened.account })
  if (opened.role === role && isSameReach(opened.scope, scope)) return accept([])
  return accept([{ type: 'AuthorityChanged', data: { role, reach: scope, reason } }])
}

function close({ opened }: AccountState, { reason, maker, isLastAdministrator }: CloseAccount): AccountDecision {
  if (!isSeenBy(maker, opened)) return refuse('account-unknown')
  // A phone may forget itself; a person could lock everybody out.
  if (maker?.account === opened.account && opened.kind !== 'device')
    return refuse('own-authority', { account: opened.account })
  if (opened.isClosed) return accept([])
  if (isLastAdministrator) return refuse('last-administrator', { account: opened.account })
  return accept([{ type: 'AccountClosed', data: { reason } }])
}

/** Its own, or given again by an administrator. */
function changePassword({ opened }: AccountState, { maker }: ChangePassword): AccountDecision {
  if (!isSeenBy(maker, opened)) return refuse('account-unknown')
  if (opened.isClosed) return refuse('account-closed', { account: opened.account })
  if (opened.kind !== 'person') return refuse('not-a-person', { kind: opened.kind })
  return accept([{ type: 'PasswordChanged', data: {} }])
}

/** With a person's token its administrator could act in that person's name, unseen by that person. */
function issueToken({ opened }: AccountState, command: IssueToken): AccountDecision {
  const { token, label, expiresOn, today, maker } = command
  if (!isSeenBy(maker, opened)) return refuse('account-unknown')
  if (opened.isClosed) return refuse('account-closed', { account: opened.account })
  if (maker && opened.kind !== 'machine') return refuse('not-a-machine', { kind: opened.kind })
  if (expiresOn !== undefined && expiresOn < today) return refuse('token-expiry-past', { today })
  if (opened.tokens.length >= MAX_TOKENS) return refuse('too-many-tokens', { maxTokens: MAX_TOKENS })
  return accept([{ type: 'TokenIssued', data: { token, label, ...(expiresOn !== undefined && { expiresOn }) } }])
}

function revokeToken({ opened }: AccountState, { token, reason, maker }: RevokeToken): AccountDecision {
  if (!isSeenBy(maker, opened)) return refuse('account-unknown')
  if (!opened.tokens.includes(token)) return refuse('token-unknown')
  return accept([{ type: 'TokenRevoked', data: { token, reason } }])
}

function evolve({ opened }: AccountState, event: AccountEvent): AccountState {
  if (event.type === 'AccountOpened') {
    const { reach: scope, ...account } = event.data
    return { opened: { ...account, scope, isClosed: false, tokens: [] } }
  }
  return { opened: opened && evolveOpened(opened, event) }
}

function evolveOpened(
  opened: OpenedAccount,
  event: Exclude<AccountEvent, { readonly type: 'AccountOpened' }>,
): OpenedAccount {
  switch (event.type) {
    case 'AuthorityChanged':
      return { ...opened, role: event.data.role, scope: event.data.reach }
    case 'AccountClosed':
      return { ...opened, isClosed: true }
    case 'PasswordChanged':
      return opened
    case 'TokenIssued':
      return { ...opened, tokens: [...opened.tokens, event.data.token] }
    case 'TokenRevoked':
      return { ...opened, tokens: opened.tokens.filter((token) => token !== event.data.token) }
  }
}

/** Everybody sees itself; of others, those whose scope is no wider than the reader's. */
export function isSeenBy<Account extends Pick<OpenedAccount, 'account' | 'scope'>>(
  maker: Maker | undefined,
  opened: Account | undefined,
): opened is Account {
  if (opened === undefined) return false
  return maker === undefined || maker.account === opened.account || scopeHolds(maker.scope, opened.scope)
}

function unsound(role: Role, scope: Scope, maker: Maker | undefined): AccountDecision | undefined {
  if (scope.divisions.length === 0) return refuse('divisions-missing')
  if (role.startsWith('merchant-') && scope.merchants === undefined) return refuse('merchants-missing', { role })
  if (maker && !scopeHolds(maker.scope, scope)) return refuse('scope-too-wide', { divisions: maker.scope.divisions })
  return undefined
}

function isSameReach(a: Scope, b: Scope): boolean {
  return scopeHolds(a, b) && scopeHolds(b, a)
}
