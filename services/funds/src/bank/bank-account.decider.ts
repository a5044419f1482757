import { codecFor, type DataOf, type EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { type CloseAccount, type ClosingEvent, closeAccount, type ReopenAccount } from './closing/account-closing.ts'
import {
  type BankStatementEvent,
  type BankStatements,
  evolveStatements,
  noStatements,
} from './statements/bank-statements.state.ts'
import {
  type BankStatementCommand,
  type BankStatementRefusalCode,
  decideStatements,
} from './statements/bank-statements.ts'
import { type FollowCorrection, followCorrection } from './statements/corrected-matches.ts'

type BankAccountState = { readonly status: 'absent' } | OpenAccount
interface OpenAccount {
  readonly status: 'open'
  readonly division: string
  readonly ownFund: string | undefined
  readonly isClosed: boolean
  readonly statements: BankStatements
}
export type BankAccountEvent =
  | EventOf<'BankAccountOpened' | 'BankAccountOwnFundSet'>
  | ClosingEvent
  | BankStatementEvent

export const bankAccountCodec = codecFor<BankAccountEvent['type']>()

export interface OpenBankAccount extends DataOf<'BankAccountOpened'> {
  readonly type: 'OpenBankAccount'
}
export interface SetOwnFund extends DataOf<'BankAccountOwnFundSet'> {
  readonly type: 'SetOwnFund'
  /** Of the fund. */
  readonly division: string
  /** What funds have on the account, as far as facts were read. */
  readonly lying: readonly { readonly fund: string; readonly balanceFen: number }[]
}

type AccountRefusalCode =
  | 'bank-account-known'
  | 'bank-account-unknown'
  | 'bank-account-closed'
  | 'bank-account-in-use'
  | 'own-fund-of-another-union'
  | 'own-fund-holds-money'
type BankAccountCommand =
  | OpenBankAccount
  | SetOwnFund
  | CloseAccount
  | ReopenAccount
  | FollowCorrection
  | BankStatementCommand
type RefusalCode = AccountRefusalCode | BankStatementRefusalCode

/**
 * Stream `bankaccount-<uuid of what tells it apart>`: an account of a union, and the bank's papers of it. What each fund has on it is decided in
 * the fund's stream, so money may be recorded there while it is closed here: a process that has seen both opens it again.
 */
export const bankAccountDecider: Decider<BankAccountState, BankAccountCommand, BankAccountEvent, RefusalCode> = {
  category: 'bankaccount',
  initialState: { status: 'absent' },
  decide(state, command) {
    if (command.type === 'OpenBankAccount') {
      const { type: _, ...data } = command
      return state.status === 'open' ? refuse('bank-account-known') : accept([{ type: 'BankAccountOpened', data }])
    }
    if (state.status === 'absent') return refuse('bank-account-unknown')
    if (command.type === 'ReopenAccount') return reopen(state, command)
    if (command.type === 'FollowCorrection') return followCorrection(state.statements, command)
    if (command.type === 'EraseStatementFile') return decideStatements(state.statements, command)
    if (state.isClosed) return refuse('bank-account-closed')
    if (command.type === 'SetOwnFund') return setOwnFund(state, command)
    if (command.type === 'CloseAccount') return closeAccount(state.statements, command)
    return decideStatements(state.statements, command)
  },
  evolve(state, event, version) {
    const open: OpenAccount =
      state.status === 'open'
        ? state
        : { status: 'open', division: '', ownFund: undefined, isClosed: false, statements: noStatements() }
    open.statements.version = version
    if (event.type === 'BankAccountOpened') return { ...open, division: event.data.division }
    if (event.type === 'BankAccountOwnFundSet') return { ...open, ownFund: event.data.fund }
    if (event.type === 'BankAccountClosed') return { ...open, isClosed: true }
    if (event.type === 'BankAccountReopened') return { ...open, isClosed: false }
    evolveStatements(open.statements, event, version)
    return open
  },
}

function reopen({ isClosed }: OpenAccount, command: ReopenAccount): Decision<BankAccountEvent, RefusalCode> {
  const { type: _, ...data } = command
  return accept(isClosed ? [{ type: 'BankAccountReopened', data }] : [])
}

function setOwnFund(
  state: OpenAccount,
  { fund, division, lying, factsReadThrough }: SetOwnFund,
): Decision<BankAccountEvent, RefusalCode> {
  const { ownFund } = state
  if (ownFund === fund) return accept([])
  if (division !== state.division) return refuse('own-fund-of-another-union', { fund, division })
  const before = lying.find((one) => one.fund === ownFund)
  if (before) return refuse('own-fund-holds-money', { fund: before.fund, balanceFen: before.balanceFen })
  return accept([{ type: 'BankAccountOwnFundSet', data: { fund, factsReadThrough } }])
}
