import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import { depot, fan, fund, sampleId, site, today, water, worker } from '../sample.fixture.ts'
import type { HandOutGoods } from './consignment.commands.ts'
import { type ConsignmentEvent, consignmentDecider } from './consignment.decider.ts'
import {
  allFans,
  allWater,
  dispatched,
  everything,
  handOut,
  planned,
  programme,
  receipt,
  received,
  sending,
} from './consignment-sample.fixture.ts'

const { given } = specify(consignmentDecider)

describe('receiving', () => {
  it('per lot: what was stated by commodity fills the lots in order', () => {
    given([planned, dispatched]).when(receipt(everything)).then([received])
  })
  it('puts a shortfall on the last lot, with its reason', () => {
    given([planned, dispatched])
      .when(
        receipt(
          [
            { commodity: water, quantity: 7, shortReason: '破损' },
            { commodity: fan, quantity: 4 },
          ],
          { proof: 'QS-7' },
        ),
      )
      .then([
        {
          type: 'ConsignmentReceived',
          data: {
            programme,
            site,
            depot,
            receivedBy: worker,
            receivedOn: today,
            lines: [
              { commodity: water, lot: `${depot}.2`, quantity: 6, fund, shortQuantity: 0, refusedQuantity: 0 },
              {
                commodity: water,
                lot: `${depot}.3`,
                quantity: 1,
                shortQuantity: 3,
                refusedQuantity: 0,
                shortReason: '破损',
              },
              { commodity: fan, lot: `${depot}.4`, quantity: 4, shortQuantity: 0, refusedQuantity: 0 },
            ],
            proof: 'QS-7',
          },
        },
      ])
  })
  it('puts what was refused on the lots behind those that were taken, and the shortfall behind that', () => {
    const reasons = { shortReason: '丢失', refusedReason: '包装破损' }
    given([planned, dispatched])
      .when(receipt([{ commodity: water, quantity: 7, refused: 2, ...reasons }, allFans]))
      .then([
        {
          type: 'ConsignmentReceived',
          data: {
            ...{ programme, site, depot, receivedBy: worker, receivedOn: today },
            lines: [
              { commodity: water, lot: `${depot}.2`, quantity: 6, fund, shortQuantity: 0, refusedQuantity: 0 },
              { commodity: water, lot: `${depot}.3`, quantity: 1, shortQuantity: 1, refusedQuantity: 2, ...reasons },
              { commodity: fan, lot: `${depot}.4`, quantity: 4, shortQuantity: 0, refusedQuantity: 0 },
            ],
          },
        },
      ])
  })
  it('by lot, where it is known which one is short', () => {
    given([planned, dispatched])
      .when(
        receipt([
          { commodity: water, lot: `${depot}.2`, quantity: 0, shortReason: '丢失' },
          { commodity: water, quantity: 4 },
          { commodity: fan, quantity: 4 },
        ]),
      )
      .then([
        {
          type: 'ConsignmentReceived',
          data: {
            programme,
            site,
            depot,
            receivedBy: worker,
            receivedOn: today,
            lines: [
              {
                commodity: water,
                lot: `${depot}.2`,
                quantity: 0,
                fund,
                shortQuantity: 6,
                refusedQuantity: 0,
                shortReason: '丢失',
              },
              { commodity: water, lot: `${depot}.3`, quantity: 4, shortQuantity: 0, refusedQuantity: 0 },
              { commodity: fan, lot: `${depot}.4`, quantity: 4, shortQuantity: 0, refusedQuantity: 0 },
            ],
          },
        },
      ])
  })
  it.each([
    ['line-repeated', [...everything, { commodity: fan, quantity: 4 }]],
    ['line-not-dispatched', [...everything, { commodity: sampleId('item', 9), quantity: 1 }]],
    ['received-exceeds-dispatched', [{ commodity: water, quantity: 11 }, allFans]],
    ['short-reason-missing', [{ commodity: water, quantity: 9 }, allFans]],
    ['line-missing', [allWater]],
  ] as const)('%s', (code, stated) => {
    given([planned, dispatched]).when(receipt(stated)).then({ code })
  })
  it('refuses in this order', () => {
    const wrong = receipt([{ commodity: water, quantity: 9 }], { unknownWorker: worker, receivedOn: '2025-07-02' })
    given([planned]).when(wrong).then({ code: 'consignment-not-dispatched' })
    given([planned, dispatched]).when(wrong).then({ code: 'worker-unknown', facts: { worker } })
    given([planned, dispatched])
      .when({ ...wrong, unknownWorker: undefined })
      .then({ code: 'received-in-future' })
    given([planned, dispatched])
      .when({ ...wrong, unknownWorker: undefined, receivedOn: today })
      .then({ code: 'short-reason-missing' })
  })
})

