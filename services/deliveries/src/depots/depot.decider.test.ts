import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, it } from 'vitest'
import {
  consignment,
  depot,
  fan,
  fund,
  kit,
  opened,
  otherFund,
  received,
  sampleId,
  today,
  water,
} from '../sample.fixture.ts'
import type { DispatchGoods, PackKits, ReceiveGoods } from './depot.commands.ts'
import { type DepotEvent, depotDecider } from './depot.decider.ts'

const { given } = specify(depotDecider)
const lot = (version: number) => `${depot}.${version}`
const dispatch = (quantity: number, more: Partial<DispatchGoods> = {}): DispatchGoods => ({
  type: 'DispatchGoods',
  depot,
  day: today,
  consignment,
  cancelled: false,
  lines: [{ commodity: water, quantity }],
  checked: new Map(Array.from({ length: 99 }, (_, version) => [lot(version), null])),
  ...more,
})
const dispatched = (lines: readonly { lot: string; quantity: number; fund?: string }[]): DepotEvent => ({
  type: 'GoodsDispatched',
  data: { consignment, lines: lines.map((line) => ({ commodity: water, ...line })) },
})

describe('receiving goods', () => {
  const receipt = received(2, { quantity: 24 }).data
  const { lot: _, ...fields } = receipt
  const receive: ReceiveGoods = { type: 'ReceiveGoods', depot, today, commodityKnown: true, ...fields }

  it('makes a lot named by the event', () => {
    given([opened])
      .when(receive)
      .then([{ type: 'GoodsReceived', data: receipt }])
  })
  it('receipt-number-used: the same paper counts once', () => {
    given([opened, received(2, { quantity: 24 })])
      .when(receive)
      .then({ code: 'receipt-number-used', facts: { receiptNumber: 'R-2', lot: lot(2) } })
    given([opened, received(2, { quantity: 24 })])
      .when({ ...receive, receiptNumber: 'ｒ—2' })
      .then({ code: 'receipt-number-used', facts: { receiptNumber: 'ｒ—2', lot: lot(2) } })
  })
  it('received-in-future', () => {
    given([opened])
      .when({ ...receive, receivedOn: '2025-07-02' })
      .then({ code: 'received-in-future' })
  })
  it('refuses in this order', () => {
    const wrong: ReceiveGoods = { ...receive, commodityKnown: false, unknownFund: fund, receivedOn: '2025-07-02' }
    const wrongPaper = { ...wrong, commodityKnown: true, unknownFund: undefined }
    const known = received(2, { quantity: 24 })
    given([]).when(wrong).then({ code: 'depot-unknown' })
    given([opened, known]).when(wrong).then({ code: 'commodity-unknown' })
    given([opened, known])
      .when({ ...wrong, commodityKnown: true })
      .then({ code: 'fund-unknown', facts: { fund } })
    given([opened, known]).when(wrongPaper).then({ code: 'receipt-number-used' })
    given([opened]).when(wrongPaper).then({ code: 'received-in-future' })
  })
})

describe('dispatching', () => {
  it('takes what expires first, then the oldest, and what never expires last', () => {
    const stock = [
      received(2, { quantity: 10 }),
      received(3, { quantity: 10, expiresOn: '2025-09-01' }),
      received(4, { quantity: 10, expiresOn: '2025-08-01', fund }),
      received(5, { quantity: 10, expiresOn: '2025-08-01' }),
    ]
    given([opened, ...stock])
      .when(dispatch(33))
      .then([
        dispatched([
          { lot: lot(4), quantity: 10, fund },
          { lot: lot(5), quantity: 10 },
          { lot: lot(3), quantity: 10 },
          { lot: lot(2), quantity: 3 },
        ]),
      ])
  })
  it('gives out a lot on its last day', () => {
    given([opened, received(2, { quantity: 5, expiresOn: today })])
      .when(dispatch(5))
      .then([dispatched([{ lot: lot(2), quantity: 5 }])])
  })
  it('lot-expired: there would be enough, but it is too old', () => {
    given([opened, received(2, { quantity: 5, expiresOn: '2025-06-30' }), received(3, { quantity: 2 })])
      .when(dispatch(5))
      .then({ code: 'lot-expired', facts: { commodity: water, available: 2, needed: 5, day: today, expired: 5 } })
  })
  it('stock-insufficient names commodity, available and needed', () => {
    given([opened, received(2, { quantity: 5 }), received(3, { quantity: 99, commodity: fan })])
      .when(dispatch(6))
      .then({ code: 'stock-insufficient', facts: { commodity: water, available: 5, needed: 6, day: today } })
  })
  it('sends every line or none', () => {
    const lines = [
      { commodity: water, quantity: 1 },
      { commodity: fan, quantity: 1 },
    ]
    given([opened, received(2, { quantity: 5 })])
      .when(dispatch(0, { lines }))
      .then({ code: 'stock-insufficient' })
  })
  it('lot-against-donor-terms: takes other lots, and what came in unjudged stays', () => {
    const breach = { fund, term: 'purpose-not-allowed' as const, allowed: ['warmth'] }
    const stock = [
      received(2, { quantity: 5, fund, expiresOn: '2025-08-01' }),
      received(3, { quantity: 5 }),
      received(4, { quantity: 5 }),
    ]
    const checked = new Map([
      [lot(2), breach],
      [lot(3), null],
    ])
    given([opened, ...stock])
      .when(dispatch(5, { checked }))
      .then([dispatched([{ lot: lot(3), quantity: 5 }])])
    given([opened, ...stock])
      .when(dispatch(6, { checked }))
      .then({ code: 'lot-against-donor-terms', facts: { commodity: water, lot: lot(2), ...breach } })
    given([opened, ...stock])
      .when(dispatch(16, { checked }))
      .then({ code: 'stock-insufficient', facts: { commodity: water, available: 5, needed: 16, day: today } })
  })
  it('too-many-lots: an event names at most 50', () => {
    const crumbs = Array.from({ length: 51 }, (_, index) => received(index + 2, { quantity: 1 }))
    given([opened, ...crumbs])
      .when(dispatch(51))
      .then({ code: 'too-many-lots', facts: { lots: 51, limit: 50 } })
  })
  it('refuses in this order', () => {
    const sent = dispatched([{ lot: lot(2), quantity: 1 }])
    const stock = received(2, { quantity: 1 })
    const wrong = dispatch(9, { cancelled: true })
    given([]).when(wrong).then({ code: 'depot-unknown' })
    given([opened, stock, sent])
      .when(wrong)
      .then({ code: 'consignment-already-dispatched', facts: { consignment, dispatch: lot(3) } })
    given([opened, stock]).when(wrong).then({ code: 'consignment-cancelled' })
    given([opened, stock])
      .when({ ...wrong, cancelled: false })
      .then({ code: 'stock-insufficient' })
  })
})

