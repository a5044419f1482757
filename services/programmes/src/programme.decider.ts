import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { addDays } from '@welfare/contracts/days.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { unknownKind } from '@welfare/contracts/programme-kinds.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { brokenSplit } from './broken-split.ts'
import { brokenTerms, type FundInProgramme } from './broken-terms.ts'
import { brokenWindows, findExtended } from './broken-windows.ts'

/**
 * Stream `programme-<uuid>`: what money or goods are for. Owns the rules, version by version, and which merchants take part. Ends
 * in two steps: a last day, after which late entries are still possible, and the closing, once; nothing follows but whether the public may read of it. Credits already issued keep the rules that their batch froze.
 */
export const programmeDecider: Decider<ProgrammeState, ProgrammeCommand, ProgrammeEvent, ProgrammeRefusalCode> = {
  category: 'programme',
  initialState: { status: 'absent' },
  decide,
  evolve,
}

export type ProgrammeState = { readonly status: 'absent' } | DefinedProgramme

export interface DefinedProgramme extends Omit<DataOf<'ProgrammeDefined'>, 'rules' | 'rulesVersion'> {
  status: 'open' | 'closed'
  rules: ProgrammeRules
  rulesVersion: number
  readonly merchants: Set<string>
  /** Since the end has been set: nothing that happens after it belongs to the programme. */
  lastDay: string | undefined
  isPublic: boolean
}

export type ProgrammeCommand =
  /** `kindUnknown`: it is not on the list, and not in use in this ledger. */
  | ({
      readonly type: 'DefineProgramme'
      readonly kindUnknown?: boolean
      readonly others?: readonly OtherProgramme[]
      /** Funds that its rules name and nobody has opened. */
      readonly unknownFunds?: readonly string[]
    } & Omit<DataOf<'ProgrammeDefined'>, 'rulesVersion'>)
  | ChangeRules
  /** `known`: the service's facts have the merchant. */
  | { readonly type: 'AdmitMerchant'; readonly merchant: string; readonly known: boolean }
  | { readonly type: 'WithdrawMerchant'; readonly merchant: string; readonly reason: string }
  /** `onRoster`: the service's facts have the worker on this programme's roster. */
  | { readonly type: 'RemoveWorker'; readonly worker: string; readonly reason: string; readonly onRoster: boolean }
  | { readonly type: 'SetLastDay'; readonly lastDay: string; readonly reason: string }
  | { readonly type: 'SetPublicity'; readonly isPublic: boolean; readonly reason: string }
  | CloseProgramme

export interface CloseProgramme {
  readonly type: 'CloseProgramme'
  readonly reason: string
  readonly today: string
  /** What other services have not finished. */
  readonly open: { readonly batches: readonly string[]; readonly consignments: readonly string[] }
}

export interface ChangeRules {
  readonly type: 'ChangeRules'
  readonly rules: ProgrammeRules
  readonly others?: readonly OtherProgramme[]
  readonly unknownFunds?: readonly string[]
  readonly reason: string
  /** Funds whose money lies in the programme. */
  readonly funds?: readonly FundInProgramme[]
}

/** What is known of a programme that `exclusiveWith` names: its plan, where it is there and another one. */
export interface OtherProgramme {
  readonly programme: string
  readonly plan: 'people' | 'sites' | 'unknown' | 'itself'
}

export type ProgrammeEvent = EventOf<
  | 'ProgrammeDefined'
  | 'ProgrammeRulesChanged'
  | 'MerchantAdmitted'
  | 'MerchantWithdrawn'
  | 'WorkerRemovedFromRoster'
  | 'ProgrammeLastDaySet'
  | 'ProgrammeClosed'
  | 'ProgrammePublicitySet'
>

