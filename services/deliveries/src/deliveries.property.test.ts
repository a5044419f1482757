import { postingAccounts } from '@welfare/contracts/accounts.ts'
import { imbalances, postings } from '@welfare/contracts/postings.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createWorld, type World } from './deliveries-world.ts'
import { dispatchProcess } from './dispatch.process.ts'
import { goodsReturnProcess } from './goods-return.process.ts'
import { fan, fund, kit, otherFund, received, sampleId, site, today, water, worker } from './sample.ts'

const depots = [sampleId('depot', 1), sampleId('depot', 2)] as const
const CONSIGNMENTS = 4
const components = [
  { item: water, quantity: 2 },
  { item: fan, quantity: 1 },
]

const small = fc.integer({ min: 1, max: 12 })
const whichDepot = fc.constantFrom(...depots)
const whichConsignment = fc.integer({ min: 1, max: CONSIGNMENTS }).map((number) => sampleId('consignment', number))
const goods = fc.constantFrom(water, fan, `${kit}@1`)
const expiry = fc.constantFrom(undefined, '2025-06-30', '2025-07-10', '2025-09-01')
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('receive' as const),
      depot: whichDepot,
      commodity: goods,
      quantity: fc.integer({ min: 1, max: 60 }),
      from: fc.constantFrom(undefined, fund, otherFund),
      expiresOn: expiry,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pack' as const), depot: whichDepot, quantity: small }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('plan' as const),
      depot: whichDepot,
      consignment: whichConsignment,
      lines: fc.uniqueArray(fc.record({ commodity: goods, quantity: small }), {
        minLength: 1,
        selector: (line) => line.commodity,
      }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('dispatch' as const), consignment: whichConsignment }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('deliver' as const), pick: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('sign' as const),
      consignment: whichConsignment,
      short: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('hand out' as const),
      consignment: whichConsignment,
      pick: fc.nat(),
      quantity: small,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('return' as const), consignment: whichConsignment }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), consignment: whichConsignment }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('write off' as const), depot: whichDepot, pick: fc.nat(), quantity: small }),
  },
)
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never

it('keeps the books of goods over random histories, with acknowledgements late, doubled and out of order', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(fc.array(action, { minLength: 20, maxLength: 80, size: 'max' }), (actions) => {
      const world = createWorld()
      for (const depot of depots) world.atDepot(depot, { type: 'OpenDepot', name: '库', division: '130300' })
      for (const depot of depots) {
        for (const commodity of [water, fan, `${kit}@1`]) receive(world, { depot, commodity, quantity: 20 })
      }
      for (const step of actions) {
        perform(world, step)
        assertBooks(world)
      }
      settle(world)
      assertSettled(world)
      for (const { event } of world.log) seen.set(event.type, (seen.get(event.type) ?? 0) + 1)
    }),
    { numRuns: 200 },
  )
  // The histories reach every event that moves goods, the declined dispatch included.
  expect([...seen.keys()].sort()).toEqual(everyEvent)
})

/** What the two processes react to. */
const delivered: readonly string[] = [...dispatchProcess.on, ...goodsReturnProcess.on]

const everyEvent = [
  'ConsignmentCancelled',
  'ConsignmentDispatched',
  'ConsignmentPlanned',
  'ConsignmentReceived',
  'ConsignmentReturned',
  'DepotOpened',
  'DispatchDeclined',
  'GoodsDispatched',
  'GoodsHandedOut',
  'GoodsReceived',
  'GoodsReturnAccepted',
  'GoodsWrittenOff',
  'KitsPacked',
]

function perform(world: World, step: Action): void {
  switch (step.do) {
    case 'receive':
      receive(world, step)
      return
    case 'pack': {
      const { depot, quantity } = step
      world.atDepot(depot, { type: 'PackKits', depot, today, kit, kitVersion: 1, components, quantity })
      return
    }
    case 'plan': {
      const { consignment, depot, lines } = step
      const plan = { site, depot, lines, dueOn: '2025-07-05' }
      const facts = { depotKnown: true, siteKnown: true, programme: 'not-named', round: 'not-named' } as const
      world.atConsignment(consignment, { type: 'PlanConsignment', plan, facts })
      return
    }
    case 'dispatch': {
      const { plan, phase } = world.consignment(step.consignment)
      if (!plan) return
      const cancelled = phase === 'cancelled'
      const { depot, lines } = plan
      world.atDepot(depot, { type: 'DispatchGoods', depot, today, consignment: step.consignment, cancelled, lines })
      return
    }
    case 'deliver': {
      const awaited = world.log.filter(({ event }) => delivered.includes(event.type))
      const recorded = awaited[step.pick % awaited.length]
      if (recorded) world.deliver(recorded)
      return
    }
    case 'write off': {
      const lots = [...world.depot(step.depot).lots.keys()]
      const lot = lots[step.pick % lots.length]
      if (lot)
        world.atDepot(step.depot, { type: 'WriteOffGoods', lines: [{ lot, quantity: step.quantity }], reason: '破损' })
      return
    }
    default:
      performAtSite(world, step)
  }
}

