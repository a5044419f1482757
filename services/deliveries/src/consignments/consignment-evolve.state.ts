import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { addOnDay, type DayBalances, emptyDayBalances } from '@welfare/contracts/day-balances.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { lotLineOf, piecesOf } from '../depots/lot-line.ts'
import { partVersion } from '../dispatches/part-version.ts'
import type { ConsignmentEvent, ConsignmentState, SiteAct, SiteLot } from './consignment.state.ts'
import { evolveAttachments } from './consignment-attachments.ts'

/** What an event makes of a consignment; `day` is the one on which it counts. */
export function evolveConsignment(
  state: ConsignmentState,
  event: ConsignmentEvent,
  version: number,
  day: string,
): ConsignmentState {
  return { ...evolve(state, event, version, day), version }
}

function evolve(state: ConsignmentState, event: ConsignmentEvent, version: number, day: string): ConsignmentState {
  switch (event.type) {
    case 'ConsignmentAttachmentAdded':
    case 'ConsignmentAttachmentErased':
      return { ...state, attachments: evolveAttachments(state, event) }
    case 'ConsignmentPlanned':
      return { ...state, phase: 'planned', plan: event.data }
    case 'ConsignmentDispatched': {
      const dispatch = { ...event.data, dispatchedOn: day }
      return {
        ...state,
        phase: 'dispatched',
        dispatch,
        inTransit: later(state.inTransit, day, piecesOf(dispatch.lines)),
      }
    }
    case 'DispatchDeclined': {
      const { dispatch, lines } = event.data
      return { ...state, declined: [...state.declined, dispatch], returns: { ...state.returns, [version]: lines } }
    }
    case 'DispatchReversed': {
      const { dispatch: _, ...planned } = state
      const { corrects, lines } = event.data
      const declined = [...state.declined, corrects]
      return { ...planned, phase: 'planned', declined, inTransit: later(state.inTransit, day, -piecesOf(lines)) }
    }
    case 'ConsignmentCancelled':
      return { ...state, phase: 'cancelled', reason: event.data.reason }
    case 'ReturnReleaseReceived': {
      const { [partVersion(event.data.goodsReturn)]: lines = [], ...returns } = state.returns
      return { ...state, returns, released: addLots(state.released, lines, 1) }
    }
    case 'ConsignmentReturned':
    case 'ConsignmentReturnReversed':
      return evolveReturn(state, event, version, day)
    case 'ConsignmentReceived':
    case 'ReceiptCorrected':
    case 'ReceiptReversed':
      return evolveReceipt(state, event, version, day)
    default:
      return evolveAtSite(state, event, version, day)
  }
}

function evolveReturn(
  state: ConsignmentState,
  event: EventOf<'ConsignmentReturned' | 'ConsignmentReturnReversed'>,
  version: number,
  day: string,
): ConsignmentState {
  const { lines, reason } = event.data
  if (event.type === 'ConsignmentReturned') {
    const inTransit = later(state.inTransit, day, -piecesOf(lines))
    const returns = { ...state.returns, [version]: lines }
    return {
      ...withAct(state, version, { type: 'return', data: event.data, day }),
      phase: 'returned',
      reason,
      returns,
      inTransit,
    }
  }
  const { reason: _, ...sent } = withoutAct(state, event.data.corrects)
  const released = addLots(state.released, lines, -1)
  return { ...sent, phase: 'dispatched', released, inTransit: later(state.inTransit, day, piecesOf(lines)) }
}

function evolveReceipt(
  state: ConsignmentState,
  event: EventOf<'ConsignmentReceived' | 'ReceiptCorrected' | 'ReceiptReversed'>,
  version: number,
  day: string,
): ConsignmentState {
  const { lines } = event.data
  const sent = lines.reduce((sum, line) => sum + line.quantity + line.shortQuantity + line.refusedQuantity, 0)
  switch (event.type) {
    case 'ConsignmentReceived': {
      const refused = lines.filter((line) => line.refusedQuantity > 0)
      const sentBack = refused.map((line) => lotLineOf(line, line.refusedQuantity))
      return {
        ...state,
        phase: 'received',
        receipt: { ...event.data, version },
        inTransit: later(state.inTransit, day, -sent),
        atSite: moveSite(state.atSite, lines, 1, day),
        returns: sentBack.length === 0 ? state.returns : { ...state.returns, [version]: sentBack },
      }
    }
    case 'ReceiptCorrected': {
      const { receivedBy, receivedOn, proof, sentBack, site, programme, lines: corrected } = event.data
      const receipt = {
        receivedBy,
        receivedOn,
        lines,
        version: Number(partVersion(event.data.corrects)),
        site,
        programme,
      }
      return {
        ...state,
        receipt: { ...receipt, ...(proof !== undefined && { proof }) },
        atSite: moveSite(
          state.atSite,
          corrected.map((line) => ({ ...line, quantity: line.siteDifference })),
          1,
          day,
        ),
        released: [],
        returns: sentBack.length === 0 ? state.returns : { ...state.returns, [version]: sentBack },
      }
    }
    case 'ReceiptReversed': {
      const { receipt: _, ...before } = state
      return {
        ...before,
        phase: 'dispatched',
        reversed: [...state.reversed, partVersion(event.data.corrects)],
        inTransit: later(state.inTransit, day, sent),
        atSite: moveSite(state.atSite, lines, -1, day),
        released: addLots(
          state.released,
          lines.map((line) => ({ ...line, quantity: line.refusedQuantity })),
          -1,
        ),
      }
    }
  }
}

