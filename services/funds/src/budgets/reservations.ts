import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { fillPots, type Pot } from '@welfare/contracts/meals/split-meal.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import { drawShares, type Share, totalOf } from '@welfare/contracts/shares.ts'
import { accept, type Decision } from '@welfare/event-store/decider/decider.ts'
import { orderKey, type ReservationEvent, reserveKey } from '../reservation.state.ts'
import type { CommitFunds, ReleaseReservation, ReserveFunds } from './budget.commands.ts'
import type { OpenBudget } from './budget.state.ts'
import { drawInOrder, MAX_FUNDS } from './budget-shares.ts'

type Released = EventOf<'ReservationReleased'>

type ReservationDecision = Decision<ReservationEvent, never>

/** An issuance that waits for an approver: its money is drawn now, as a commitment's would be; nothing once its order was dealt with. */
export function reserve(budget: OpenBudget, command: ReserveFunds): ReservationDecision {
  const { batch, attempt } = command
  const order = { programme: budget.programme, batch, attempt }
  if (budget.settled.has(reserveKey(order)) || budget.settled.has(orderKey(order))) return accept([])
  const drawn = drawFor(budget, command)
  if ('code' in drawn) return accept([{ type: 'ReservationRefused', data: { ...order, ...drawn } }])
  return accept([{ type: 'FundsReserved', data: { ...order, shares: drawn.shares } }])
}

/** Nothing where nothing is reserved (any more). */
export function release(budget: OpenBudget, { batch, attempt, cause }: ReleaseReservation): ReservationDecision {
  return accept(releaseOf(budget, { batch, attempt }, cause))
}

/** Before the budget is closed: an approval from now on is refused. */
export function releaseAll(budget: OpenBudget): Released[] {
  return [...budget.reserved.values()].flatMap((order) => releaseOf(budget, order, 'programme-closed'))
}

/** The first half of a commitment whose money was reserved. */
export function releaseForCommitment(budget: OpenBudget, { batch, attempt }: CommitFunds): Released[] {
  return releaseOf(budget, { batch, attempt }, 'committed')
}

interface DrawRefusal {
  readonly code: 'programme-closed' | 'budget-insufficient' | 'payer-insufficient'
  readonly facts: {
    readonly allocatedFen?: number
    readonly neededFen?: number
    /** Lies there as well, and its donors do not allow it. */
    readonly barredFen?: number
    readonly fund?: string
  }
}

/**
 * By the rule of the programme, from what each fund has allocated now. Here, where money is used, the donors' terms hold whatever reached the
 * programme beside a change of its days, or came back to it after one.
 */
export function drawFor(
  { status, allocated, sharing }: OpenBudget,
  { amountFen, barred = [], pots, fund: only }: Pick<CommitFunds, 'amountFen' | 'barred' | 'pots' | 'fund'>,
): { readonly shares: Share[] } | DrawRefusal {
  if (status === 'closed') return { code: 'programme-closed', facts: {} }
  // What comes back of old credits may be of funds beyond those that one event names: they wait until others are emptied.
  const asked = only === undefined ? allocated : allocated.filter(({ fund }) => fund === only)
  const drawable = asked.filter(({ fund }) => !barred.includes(fund)).slice(0, MAX_FUNDS)
  const allocatedFen = totalOf(drawable)
  if (amountFen > allocatedFen && !pots) {
    const barredFen = totalOf(asked.filter(({ fund }) => barred.includes(fund)))
    const facts = { allocatedFen, neededFen: amountFen, ...(barredFen > 0 && { barredFen }) }
    return { code: 'budget-insufficient', facts }
  }
  if (pots) return drawPots(pots, drawable)
  const draw = sharing === 'in-order' ? drawInOrder : drawShares
  return { shares: draw(drawable, amountFen) }
}

/** Of a fund that has too little fewer credits are issued, where its line says so: the batch gives as many as there are. */
function drawPots(pots: readonly Pot[], allocated: readonly Share[]): { readonly shares: Share[] } | DrawRefusal {
  const { shares, lacking } = fillPots(pots, allocated)
  const refused = lacking.find(({ onEmpty }) => onEmpty !== 'stop') ?? (shares.length === 0 ? lacking[0] : undefined)
  if (!refused) return { shares: [...shares] }
  const { fund, amountFen: neededFen, lackingFen } = refused
  return { code: 'payer-insufficient', facts: { fund, allocatedFen: subtractFen(neededFen, lackingFen), neededFen } }
}

function releaseOf(
  { programme, reserved }: OpenBudget,
  order: { readonly batch: string; readonly attempt: number },
  cause: ReleaseReservation['cause'] | 'committed' | 'programme-closed',
): Released[] {
  const known = reserved.get(orderKey(order))
  if (!known) return []
  const { batch, attempt, shares } = known
  return [{ type: 'ReservationReleased', data: { programme, batch, attempt, shares, cause } }]
}
