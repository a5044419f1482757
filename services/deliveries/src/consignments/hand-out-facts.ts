import type { Act } from '@welfare/approvals/act.ts'
import { consignmentCodec, type DeliveriesContext, depotCodec } from '../deliveries.context.ts'
import { depotDecider } from '../depots/depot.decider.ts'
import { piecesOf } from '../depots/lot-line.ts'
import { consignmentDecider } from './consignment.decider.ts'

/** What a hand-out is judged by beside the consignment itself. */
export interface HandOutFacts {
  readonly unknownWorker: string | undefined
  /** Lot → its last day, as its depot says it now. */
  readonly expiries: Readonly<Record<string, string>>
  readonly kitsPerHead: number | undefined
}

export async function lookUpHandOutFacts(
  context: DeliveriesContext,
  consignment: string,
  workers: readonly string[],
): Promise<HandOutFacts> {
  const { runner, facts } = context
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
    unknownWorker: facts.findUnknownWorker(workers),
    expiries: expiries || {},
    kitsPerHead: found?.programme === undefined ? undefined : facts.programme(found.programme)?.kitsPerHead,
  }
}

interface HandOut {
  readonly lines: readonly { readonly commodity: string; readonly quantity: number }[]
  readonly workers: readonly string[]
  readonly heads: number
  readonly beyondStandard?: { readonly reason: string } | undefined
}

/** More kits for each person than the programme's standard, with a reason. Without one it is refused, and nobody has to look at it. */
export function beyondStandardOf(
  { kitsPerHead }: Pick<HandOutFacts, 'kitsPerHead'>,
  { lines, workers, heads, beyondStandard }: HandOut,
): NonNullable<Act['beyond']> | undefined {
  if (kitsPerHead === undefined || beyondStandard === undefined) return undefined
  const limit = kitsPerHead * (new Set(workers).size + heads)
  const value = piecesOf(lines.filter(({ commodity }) => commodity.startsWith('kit-')))
  return value > limit ? { limit, value } : undefined
}