type AtSiteEvent = EventOf<
  | 'GoodsHandedOut'
  | 'HandOutReversed'
  | 'SiteGoodsReturned'
  | 'SiteReturnReversed'
  | 'SiteGoodsLost'
  | 'SiteLossReversed'
>

function evolveAtSite(state: ConsignmentState, event: AtSiteEvent, version: number, day: string): ConsignmentState {
  const { lines } = event.data
  switch (event.type) {
    case 'GoodsHandedOut':
      return {
        ...withAct(state, version, { type: 'hand-out', data: event.data, day: event.data.handedOutOn }),
        atSite: moveSite(state.atSite, lines, -1, day),
        ...served(state, event.data, 1),
      }
    case 'HandOutReversed':
      return {
        ...withoutAct(state, event.data.corrects),
        atSite: moveSite(state.atSite, lines, 1, day),
        ...served(state, event.data, -1),
      }
    case 'SiteGoodsReturned':
      return {
        ...withAct(state, version, { type: 'site-return', data: event.data, day: event.data.returnedOn }),
        atSite: moveSite(state.atSite, lines, -1, day),
        returns: { ...state.returns, [version]: lines },
      }
    case 'SiteReturnReversed':
      return {
        ...withoutAct(state, event.data.corrects),
        atSite: moveSite(state.atSite, lines, 1, day),
        released: addLots(state.released, lines, -1),
      }
    case 'SiteGoodsLost':
      return {
        ...withAct(state, version, { type: 'site-loss', data: event.data, day: event.data.lostOn }),
        atSite: moveSite(state.atSite, lines, -1, day),
      }
    case 'SiteLossReversed':
      return { ...withoutAct(state, event.data.corrects), atSite: moveSite(state.atSite, lines, 1, day) }
  }
}

function withAct(state: ConsignmentState, version: number, act: SiteAct): ConsignmentState {
  return { ...state, acts: { ...state.acts, [version]: act } }
}

function withoutAct(state: ConsignmentState, part: string): ConsignmentState {
  const { [partVersion(part)]: _, ...acts } = state.acts
  return { ...state, acts, reversed: [...state.reversed, partVersion(part)] }
}

function served(
  { handedOut, workersServed, headsServed }: ConsignmentState,
  { lines, workers, heads }: Pick<DataOf<'GoodsHandedOut'>, 'lines' | 'workers' | 'heads'>,
  direction: 1 | -1,
): Pick<ConsignmentState, 'handedOut' | 'workersServed' | 'headsServed'> {
  return {
    handedOut: addLots(handedOut, lines, direction),
    workersServed: workersServed + direction * workers.length,
    headsServed: headsServed + direction * heads,
  }
}

/** The balances of before stay as they were: states are compared and kept. */
function later(balances: DayBalances, day: string, by: number): DayBalances {
  const next = structuredClone(balances)
  addOnDay(next, day, by)
  return next
}

function moveSite(
  lots: readonly SiteLot[],
  lines: readonly LotLine[],
  direction: 1 | -1,
  day: string,
): readonly SiteLot[] {
  const moved = [...lots]
  for (const line of lines) {
    const place = moved.findIndex(({ lot }) => lot === line.lot)
    const known = moved[place] ?? { ...lotLineOf(line, 0), stock: emptyDayBalances() }
    const stock = later(known.stock, day, direction * line.quantity)
    const next = { ...known, quantity: stock.total, stock }
    if (place === -1) moved.push(next)
    else moved[place] = next
  }
  return moved
}

function addLots(lots: readonly LotLine[], lines: readonly LotLine[], direction: 1 | -1): readonly LotLine[] {
  const sum = lots.map((lot) => ({ ...lot }))
  for (const line of lines) {
    const known = sum.find(({ lot }) => lot === line.lot)
    if (known) known.quantity += direction * line.quantity
    else sum.push(lotLineOf(line, direction * line.quantity))
  }
  return sum.filter(({ quantity }) => quantity !== 0)
}
