import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import type { DisputeLine, EndDispute, Performed, StatementDecision, TakeBackLine } from './statement.commands.ts'
import type { StatementState, TakenBackLine } from './statement.state.ts'
import { freeCostFen } from './statement-sheet.ts'

/** A meal that is disputed is taken back by ending the dispute. */
export function takeBackLine(state: StatementState, command: TakeBackLine): StatementDecision {
  const { redemption } = command
  if (state.disputes.has(redemption)) return refuse('line-disputed', { redemption })
  const to = command.sequence <= state.through ? 'claim' : 'open'
  const beyond = command.shares.find(({ fund, amountFen }) => amountFen > freeCostFen(state, fund))
  if (to === 'claim' && beyond)
    return refuse('merchant-waived-it', { leftFen: Math.max(0, freeCostFen(state, beyond.fund)) })
  return accept([lineTakenBack(state, { ...command, to })])
}

/** "Already so" where it was ended, or performed and counted. */
export function endTakingBack(
  state: StatementState,
  { takenBack, code }: { readonly takenBack: string; readonly code: string },
): StatementDecision {
  const line = state.takenBack.get(splitPart(takenBack).version)
  if (!line) return accept([])
  const { merchant, programme } = state
  const { statement, redemption, shares } = line
  return accept([
    {
      type: 'LineTakeBackEnded',
      data: { merchant, programme, statement, takenBack, redemption, shares: [...shares], code },
    },
  ])
}

/** What an approved number holds was agreed on: it is taken back, not disputed. */
export function disputeLine(state: StatementState, command: DisputeLine): StatementDecision {
  const { merchant, programme, redemption, sequence, shares, reason } = command
  if (sequence <= state.through) return refuse('statement-already-approved', { redemption })
  const underway = refusalOfUnderway(state, command, (line) => line.redemption === redemption)
  if (underway) return underway
  if (state.disputes.has(redemption)) return refuse('line-disputed', { redemption })
  const statement = numberOf(state, sequence)
  return accept([
    {
      type: 'LineDisputed',
      data: { merchant, programme, statement, redemption, sequence, shares: [...shares], reason },
    },
  ])
}

/** A meal that is none was in no approved number: it is taken back as one that nobody was paid for. */
export function endDispute(state: StatementState, { redemption, outcome, reason }: EndDispute): StatementDecision {
  const dispute = state.disputes.get(redemption)
  if (!dispute) return refuse('line-not-disputed', { redemption })
  const { merchant, programme } = state
  const { sequence } = dispute
  const shares = [...dispute.shares]
  const statement = numberOf(state, sequence)
  const ended = {
    type: 'DisputeEnded' as const,
    data: { merchant, programme, statement, redemption, shares, outcome, reason },
  }
  if (outcome === 'stands') return accept([ended])
  const line = { merchant, programme, redemption, sequence, shares, by: 'union' as const, reason, to: 'open' as const }
  return accept([ended, lineTakenBack(state, line)])
}

/** Takings back of which it is not known what the wallet said. */
export function refusalOfUnderway(
  { takenBack }: StatementState,
  { stream, performed }: Performed,
  minds: (line: TakenBackLine) => boolean,
) {
  const underway = [...takenBack].filter(([version, line]) => minds(line) && !performed.has(`${stream}.${version}`))
  if (underway.length === 0) return undefined
  return refuse('taking-back-underway', { redemptions: underway.map(([, { redemption }]) => redemption) })
}

function lineTakenBack(
  state: StatementState,
  line: Omit<TakeBackLine, 'type'> & { readonly to: 'open' | 'claim' },
): EventOf<'LineTakenBack'> {
  const { merchant, programme, redemption, sequence, to, shares, items, amountFen, right, by, reason } = line
  return {
    type: 'LineTakenBack',
    data: {
      ...{ merchant, programme, statement: numberOf(state, sequence), redemption, sequence, to, shares: [...shares] },
      ...(items && { items }),
      ...(amountFen !== undefined && { amountFen }),
      ...(right && { right }),
      ...{ by, reason },
    },
  }
}

/** The number in which it counts: the open one, or the one after it where that was proposed without the meal. */
function numberOf({ number, draft }: StatementState, sequence: number): number {
  return draft && sequence > draft.through ? number + 1 : number
}
