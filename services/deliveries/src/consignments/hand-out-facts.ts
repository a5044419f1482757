import { depotDecider } from '../depots/depot.decider.ts'
import { findUnknownWorker } from '../looked-up-facts.ts'
import { consignmentCodec, type DeliveriesRoom, depotCodec } from '../room-commands.ts'
import { consignmentDecider } from './consignment.decider.ts'

/** What a hand-out is judged by beside the consignment itself. */
export interface HandOutFacts {
  readonly unknownWorker: string | undefined
  /** Lot → its last day, as its depot says it now. */
  readonly expiries: Readonly<Record<string, string>>
  readonly kitsPerHead: number | undefined
}

export async function lookUpHandOutFacts(
  room: DeliveriesRoom,
  consignment: string,
  workers: readonly string[],
): Promise<HandOutFacts> {
  const { runner, copy } = room
  const found = await runner.read(consignmentDecider, consignmentCodec, consignment, ({ plan, dispatch }) => ({
    programme: plan?.programme,
    depot: dispatch?.depot,
    lots: dispatch?.lines.map(({ lot }) => lot) ?? [],
  }))
  const expiries =
    found?.depot &&
    (await runner.read(depotDecider, depotCodec, found.depot, ({ lots }) =>
      Object.fromEntries(
        found.lots.flatMap((lot) => {
          const expiresOn = lots.get(lot)?.expiresOn
          return expiresOn === undefined ? [] : [[lot, expiresOn]]
        }),
      ),
    ))
  return {
    unknownWorker: await findUnknownWorker(room, workers),
    expiries: expiries || {},
    kitsPerHead: found?.programme === undefined ? undefined : copy.programme(found.programme)?.kitsPerHead,
  }
}
