import fc from 'fast-check'
import type { StatedLine } from './consignments/stated-line.ts'
import { delivered, type Fixture } from './deliveries.fixture.ts'
import { correct, takeBack } from './goods-reversals.fixture.ts'
import { fan, fund, kit, otherFund, received, sampleId, site, water, worker } from './sample.fixture.ts'

/** Random acts of goods, for property tests. */
const depots = [sampleId('depot', 1), sampleId('depot', 2)] as const
const components = [
  { item: water, quantity: 2 },
  { item: fan, quantity: 1 },
]
const reason = '破损'
const small = fc.integer({ min: 1, max: 12 })
const whichDepot = fc.constantFrom(...depots)
const whichConsignment = fc.integer({ min: 1, max: 6 }).map((number) => sampleId('consignment', number))
const goods = fc.constantFrom(water, fan, `${kit}@1`)
const expiry = fc.constantFrom(undefined, '2025-06-30', '2025-07-10', '2025-09-01')

const arbitraries = {
  receive: [
    4,
    {
      commodity: goods,
      quantity: fc.integer({ min: 1, max: 60 }),
      from: fc.constantFrom(undefined, fund, otherFund),
      expiresOn: expiry,
    },
  ],
  pack: [3, {}],
  plan: [
    4,
    {
      lines: fc.uniqueArray(fc.record({ commodity: goods, quantity: small }), {
        minLength: 1,
        selector: (line) => line.commodity,
      }),
    },
  ],
  dispatch: [6, {}],
  deliver: [8, {}],
  sign: [6, { short: fc.integer({ min: 0, max: 3 }), refused: fc.integer({ min: 0, max: 3 }) }],
  'sign again': [2, { short: fc.integer({ min: 0, max: 3 }), refused: fc.integer({ min: 0, max: 3 }) }],
  'hand out': [4, {}],
  'hand out again': [1, {}],
  return: [2, {}],
  cancel: [1, {}],
  'return from site': [2, {}],
  'lose at site': [4, {}],
  'write off': [2, {}],
  'write off again': [1, {}],
  find: [1, {}],
  unpack: [1, {}],
  count: [2, {}],
  'count again': [1, {}],
  confirm: [1, {}],
  transfer: [3, { commodity: goods }],
  arrive: [3, { short: fc.integer({ min: 0, max: 3 }) }],
  'receive again': [2, {}],
  'take back': [6, {}],
} as const

export const goodsAction = fc.oneof(
  ...Object.entries(arbitraries).map(([does, [weight, more]]) => ({
    weight,
    arbitrary: fc.record({
      do: fc.constant(does as keyof typeof arbitraries),
      depot: whichDepot,
      consignment: whichConsignment,
      pick: fc.nat(),
      quantity: small,
      ...more,
    }) as fc.Arbitrary<GoodsAction>,
  })),
)

export interface GoodsAction {
  readonly do: keyof typeof arbitraries
  readonly depot: string
  readonly consignment: string
  readonly pick: number
  readonly quantity: number
  readonly commodity?: string
  readonly from?: string
  readonly expiresOn?: string
  readonly lines?: { commodity: string; quantity: number }[]
  readonly short?: number
  readonly refused?: number
}

export interface Step {
  readonly action: GoodsAction
  readonly late: number
  readonly passing: number
}

interface When {
  readonly today: string
  readonly day: string
}