describe('packing', () => {
  const pack: PackKits = {
    type: 'PackKits',
    depot,
    day: today,
    kit,
    kitVersion: 2,
    quantity: 3,
    components: [
      { item: water, quantity: 2 },
      { item: fan, quantity: 1 },
    ],
  }
  const fans = (given: { fund?: string }) => received(3, { commodity: fan, quantity: 3, ...given })

  it('makes a lot of kits in one version, which lasts as long as its first component', () => {
    const stock = [received(2, { quantity: 7, fund, expiresOn: '2025-09-01' }), fans({ fund })]
    const data = {
      kit,
      kitVersion: 2,
      commodity: `${kit}@2`,
      lot: lot(4),
      quantity: 3,
      consumed: [
        { commodity: water, lot: lot(2), quantity: 6, fund },
        { commodity: fan, lot: lot(3), quantity: 3, fund },
      ],
      fund,
      expiresOn: '2025-09-01',
    }
    given([opened, ...stock])
      .when(pack)
      .then([{ type: 'KitsPacked', data }])
  })
  it('leaves the kits without a fund where their components have several', () => {
    const stock = [received(2, { quantity: 6, fund }), fans({ fund: otherFund })]
    const decision = depotDecider.decide(
      [opened, ...stock].reduce(
        (state, event, i) => depotDecider.evolve(state, event, i + 1, '2025-07-01'),
        depotDecider.initialState,
      ),
      pack,
    )
    expect(decision).toMatchObject({ accepted: true, events: [{ type: 'KitsPacked' }] })
    expect(decision.accepted && decision.events[0]?.data).not.toHaveProperty('fund')
  })
  it('stock-insufficient', () => {
    given([opened, received(2, { quantity: 5 }), fans({})])
      .when(pack)
      .then({ code: 'stock-insufficient', facts: { commodity: water, available: 5, needed: 6, day: today } })
  })
  it('kit-version-unknown', () => {
    given([opened])
      .when({ ...pack, components: undefined })
      .then({ code: 'kit-version-unknown', facts: { kit, kitVersion: 2 } })
  })
})

describe('taking back', () => {
  const line = { commodity: water, lot: lot(2), quantity: 4 }
  const takeBack = { type: 'AcceptReturn', consignment, goodsReturn: `${consignment}.3`, lines: [line] } as const
  const accepted: DepotEvent = {
    type: 'GoodsReturnAccepted',
    data: { consignment, goodsReturn: `${consignment}.3`, lines: [line] },
  }
  const sent = [opened, received(2, { quantity: 4 }), dispatched([{ lot: lot(2), quantity: 4 }])]

  it('puts the goods back into their lots, where they can be sent again', () => {
    given(sent).when(takeBack).then([accepted])
    const again = sampleId('consignment', 2)
    given([...sent, accepted])
      .when(dispatch(4, { consignment: again }))
      .then([{ type: 'GoodsDispatched', data: { consignment: again, lines: [line] } }])
  })
  it('is already so the second time', () => {
    given([...sent, accepted])
      .when(takeBack)
      .then([])
  })
  it('return-not-dispatched: nothing comes back that was not sent', () => {
    given([opened]).when(takeBack).then({ code: 'return-not-dispatched' })
  })
})

describe('writing off', () => {
  const stock = [opened, received(2, { quantity: 4, fund })]
  const writeOff = (lines: readonly { lot: string; quantity: number }[]) =>
    ({ type: 'WriteOffGoods', day: today, lines, reason: '浸水' }) as const

  it('takes from a lot, with its fund', () => {
    const lines = [{ commodity: water, lot: lot(2), quantity: 4, fund }]
    given(stock)
      .when(writeOff([{ lot: lot(2), quantity: 4 }]))
      .then([{ type: 'GoodsWrittenOff', data: { lines, reason: '浸水' } }])
  })
  it.each([
    ['lot-unknown', [{ lot: lot(9), quantity: 1 }]],
    ['stock-insufficient', [{ lot: lot(2), quantity: 5 }]],
    [
      'lot-repeated',
      [
        { lot: lot(2), quantity: 1 },
        { lot: lot(2), quantity: 9 },
      ],
    ],
  ] as const)('%s', (code, lines) => {
    given(stock).when(writeOff(lines)).then({ code })
  })
})