export type ProgrammeRefusalCode =
  | 'already-exists'
  | 'programme-unknown'
  | 'programme-closed'
  | 'kind-unknown'
  | 'donor-terms-broken'
  | 'window-repeated'
  | 'window-ends-before-it-begins'
  | 'window-not-by-day'
  | 'each-day-beside-quota'
  | 'day-window-extended'
  | 'exclusive-with-itself'
  | 'exclusive-without-people'
  | 'split-beside-own-share'
  | 'split-rest-not-last'
  | 'split-rest-of-merchant'
  | 'split-payer-repeated'
  | 'split-fund-unknown'
  | 'split-shares-too-large'
  | 'split-without-funds'
  | 'merchant-unknown'
  | 'merchant-not-admitted'
  | 'worker-not-on-roster'
  | 'programme-has-no-last-day'
  | 'late-entries-open'
  | 'batches-open'
  | 'consignments-open'

type ProgrammeDecision = Decision<ProgrammeEvent, ProgrammeRefusalCode>

function decide(state: ProgrammeState, command: ProgrammeCommand): ProgrammeDecision {
  if (command.type === 'DefineProgramme') return define(state, command)
  if (state.status === 'absent') return refuse('programme-unknown')
  if (command.type === 'SetPublicity') return setPublicity(state, command)
  if (state.status === 'closed') return refuse('programme-closed')
  switch (command.type) {
    case 'ChangeRules':
      return changeRules(state, command)
    case 'AdmitMerchant':
      return admit(state, command)
    case 'WithdrawMerchant':
      return withdraw(state, command)
    case 'RemoveWorker':
      return removeWorker(command)
    case 'SetLastDay':
      return setLastDay(state, command)
    case 'CloseProgramme':
      return close(state, command)
  }
}

function define(
  state: ProgrammeState,
  {
    type: _,
    kindUnknown = false,
    others = [],
    unknownFunds = [],
    ...data
  }: Extract<ProgrammeCommand, { type: 'DefineProgramme' }>,
): ProgrammeDecision {
  if (state.status !== 'absent') return refuse('already-exists')
  if (kindUnknown) return refuse('kind-unknown', unknownKind(data.kind))
  return (
    brokenWindows(data.rules) ??
    brokenSplit(data.rules, unknownFunds) ??
    faultOfExclusion(data, others) ??
    accept([{ type: 'ProgrammeDefined', data: { ...data, rules: withExclusion(data.rules), rulesVersion: 1 } }])
  )
}

function changeRules(
  programme: DefinedProgramme,
  { rules, reason, funds = [], others = [], unknownFunds = [] }: ChangeRules,
): ProgrammeDecision {
  const fault =
    brokenWindows(rules) ??
    brokenSplit(rules, unknownFunds) ??
    faultOfExclusion({ plan: programme.plan, rules }, others)
  if (fault) return fault
  const extended = rules.eachDayFen === undefined ? undefined : findExtended(programme.rules, rules)
  if (extended !== undefined) return refuse('day-window-extended', { window: extended })
  const broken = brokenTerms(funds, rules.windows)
  if (broken) return refuse(broken.code, broken.facts)
  const rulesVersion = programme.rulesVersion + 1
  const kept = withExclusion(rules, rules.exclusiveWith ?? programme.rules.exclusiveWith)
  return accept([{ type: 'ProgrammeRulesChanged', data: { rules: kept, rulesVersion, reason } }])
}

function admit(
  programme: DefinedProgramme,
  { merchant, known }: Extract<ProgrammeCommand, { type: 'AdmitMerchant' }>,
): ProgrammeDecision {
  if (programme.merchants.has(merchant)) return accept([])
  if (!known) return refuse('merchant-unknown', { merchant })
  return accept([{ type: 'MerchantAdmitted', data: { merchant } }])
}

function withdraw(
  programme: DefinedProgramme,
  { merchant, reason }: Extract<ProgrammeCommand, { type: 'WithdrawMerchant' }>,
): ProgrammeDecision {
  if (!programme.merchants.has(merchant)) return refuse('merchant-not-admitted', { merchant })
  return accept([{ type: 'MerchantWithdrawn', data: { merchant, reason } }])
}

