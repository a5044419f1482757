import { type DeliveriesContext, itemCodec, kitCodec } from '../deliveries.context.ts'
import { itemDecider } from './item.decider.ts'
import { type KitComposition, kitDecider } from './kit.decider.ts'

/** The first of the commodities that was never defined; undefined when all were. Read from the durable streams, so never stale. */
export async function findUnknownCommodity(
  context: DeliveriesContext,
  commodities: readonly string[],
): Promise<string | undefined> {
  const known = await Promise.all(commodities.map((commodity) => isDefined(context, commodity)))
  return commodities.find((_, index) => !known[index])
}

/** What a kit is made of in one version; undefined when there is no such version. */
export async function findComposition(
  { runner }: DeliveriesContext,
  kit: string,
  kitVersion: number,
): Promise<KitComposition | undefined> {
  return runner.read(kitDecider, kitCodec, kit, ({ versions }) => versions[kitVersion - 1])
}

async function isDefined(context: DeliveriesContext, commodity: string): Promise<boolean> {
  const [thing = '', kitVersion] = commodity.split('@')
  if (kitVersion !== undefined) return (await findComposition(context, thing, Number(kitVersion))) !== undefined
  return (await context.runner.read(itemDecider, itemCodec, thing, () => true)) === true
}
