import type { Role, Scope } from '@welfare/contracts/authority.ts'

/** Who asks, and how far it reaches. Absent where the ledger itself acts: the first start, a demonstration. */
export interface Maker {
  readonly account: string
  readonly scope: Scope
}

interface Made {
  readonly maker: Maker | undefined
}

export interface OpenAccount extends Made {
  readonly type: 'OpenAccount'
  readonly account: string
  readonly kind: 'person' | 'machine'
  readonly role: Role
  readonly scope: Scope
}

/** A merchant's phone: an account of its own and its one token, at once. */
export interface PairDevice extends Made {
  readonly type: 'PairDevice'
  readonly account: string
  readonly scope: Scope
  readonly token: string
  readonly label: string
}

export interface ChangeAuthority extends Made {
  readonly type: 'ChangeAuthority'
  readonly role: Role
  readonly scope: Scope
  readonly reason: string
  /** No other open account administers the whole ledger. */
  readonly isLastAdministrator: boolean
}

export interface CloseAccount extends Made {
  readonly type: 'CloseAccount'
  readonly reason: string
  readonly isLastAdministrator: boolean
}

export interface ChangePassword extends Made {
  readonly type: 'ChangePassword'
}

export interface IssueToken extends Made {
  readonly type: 'IssueToken'
  readonly token: string
  readonly label: string
  readonly expiresOn?: string
  readonly today: string
}

export interface RevokeToken extends Made {
  readonly type: 'RevokeToken'
  readonly token: string
  readonly reason: string
}

export type AccountCommand =
  | OpenAccount
  | PairDevice
  | ChangeAuthority
  | CloseAccount
  | ChangePassword
  | IssueToken
  | RevokeToken

/** In the order in which they are checked. */
export type AccountRefusalCode =
  | 'account-name-reserved'
  | 'account-name-taken'
  /** Also where the account lies outside of the maker's scope: what one may not see is not found. */
  | 'account-unknown'
  | 'own-authority'
  | 'account-closed'
  | 'divisions-missing'
  | 'merchants-missing'
  | 'scope-too-wide'
  | 'last-administrator'
  | 'not-a-person'
  | 'not-a-machine'
  | 'token-unknown'
  | 'token-expiry-past'
  | 'too-many-tokens'
