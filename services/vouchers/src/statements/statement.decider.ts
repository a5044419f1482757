/**
 * Stream `statement`: what one union owes to one merchant in one programme, number after number. Decides every taking back of a meal.
 * Invariant: of a fund, paid + carried + disputed = meals − taken back + come back; a meal, and what lessens it, counts in exactly one number;
 * what was approved never changes.
 */
import { addDays } from '@welfare/contracts/days.ts'
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'
import {
  assignPayment,
  giveUpClaim,
  recordPaid,
  recordRepayment,
  releaseStatements,
  takeInReturned,
  waivePayable,
} from './after-payment.ts'
import { recordInvoice, strikeOutInvoice } from './invoices.ts'
import { disputeLine, endDispute, endTakingBack, refusalOfUnderway, takeBackLine } from './lines.ts'
import type {
  ApproveStatement,
  ConfirmStatement,
  ProposeStatement,
  RefuseStatement,
  StatementCommand,
  StatementDecision,
  StatementRefusalCode,
} from './statement.commands.ts'
import {
  type Draft,
  emptyStatement,
  evolveStatement,
  type StatementEvent,
  type StatementState,
} from './statement.state.ts'
import { payFenOf, setOffByApproval, sheetOf } from './statement-sheet.ts'

export const statementDecider: Decider<StatementState, StatementCommand, StatementEvent, StatementRefusalCode> = {
  category: 'statement',
  get initialState() {
    return emptyStatement()
  },
  decide(state, command) {
    switch (command.type) {
      case 'TakeBackLine':
        return takeBackLine(state, command)
      case 'EndTakingBack':
        return endTakingBack(state, command)
      case 'ProposeStatement':
        return propose(state, command)
      case 'WithdrawStatement':
        return withdraw(state, command)
      case 'ConfirmStatement':
        return confirm(state, command)
      case 'ApproveStatement':
        return approve(state, command)
      case 'RefuseStatement':
        return refuseStatement(state, command)
      case 'DisputeLine':
        return disputeLine(state, command)
      case 'EndDispute':
        return endDispute(state, command)
      case 'AssignPayment':
        return assignPayment(state, command)
      case 'ReleaseStatements':
        return releaseStatements(state, command)
      case 'RecordPaid':
        return recordPaid(state, command)
      case 'TakeInReturned':
        return takeInReturned(state, command)
      case 'RecordRepayment':
        return recordRepayment(state, command)
      case 'GiveUpClaim':
        return giveUpClaim(state, command)
      case 'RecordInvoice':
        return recordInvoice(state, command)
      case 'StrikeOutInvoice':
        return strikeOutInvoice(state, command)
      case 'WaivePayable':
        return waivePayable(state, command)
      case 'SetTerms': {
        const { type: _, silenceDays, ...between } = command
        const data = { ...between, ...(silenceDays !== undefined && { silenceDays }) }
        return accept([{ type: 'SettlementTermsSet', data }])
      }
    }
  },
  evolve: evolveStatement,
}

function propose(state: StatementState, command: ProposeStatement): StatementDecision {
  const { merchant, programme, after, through, until, meals, funds, account } = command
  if (state.draft) return refuse('statement-already-proposed', { statement: state.number })
  if (after !== state.through || through < after) return refuse('statement-moved-on', { statement: state.number })
  const sheet = sheetOf(state, { through, funds: [...funds] })
  const isSomething = sheet.some(({ mealsFen, takenBackFen, comeBackFen, disputedFen }) =>
    [mealsFen, takenBackFen, comeBackFen, disputedFen].some((fen) => fen !== 0),
  )
  if (!isSomething) return refuse('nothing-due')
  return accept([
    {
      type: 'StatementProposed',
      data: {
        ...{ merchant, programme, statement: state.number, revision: state.revision + 1, after, through },
        ...(until !== undefined && { until }),
        ...{ meals, funds: [...funds], payFen: payFenOf(sheet), proposedBy: account },
      },
    },
  ])
}

function withdraw(
  state: StatementState,
  { statement, reason }: { statement: number; reason: string },
): StatementDecision {
  const found = draftOf(state, { statement })
  if ('accepted' in found) return found
  return accept([{ type: 'StatementWithdrawn', data: { ...ofStatement(state), reason } }])
}

function confirm(state: StatementState, command: ConfirmStatement): StatementDecision {
  const { by, today, account } = command
  const draft = draftOf(state, command)
  if ('accepted' in draft) return draft
  const { silenceDays } = state
  if (by === 'silence') {
    if (silenceDays === undefined) return refuse('silence-not-agreed')
    const from = addDays(draft.proposedOn, silenceDays)
    if (today <= from) return refuse('silence-not-over', { silenceDays, until: from })
  }
  if (draft.confirmedBy !== undefined) return accept([])
  const silence = by === 'silence' && silenceDays !== undefined && { silenceDays }
  return accept([{ type: 'StatementConfirmed', data: { ...ofStatement(state), by, ...silence, confirmedBy: account } }])
}

function approve(state: StatementState, command: ApproveStatement): StatementDecision {
  const draft = confirmedDraftOf(state, command)
  if ('accepted' in draft) return draft
  const underway = refusalOfUnderway(state, command, ({ sequence }) => sequence <= draft.through)
  if (underway) return underway
  const funds = sheetOf(state, draft)
  const payFen = payFenOf(funds)
  if (command.payFen !== undefined && command.payFen !== payFen)
    return refuse('statement-amount-changed', { statement: state.number, payFen })
  const setOff = setOffByApproval(state, funds)
  return accept([
    {
      type: 'StatementApproved',
      data: { ...ofStatement(state), funds, payFen, ...(setOff.length > 0 && { setOff }) },
    },
  ])
}

function refuseStatement(state: StatementState, command: RefuseStatement): StatementDecision {
  const draft = confirmedDraftOf(state, command)
  if ('accepted' in draft) return draft
  return accept([{ type: 'StatementRefused', data: { ...ofStatement(state), reason: command.reason } }])
}

/** For its approver: another person than who proposed or confirmed it. */
function confirmedDraftOf(
  state: StatementState,
  command: ApproveStatement | RefuseStatement,
): Draft | StatementDecision {
  const draft = draftOf(state, command)
  if ('accepted' in draft) return draft
  if (draft.confirmedBy === undefined) return refuse('statement-not-confirmed', { statement: state.number })
  const { account } = command
  const isMaker = account === draft.proposedBy || account === draft.confirmedBy
  return isMaker ? refuse('maker-cannot-approve', { maker: account }) : draft
}

/** The open number as it was proposed; `revision`: as somebody saw it. */
function draftOf(
  state: StatementState,
  seen: { readonly statement: number; readonly revision?: number },
): Draft | StatementDecision {
  const { statement, revision } = seen
  if (statement < state.number) return refuse('statement-already-approved', { statement })
  const { draft } = state
  if (!draft || statement > state.number) return refuse('statement-not-proposed', { statement })
  if (revision !== undefined && revision !== draft.revision)
    return refuse('statement-revised', { statement, revision: draft.revision })
  return draft
}

function ofStatement({ merchant, programme, number }: StatementState) {
  return { merchant, programme, statement: number }
}