function removeWorker({
  worker,
  reason,
  onRoster,
}: Extract<ProgrammeCommand, { type: 'RemoveWorker' }>): ProgrammeDecision {
  if (!onRoster) return refuse('worker-not-on-roster', { worker })
  return accept([{ type: 'WorkerRemovedFromRoster', data: { worker, reason } }])
}

function setLastDay(
  programme: DefinedProgramme,
  { lastDay, reason }: Extract<ProgrammeCommand, { type: 'SetLastDay' }>,
): ProgrammeDecision {
  if (programme.lastDay === lastDay) return accept([])
  return accept([{ type: 'ProgrammeLastDaySet', data: { lastDay, reason } }])
}

/** Of a closed programme, too: what came of it is of interest then, and a page may have to go. */
function setPublicity(
  programme: DefinedProgramme,
  { isPublic, reason }: Extract<ProgrammeCommand, { type: 'SetPublicity' }>,
): ProgrammeDecision {
  if (programme.isPublic === isPublic) return accept([])
  return accept([{ type: 'ProgrammePublicitySet', data: { isPublic, reason } }])
}

/** The second step: once nothing more can be entered for the programme, and nothing of it is under way. */
function close(programme: DefinedProgramme, { reason, today, open }: CloseProgramme): ProgrammeDecision {
  const { lastDay, rules } = programme
  if (lastDay === undefined) return refuse('programme-has-no-last-day')
  const until = addDays(lastDay, rules.lateEntryDays)
  if (today <= until) return refuse('late-entries-open', { lastDay, until })
  if (open.batches.length > 0) return refuse('batches-open', { batches: open.batches })
  if (open.consignments.length > 0) return refuse('consignments-open', { consignments: open.consignments })
  return accept([{ type: 'ProgrammeClosed', data: { reason } }])
}

function evolve(state: ProgrammeState, event: ProgrammeEvent): ProgrammeState {
  if (event.type === 'ProgrammeDefined')
    return { status: 'open', ...event.data, merchants: new Set(), lastDay: undefined, isPublic: false }
  if (state.status === 'absent') throw new Error(`${event.type} before ProgrammeDefined`)
  switch (event.type) {
    case 'ProgrammeRulesChanged':
      state.rules = event.data.rules
      state.rulesVersion = event.data.rulesVersion
      return state
    case 'MerchantAdmitted':
      state.merchants.add(event.data.merchant)
      return state
    case 'MerchantWithdrawn':
      state.merchants.delete(event.data.merchant)
      return state
    case 'WorkerRemovedFromRoster':
      return state
    case 'ProgrammeLastDaySet':
      state.lastDay = event.data.lastDay
      return state
    case 'ProgrammePublicitySet':
      state.isPublic = event.data.isPublic
      return state
    case 'ProgrammeClosed':
      state.status = 'closed'
      return state
  }
}

/** Each once; none at all is not said. */
function withExclusion({ exclusiveWith: given, ...rules }: ProgrammeRules, named = given): ProgrammeRules {
  return named?.length ? { ...rules, exclusiveWith: [...new Set(named)] } : rules
}

/** What excludes is credit that people hold: a plan of sites has none. */
function faultOfExclusion(
  { plan, rules }: Pick<DataOf<'ProgrammeDefined'>, 'plan' | 'rules'>,
  others: readonly OtherProgramme[],
): ProgrammeDecision | undefined {
  const { exclusiveWith = [] } = rules
  if (plan === 'sites' && exclusiveWith.length > 0) return refuse('exclusive-without-people')
  for (const named of exclusiveWith) {
    const other = others.find(({ programme }) => programme === named)?.plan ?? 'unknown'
    if (other === 'unknown') return refuse('programme-unknown', { programme: named })
    if (other === 'itself') return refuse('exclusive-with-itself')
    if (other === 'sites') return refuse('exclusive-without-people', { programme: named })
  }
  return undefined
}