/** The refusal's code, where it was refused. */
export function perform(fixture: Fixture, action: GoodsAction, when: When): string | undefined {
  const { depot, consignment, pick, quantity } = action
  const { today, day } = when
  switch (action.do) {
    case 'receive':
      return receiveGoods(fixture, { ...action, commodity: action.commodity ?? water }, when)
    case 'pack':
      return fixture.atDepot(depot, { type: 'PackKits', depot, day, kit, kitVersion: 1, components, quantity }, day)
    case 'plan': {
      const plan = { site, depot, lines: action.lines ?? [], dueOn: '2025-07-05' }
      const facts = { depotKnown: true, siteKnown: true, programme: 'not-named', round: 'not-named' } as const
      return fixture.atConsignment(consignment, { type: 'PlanConsignment', plan, facts }, today)
    }
    case 'dispatch': {
      const { plan, phase } = fixture.consignment(consignment)
      if (!plan) return undefined
      const cancelled = phase === 'cancelled'
      const { lines, depot: from } = plan
      const checked = new Map([...fixture.depot(from).lots.keys()].map((lot) => [lot, null] as const))
      const command = { type: 'DispatchGoods', depot: from, day, consignment, cancelled, lines, checked } as const
      return fixture.atDepot(from, command, day)
    }
    case 'deliver': {
      const awaited = fixture.log.filter(({ event }) => delivered.includes(event.type))
      const recorded = awaited[pick % awaited.length]
      if (recorded) fixture.deliver(recorded)
      return undefined
    }
    case 'take back': {
      const recorded = fixture.log[pick % fixture.log.length]
      if (recorded) takeBack(fixture, recorded, today)
      return undefined
    }
    case 'sign':
    case 'sign again':
    case 'hand out':
    case 'hand out again':
    case 'return':
    case 'cancel':
    case 'return from site':
    case 'lose at site':
      return performAtSite(fixture, action, when)
    default:
      return performAtDepot(fixture, action, when)
  }
}

export function receiveGoods(
  fixture: Fixture,
  given: { depot: string; commodity: string; quantity: number; from?: string; expiresOn?: string },
  { today, day }: When,
): string | undefined {
  const { depot, commodity, quantity, from, expiresOn } = given
  const lot = { commodity, quantity, ...(from && { fund: from }), ...(expiresOn && { expiresOn }) }
  const { lot: _, ...data } = received(fixture.log.length, lot).data
  const goodsEntry = { ...data, receivedOn: day }
  return fixture.atDepot(depot, { type: 'ReceiveGoods', depot, today, commodityKnown: true, ...goodsEntry }, day)
}

function performAtSite(fixture: Fixture, action: GoodsAction, { today, day }: When): string | undefined {
  const { consignment, pick, quantity } = action
  const { dispatch, atSite, acts } = fixture.consignment(consignment)
  const line = atSite[pick % Math.max(1, atSite.length)]
  switch (action.do) {
    case 'sign': {
      const signed = { receivedBy: worker, receivedOn: day, lines: signedLines(dispatch?.lines ?? [], action) }
      return fixture.atConsignment(consignment, { type: 'ReceiveConsignment', today, day, ...signed }, day)
    }
    case 'sign again': {
      const signed = { receivedBy: worker, receivedOn: day, lines: signedLines(dispatch?.lines ?? [], action) }
      correct(fixture, consignment, { type: 'CorrectReceipt', consignment, today, reason, ...signed }, today)
      return undefined
    }
    case 'hand out': {
      if (!line) return undefined
      const given = { lines: [{ commodity: line.commodity, quantity }], workers: [worker], heads: 0, handedOutOn: day }
      return fixture.atConsignment(consignment, { type: 'HandOutGoods', today, day, expiries: {}, ...given }, day)
    }
    case 'hand out again': {
      const handOuts = Object.entries(acts).filter(([, { type }]) => type === 'hand-out')
      const wrong = handOuts[pick % Math.max(1, handOuts.length)]
      if (!wrong || !line) return undefined
      const lines = [{ commodity: line.commodity, quantity }]
      const right = { lines, workers: [worker], heads: 0, handedOutOn: day, expiries: {} }
      const corrects = `${consignment}.${wrong[0]}`
      return fixture.atConsignment(consignment, { type: 'CorrectHandOut', today, corrects, right, reason }, today)
    }
    case 'return':
      return fixture.atConsignment(consignment, { type: 'ReturnConsignment', day, reason }, day)
    case 'cancel':
      return fixture.atConsignment(consignment, { type: 'CancelConsignment', reason }, today)
    default: {
      if (!line) return undefined
      const lines = [{ commodity: line.commodity, lot: line.lot, quantity }]
      const type = action.do === 'return from site' ? 'ReturnFromSite' : 'LoseAtSite'
      return fixture.atConsignment(consignment, { type, day, lines, reason }, day)
    }
  }
}