function receive(
  world: World,
  step: {
    depot: string
    commodity: string
    quantity: number
    from?: string | undefined
    expiresOn?: string | undefined
  },
): void {
  const { depot, commodity, quantity, from, expiresOn } = step
  const given = { commodity, quantity, ...(from && { fund: from }), ...(expiresOn && { expiresOn }) }
  const { lot: _, ...data } = received(world.log.length, given).data
  world.atDepot(depot, { type: 'ReceiveGoods', depot, today, commodityKnown: true, ...data })
}

function performAtSite(world: World, step: Extract<Action, { do: 'sign' | 'hand out' | 'return' | 'cancel' }>): void {
  const { consignment } = step
  switch (step.do) {
    case 'sign': {
      const { dispatch } = world.consignment(consignment)
      if (!dispatch) return
      const lines = dispatch.lines.map(({ commodity, lot, quantity }) => ({
        commodity,
        lot,
        quantity: Math.max(0, quantity - step.short),
        shortReason: '破损',
      }))
      world.atConsignment(consignment, {
        type: 'ReceiveConsignment',
        today,
        receivedBy: worker,
        receivedOn: today,
        lines,
      })
      return
    }
    case 'hand out': {
      const { atSite } = world.consignment(consignment)
      const line = atSite[step.pick % atSite.length]
      if (!line) return
      const lines = [{ commodity: line.commodity, quantity: step.quantity }]
      world.atConsignment(consignment, {
        type: 'HandOutGoods',
        today,
        lines,
        workers: [worker],
        heads: 0,
        handedOutOn: today,
      })
      return
    }
    case 'return':
      world.atConsignment(consignment, { type: 'ReturnConsignment', reason: '道路中断' })
      return
    case 'cancel':
      world.atConsignment(consignment, { type: 'CancelConsignment', reason: '改期' })
  }
}

function assertBooks(world: World): void {
  for (const { event, stream } of world.log.slice(-2)) expect(imbalances(postings(event, stream))).toEqual([])
  for (const { leg, amount } of world.balances()) {
    const account = postingAccounts[leg.account]
    const balance = account.normalSide === 'debit' ? amount : -amount
    if (!account.mayBeNegative && balance < 0) throw new Error(`${leg.account} of ${leg.lot} fell to ${balance}`)
  }
  for (const depot of depots) {
    const stock = [...world.depot(depot).lots].map(([lot, { quantity }]) => [lot, quantity])
    const posted = stock.map(([lot]) => [lot, balanceOf(world, { account: 'depot', depot, lot: String(lot) })])
    expect(stock).toEqual(posted)
  }
}

/** Each event reaches the processes twice more, the later ones that they lead to included. */
function settle(world: World): void {
  for (let next = 0; next < world.log.length; next += 1) {
    const recorded = world.log[next]
    if (recorded) world.deliver(recorded)
  }
  const events = world.log.length
  for (const recorded of [...world.log, ...world.log]) world.deliver(recorded)
  expect(world.log).toHaveLength(events)
}

function assertSettled(world: World): void {
  assertBooks(world)
  for (let number = 1; number <= CONSIGNMENTS; number += 1) {
    const consignment = sampleId('consignment', number)
    const { phase, dispatch, atSite } = world.consignment(consignment)
    const sent = phase === 'dispatched' ? (dispatch?.lines ?? []) : []
    expect(balanceOf(world, { account: 'in-transit', consignment })).toBe(sum(sent))
    expect(balanceOf(world, { account: 'site', consignment })).toBe(sum(atSite))
    expect(balanceOf(world, { account: 'returned', consignment })).toBe(0)
  }
}

function balanceOf(
  world: World,
  where: { account: string; depot?: string; lot?: string; consignment?: string },
): number {
  const matching = world
    .balances()
    .filter(({ leg }) =>
      Object.entries(where).every(([name, value]) =>
        Object.entries(leg).some(([key, own]) => key === name && own === value),
      ),
    )
  return matching.reduce((total, { amount }) => total + amount, 0)
}

function sum(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((total, { quantity }) => total + quantity, 0)
}
