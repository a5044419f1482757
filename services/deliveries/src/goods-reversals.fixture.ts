import type { ConsignmentCommand } from './consignments/consignment.commands.ts'
import type { Recorded, World } from './deliveries-world.fixture.ts'
import { returnsToRelease } from './depots/open-returns.ts'
import { partVersion } from './dispatches/part-version.ts'

const reason = '录入有误'

/** Takes back one recorded event as the routes do, the depot's release of what came back included. Nothing where it was taken back already. */
export function takeBack(world: World, recorded: Recorded, today: string): void {
  const { event, stream, version } = recorded
  const part = `${stream}.${version}`
  switch (event.type) {
    case 'GoodsReceived':
      world.atDepot(
        stream,
        { type: 'CorrectGoodsReceipt', depot: stream, today, lot: part, quantity: 0, reason },
        today,
      )
      break
    case 'KitsPacked':
      world.atDepot(stream, { type: 'ReversePacking', today, lot: part, reason }, today)
      break
    case 'GoodsWrittenOff':
      if (world.atDepot(stream, { type: 'CorrectWriteOff', today, corrects: part, reason }, today))
        findTheRest(world, stream, part, today)
      break
    case 'CountLossConfirmed':
      if (world.atDepot(stream, { type: 'ReverseCountLoss', today, corrects: part, reason }, today))
        findTheRest(world, stream, part, today)
      break
    case 'StockCounted':
      world.atDepot(stream, { type: 'CorrectStockCount', today, corrects: part, reason }, today)
      break
    case 'TransferReceived': {
      const { transfer } = event.data
      world.atDepot(stream, { type: 'ReverseTransferReceipt', depot: stream, today, transfer, reason }, today)
      break
    }
    case 'TransferAnnounced':
      world.atDepot(
        stream,
        { type: 'ReverseTransfer', depot: stream, today, transfer: event.data.transfer, reason },
        today,
      )
      break
    case 'ConsignmentDispatched':
      correct(world, stream, { type: 'ReverseDispatch', reason }, today)
      break
    case 'ConsignmentReceived':
      if (world.consignment(stream).receipt?.version === version)
        correct(world, stream, { type: 'ReverseReceipt', consignment: stream, today, reason }, today)
      break
    case 'GoodsHandedOut':
      correct(world, stream, { type: 'CorrectHandOut', today, corrects: part, reason }, today)
      break
    case 'ConsignmentReturned':
    case 'SiteGoodsReturned':
      correct(world, stream, { type: 'ReverseReturn', corrects: part, reason }, today)
      break
    case 'SiteGoodsLost':
      correct(world, stream, { type: 'ReverseSiteLoss', corrects: part, reason }, today)
      break
  }
}

/** A correction at a consignment, with what the depot must give up for it. */
export function correct(world: World, stream: string, command: ConsignmentCommand, today: string): void {
  const state = world.consignment(stream)
  const depot = state.dispatch?.depot ?? state.plan?.depot ?? ''
  for (const { version, lines } of returnsToRelease(state, command)) {
    const goodsReturn = `${stream}.${version}`
    const release = { type: 'ReleaseReturn', today, consignment: stream, goodsReturn, lines, reason } as const
    if (world.atDepot(depot, release, today) !== undefined) return
    const released = world.log.at(-1)
    if (released?.event.type === 'GoodsReturnReleased') world.deliver(released)
  }
  world.atConsignment(stream, command, today)
}

/** What was found again in part is no write-off to reverse; the rest of it is found, too. */
function findTheRest(world: World, stream: string, loss: string, today: string): void {
  const left = world.depot(stream).losses.get(partVersion(loss))?.left ?? new Map<string, number>()
  const lines = [...left].flatMap(([lot, quantity]) => (quantity > 0 ? [{ lot, quantity }] : []))
  if (lines.length > 0) world.atDepot(stream, { type: 'FindAgain', day: today, loss, lines, reason }, today)
}
