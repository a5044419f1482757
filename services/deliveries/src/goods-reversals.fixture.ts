import type { ConsignmentCommand } from './consignments/consignment.commands.ts'
import type { Fixture, Recorded } from './deliveries.fixture.ts'
import { returnsToRelease } from './depots/open-returns.ts'
import { partVersion } from './dispatches/part-version.ts'

const reason = '录入有误'

/** Takes back one recorded event as the routes do, the depot's release of what came back included. Nothing where it was taken back already. */
export function takeBack(fixture: Fixture, recorded: Recorded, today: string): void {
  const { event, stream, version } = recorded
  const part = `${stream}.${version}`
  switch (event.type) {
    case 'GoodsReceived':
      fixture.atDepot(
        stream,
        { type: 'CorrectGoodsReceipt', depot: stream, today, lot: part, quantity: 0, reason },
        today,
      )
      break
    case 'KitsPacked':
      fixture.atDepot(stream, { type: 'ReversePacking', today, lot: part, reason }, today)
      break
    case 'GoodsWrittenOff':
      if (fixture.atDepot(stream, { type: 'CorrectWriteOff', today, corrects: part, reason }, today))
        findTheRest(fixture, stream, part, today)
      break
    case 'CountLossConfirmed':
      if (fixture.atDepot(stream, { type: 'ReverseCountLoss', today, corrects: part, reason }, today))
        findTheRest(fixture, stream, part, today)
      break
    case 'StockCounted':
      fixture.atDepot(stream, { type: 'CorrectStockCount', today, corrects: part, reason }, today)
      break
    case 'TransferReceived': {
      const { transfer } = event.data
      fixture.atDepot(stream, { type: 'ReverseTransferReceipt', depot: stream, today, transfer, reason }, today)
      break
    }
    case 'TransferAnnounced':
      fixture.atDepot(
        stream,
        { type: 'ReverseTransfer', depot: stream, today, transfer: event.data.transfer, reason },
        today,
      )
      break
    case 'ConsignmentDispatched':
      correct(fixture, stream, { type: 'ReverseDispatch', reason }, today)
      break
    case 'ConsignmentReceived':
      if (fixture.consignment(stream).receipt?.version === version)
        correct(fixture, stream, { type: 'ReverseReceipt', consignment: stream, today, reason }, today)
      break
    case 'GoodsHandedOut':
      correct(fixture, stream, { type: 'CorrectHandOut', today, corrects: part, reason }, today)
      break
    case 'ConsignmentReturned':
    case 'SiteGoodsReturned':
      correct(fixture, stream, { type: 'ReverseReturn', corrects: part, reason }, today)
      break
    case 'SiteGoodsLost':
      correct(fixture, stream, { type: 'ReverseSiteLoss', corrects: part, reason }, today)
      break
  }
}

/** A correction at a consignment, with what the depot must give up for it. */
export function correct(fixture: Fixture, stream: string, command: ConsignmentCommand, today: string): void {
  const state = fixture.consignment(stream)
  const depot = state.dispatch?.depot ?? state.plan?.depot ?? ''
  for (const { version, lines } of returnsToRelease(state, command)) {
    const goodsReturn = `${stream}.${version}`
    const release = { type: 'ReleaseReturn', today, consignment: stream, goodsReturn, lines, reason } as const
    if (fixture.atDepot(depot, release, today) !== undefined) return
    const released = fixture.log.at(-1)
    if (released?.event.type === 'GoodsReturnReleased') fixture.deliver(released)
  }
  fixture.atConsignment(stream, command, today)
}

/** What was found again in part is no write-off to reverse; the rest of it is found, too. */
function findTheRest(fixture: Fixture, stream: string, loss: string, today: string): void {
  const left = fixture.depot(stream).losses.get(partVersion(loss))?.left ?? new Map<string, number>()
  const lines = [...left].flatMap(([lot, quantity]) => (quantity > 0 ? [{ lot, quantity }] : []))
  if (lines.length > 0) fixture.atDepot(stream, { type: 'FindAgain', day: today, loss, lines, reason }, today)
}