function signedLines(
  sent: readonly { commodity: string; lot: string; quantity: number }[],
  { short = 0, refused = 0 }: GoodsAction,
): StatedLine[] {
  return sent.map(({ commodity, lot, quantity }) => {
    const sentBack = Math.min(refused, quantity)
    const taken = Math.max(0, quantity - sentBack - short)
    return { commodity, lot, quantity: taken, shortReason: reason, refused: sentBack, refusedReason: '拒收' }
  })
}

function performAtDepot(fixture: Fixture, action: GoodsAction, { today, day }: When): string | undefined {
  const { depot, pick, quantity } = action
  const state = fixture.depot(depot)
  const lots = [...state.lots.keys()]
  const lot = lots[pick % lots.length] ?? ''
  const lines = [{ lot, quantity }]
  const pickOf = (parts: readonly string[]) => `${depot}.${parts[pick % Math.max(1, parts.length)] ?? 0}`
  const losses = [...state.losses].filter(([, { left }]) => left.size > 0)
  switch (action.do) {
    case 'write off':
      return fixture.atDepot(depot, { type: 'WriteOffGoods', day, lines, reason }, day)
    case 'write off again': {
      const corrects = pickOf(losses.map(([part]) => part))
      return fixture.atDepot(depot, { type: 'CorrectWriteOff', today, corrects, right: lines, reason }, today)
    }
    case 'find': {
      const [part, loss] = losses[pick % Math.max(1, losses.length)] ?? []
      const found = [...(loss?.left ?? [])].map(([of, left]) => ({ lot: of, quantity: Math.min(left, quantity) }))
      const some = found.filter((line) => line.quantity > 0)
      if (some.length === 0) return undefined
      return fixture.atDepot(depot, { type: 'FindAgain', day, loss: `${depot}.${part}`, lines: some, reason }, day)
    }
    case 'unpack': {
      const packed = lots.filter((one) => state.lots.get(one)?.packing)
      const of = packed[pick % Math.max(1, packed.length)]
      return of && fixture.atDepot(depot, { type: 'UnpackKits', day, lot: of, quantity: 1 }, day)
    }
    case 'count':
      return fixture.atDepot(depot, { type: 'CountStock', day, lines, signedBy: [worker, sampleId('worker', 2)] }, day)
    case 'count again': {
      const corrects = pickOf([...state.counts.keys()])
      const counted = state.counts
        .get(corrects.slice(corrects.lastIndexOf('.') + 1))
        ?.lots.keys()
        .next().value
      const again = counted === undefined ? undefined : [{ lot: counted, quantity }]
      return fixture.atDepot(depot, { type: 'CorrectStockCount', today, corrects, lines: again, reason }, today)
    }
    case 'confirm': {
      const [part, count] = [...state.counts][pick % Math.max(1, state.counts.size)] ?? []
      const open = [...(count?.lots ?? [])].map(([of, line]) => ({
        lot: of,
        quantity: line.booked - line.quantity - line.confirmed,
      }))
      const some = open.filter((line) => line.quantity > 0)
      if (some.length === 0) return undefined
      const loss = { type: 'ConfirmCountLoss', day, count: `${depot}.${part}`, lines: some, reason } as const
      return fixture.atDepot(depot, loss, day)
    }
    case 'transfer': {
      const to = depots.find((other) => other !== depot) ?? ''
      const sent = [{ commodity: action.commodity ?? water, quantity }]
      return fixture.atDepot(depot, { type: 'SendTransfer', depot, day, to, toKnown: true, lines: sent }, day)
    }
    case 'arrive': {
      const [transfer, coming] = [...state.incoming][pick % Math.max(1, state.incoming.size)] ?? []
      if (!transfer || !coming) return undefined
      const signed = {
        receivedBy: worker,
        receivedOn: day,
        lines: signedLines(coming.lines, { ...action, refused: 0 }),
      }
      return fixture.atDepot(depot, { type: 'ReceiveTransfer', depot, today, transfer, ...signed }, day)
    }
    default: {
      const received = lots.filter((one) => state.lots.get(one)?.receipt)
      const of = received[pick % Math.max(1, received.length)] ?? ''
      const command = { type: 'CorrectGoodsReceipt', depot, today, lot: of, quantity: pick % 40, reason } as const
      return fixture.atDepot(depot, command, today)
    }
  }
}