describe('handing out', () => {
  const at = [planned, dispatched, received]
  const handed: ConsignmentEvent = {
    type: 'GoodsHandedOut',
    data: {
      programme,
      site,
      lines: [
        { commodity: water, lot: `${depot}.2`, quantity: 6, fund },
        { commodity: water, lot: `${depot}.3`, quantity: 2 },
      ],
      workers: [worker],
      heads: 7,
      handedOutOn: today,
    },
  }
  it('takes from the lots at the site', () => {
    given(at).when(handOut({})).then([handed])
  })
  it('site-stock-insufficient: no more than is left', () => {
    given([...at, handed])
      .when(handOut({ lines: [{ commodity: water, quantity: 3 }], heads: 2 }))
      .then({ code: 'site-stock-insufficient', facts: { commodity: water, available: 2, needed: 3, day: today } })
  })
  const kits = { commodity: 'kit-00000000-0000-4000-8000-000000000001@1', lot: `${depot}.9` }
  const kitsAtSite: ConsignmentEvent[] = [
    planned,
    { type: 'ConsignmentDispatched', data: { ...sending, lines: [{ ...kits, quantity: 9 }] } },
    {
      type: 'ConsignmentReceived',
      data: {
        ...{ programme, site, depot, receivedBy: worker, receivedOn: today },
        lines: [{ ...kits, quantity: 9, shortQuantity: 0, refusedQuantity: 0 }],
      },
    },
  ]
  const ofKits = (quantity: number, more: Partial<HandOutGoods>) =>
    handOut({ lines: [{ commodity: kits.commodity, quantity }], workers: [], heads: 0, ...more })
  const twice = [worker, worker]
  const one = { workers: [worker], repeatedWorkers: [worker] }
  const beyondStandard = { reason: '高温加发' }
  it.each([
    ['as many people as pieces', ofKits(3, { heads: 3 }), {}],
    ['as many, named and not', ofKits(3, { heads: 2, workers: [worker] }), { workers: [worker] }],
    ['one person twice is one', ofKits(1, { workers: twice }), one],
    ['who is named three times counts once', ofKits(2, { heads: 1, workers: [worker, ...twice] }), one],
    ['just the standard', ofKits(6, { heads: 3, kitsPerHead: 2 }), {}],
    [
      'beyond the standard with a reason',
      ofKits(7, { heads: 3, kitsPerHead: 2, beyondStandard }),
      { beyondStandard: { kitsPerHead: 2, ...beyondStandard } },
    ],
    ['on the last day of the lot', ofKits(1, { heads: 1, expiries: { [kits.lot]: today } }), {}],
  ])('%s', (_, command, more) => {
    const [{ quantity = 0 } = {}] = command.lines
    const where = { programme, site, lines: [{ ...kits, quantity }], handedOutOn: today }
    given(kitsAtSite)
      .when(command)
      .then([{ type: 'GoodsHandedOut', data: { ...where, workers: [], heads: command.heads, ...more } }])
  })
  it.each([
    ['more-people-than-pieces', ofKits(3, { heads: 4 })],
    ['more-people-than-pieces', ofKits(3, { heads: 3, workers: [worker] })],
    ['beyond-standard', ofKits(7, { heads: 3, kitsPerHead: 2 })],
    ['beyond-standard', ofKits(3, { workers: twice, kitsPerHead: 2 })],
    ['lot-expired', ofKits(1, { heads: 1, expiries: { [kits.lot]: '2025-06-30' } })],
    ['lot-expired', ofKits(9, { heads: 1, expiries: { [kits.lot]: '2024-07-01' } })],
  ] as const)('%s', (code, command) => {
    given(kitsAtSite).when(command).then({ code })
  })
  it('refuses in this order', () => {
    const right = handOut({ lines: [{ commodity: water, quantity: 99 }] })
    const wrong: readonly [Parameters<ReturnType<typeof given>['when']>[0], string][] = [
      [{ ...right, unknownWorker: worker, handedOutOn: '2025-07-02', workers: [], heads: 0 }, 'worker-unknown'],
      [{ ...right, handedOutOn: '2025-07-02', workers: [], heads: 0 }, 'handed-out-in-future'],
      [{ ...right, handedOutOn: '2025-06-30', workers: [], heads: 0 }, 'handed-out-before-receipt'],
      [{ ...right, workers: [], heads: 0 }, 'recipients-missing'],
      [{ ...right, heads: 99 }, 'more-people-than-pieces'],
      [{ ...right, lines: [...right.lines, ...right.lines] }, 'line-repeated'],
      [right, 'site-stock-insufficient'],
    ]
    for (const [command, code] of wrong)
      given(at)
        .when(command)
        .then({ code: code as 'worker-unknown' })
  })
})
