import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { piecesOf } from '../depots/lot-line.ts'
import { partVersion } from '../dispatches/part-version.ts'
import type { CorrectHandOut, HandOutGoods } from './consignment.commands.ts'
import type { ConsignmentEvent, ConsignmentState, SiteLot } from './consignment.state.ts'
import { notReceived, type PhaseRefusal, placeOfPlan } from './consignment-phases.ts'
import { type SiteStockRefusal, takeFromSite } from './site-stock.ts'

export type HandOutRefusal =
  | 'handed-out-in-future'
  | 'handed-out-before-receipt'
  | 'recipients-missing'
  | 'worker-unknown'
  | 'more-people-than-pieces'
  | 'beyond-standard'
  | 'hand-out-unknown'
  | PhaseRefusal
  | SiteStockRefusal

type HandOutDecision = Decision<ConsignmentEvent, HandOutRefusal>
type Entry = Omit<HandOutGoods, 'type' | 'today' | 'day' | 'attached'>

export function handOut(state: ConsignmentState, command: HandOutGoods): HandOutDecision {
  const { day, today } = command
  const checked = check(state, state.atSite, command, { day, today })
  if ('decision' in checked) return checked.decision
  return accept([{ type: 'GoodsHandedOut', data: checked.data }])
}

/** The red entry first: goods that only it puts back cannot be handed out before it. Only both together must fit. */
export function correctHandOut(state: ConsignmentState, command: CorrectHandOut): HandOutDecision {
  const { corrects, right, today, reason } = command
  const act = state.acts[partVersion(corrects)]
  if (act?.type !== 'hand-out') return refuse('hand-out-unknown', { handOut: corrects })
  const { programme, site, lines, workers, heads, handedOutOn } = act.data
  const where = programme === undefined ? { site } : { programme, site }
  const reversed: ConsignmentEvent = {
    type: 'HandOutReversed',
    data: { corrects, ...where, lines, workers, heads, handedOutOn, reason },
  }
  if (!right) return accept([reversed])
  const checked = check(state, withLines(state.atSite, lines), right, { day: today, today })
  if ('decision' in checked) return checked.decision
  return accept([reversed, { type: 'GoodsHandedOut', data: { ...checked.data, correctedFrom: corrects } }])
}

type Checked = { readonly data: DataOf<'GoodsHandedOut'> } | { readonly decision: HandOutDecision }

function check(
  state: ConsignmentState,
  atSite: readonly SiteLot[],
  entry: Entry,
  { day, today }: { readonly day: string; readonly today: string },
): Checked {
  const { plan: planned, receipt } = state
  if (state.phase !== 'received' || !planned || !receipt) return { decision: notReceived(state.phase) }
  const { heads, handedOutOn, unknownWorker } = entry
  if (unknownWorker) return { decision: refuse('worker-unknown', { worker: unknownWorker }) }
  if (handedOutOn > today) return { decision: refuse('handed-out-in-future', { handedOutOn, today }) }
  const { receivedOn } = receipt
  if (handedOutOn < receivedOn) return { decision: refuse('handed-out-before-receipt', { handedOutOn, receivedOn }) }
  // Named twice on the paper is one person still.
  const workers = [...new Set(entry.workers)]
  const repeated = workers.filter((worker) => entry.workers.filter((other) => other === worker).length > 1)
  const people = workers.length + heads
  if (people === 0) return { decision: refuse('recipients-missing', {}) }
  const pieces = piecesOf(entry.lines)
  if (people > pieces) return { decision: refuse('more-people-than-pieces', { people, pieces }) }
  const beyond = beyondStandard(entry, people)
  if (beyond && 'decision' in beyond) return beyond
  const taken = takeFromSite(atSite, entry.lines, { day, usedOn: handedOutOn, expiries: entry.expiries })
  if (!taken.taken) return { decision: taken.decision }
  const what = { lines: taken.lines, workers, heads, handedOutOn }
  return {
    data: {
      ...placeOfPlan(planned),
      ...what,
      ...(repeated.length > 0 && { repeatedWorkers: repeated }),
      ...(beyond && { beyondStandard: beyond }),
    },
  }
}

type Beyond = { readonly kitsPerHead: number; readonly reason: string }

/** Kits only: what else is handed out has no standard. */
function beyondStandard(entry: Entry, people: number): Beyond | { readonly decision: HandOutDecision } | undefined {
  const { kitsPerHead, lines } = entry
  const kits = piecesOf(lines.filter(({ commodity }) => commodity.startsWith('kit-')))
  if (kitsPerHead === undefined || kits <= kitsPerHead * people) return undefined
  const reason = entry.beyondStandard?.reason
  if (reason === undefined) return { decision: refuse('beyond-standard', { kits, people, kitsPerHead }) }
  return { kitsPerHead, reason }
}

function withLines(atSite: readonly SiteLot[], lines: DataOf<'GoodsHandedOut'>['lines']): readonly SiteLot[] {
  return atSite.map((lot) => {
    const back = lines.find((line) => line.lot === lot.lot)?.quantity ?? 0
    return { ...lot, quantity: lot.quantity + back, stock: { ...lot.stock, total: lot.stock.total + back } }
  })
}
