import type { deliveriesEvents } from '../../src/events/deliveries.ts'
import { division, id, type SamplesOf } from './ids.ts'

const depot = id('depot')
const consignment = id('consignment')
const programme = id('programme', 2)
const site = id('site')
const fund = id('fund')
const kit = `${id('kit')}@1`
const bought = { commodity: kit, lot: `${depot}.4`, quantity: 24, fund }
const given = { commodity: kit, lot: `${depot}.5`, quantity: 6 }
const lines = [bought, given]

export const deliveriesSamples: SamplesOf<keyof typeof deliveriesEvents> = {
  ItemDefined: { stream: id('item'), data: { name: '风扇', unit: '台' } },
  KitDefined: {
    stream: id('kit'),
    data: {
      name: '清凉包',
      trade: '环卫',
      components: [
        { item: id('item', 1), quantity: 1 },
        { item: id('item', 2), quantity: 2 },
      ],
      kitVersion: 1,
      owner: division,
    },
  },
  KitRevised: {
    stream: id('kit'),
    data: { name: '清凉包', trade: '环卫', components: [{ item: id('item', 1), quantity: 1 }], kitVersion: 2 },
  },
  DepotOpened: { stream: depot, data: { name: '玉树市仓库', division } },
  GoodsReceived: {
    stream: depot,
    data: {
      commodity: id('item'),
      lot: `${depot}.2`,
      quantity: 1_000,
      source: { kind: 'purchase', fund, invoiceNumber: '发票-77' },
      receiptNumber: '入库-0001',
      receivedOn: '2025-06-20',
      expiresOn: '2027-06-20',
      correctedFrom: `${depot}.1`,
      order: { purchase: id('purchase'), line: 1 },
    },
  },
  KitsPacked: {
    stream: depot,
    data: {
      kit: id('kit'),
      kitVersion: 1,
      commodity: kit,
      lot: `${depot}.4`,
      quantity: 30,
      consumed: [
        { commodity: id('item', 1), lot: `${depot}.2`, quantity: 30, fund },
        { commodity: id('item', 2), lot: `${depot}.3`, quantity: 60, fund },
      ],
      fund,
      expiresOn: '2026-09-30',
    },
  },
  GoodsDispatched: { stream: depot, data: { consignment, lines } },
  GoodsReturnAccepted: { stream: depot, data: { consignment, goodsReturn: `${consignment}.3`, lines } },
  GoodsWrittenOff: { stream: depot, data: { lines: [given], reason: '受潮' } },
  ConsignmentPlanned: {
    stream: consignment,
    data: {
      programme,
      round: id('round', 2),
      site,
      depot,
      lines: [{ commodity: kit, quantity: 30 }],
      dueOn: '2025-07-10',
    },
  },
  ConsignmentDispatched: { stream: consignment, data: { dispatch: `${depot}.6`, depot, lines } },
  DispatchDeclined: {
    stream: consignment,
    data: { dispatch: `${depot}.6`, depot, lines, code: 'consignment-cancelled' },
  },
  ConsignmentReceived: {
    stream: consignment,
    data: {
      programme,
      site,
      depot,
      receivedBy: id('worker'),
      receivedOn: '2025-07-09',
      lines: [
        { ...bought, quantity: 17, shortQuantity: 4, shortReason: '途中破损', refusedQuantity: 3, refusedReason: '受潮' },
        { ...given, shortQuantity: 0, refusedQuantity: 0 },
      ],
      proof: '签收单-0031',
    },
  },
  ConsignmentReturned: {
    stream: consignment,
    data: { programme, site, depot, lines, reason: '道路中断' },
  },
  GoodsHandedOut: {
    stream: consignment,
    data: {
      programme,
      site,
      lines: [{ ...bought, quantity: 2 }],
      workers: [id('worker', 1)],
      heads: 1,
      handedOutOn: '2025-07-09',
      repeatedWorkers: [id('worker', 1)],
      beyondStandard: { kitsPerHead: 1, reason: '高温连续一周' },
      correctedFrom: `${consignment}.4`,
    },
  },
  ConsignmentCancelled: { stream: consignment, data: { reason: '站点撤销' } },
  SiteGoodsReturned: {
    stream: consignment,
    data: { programme, site, depot, lines, returnedOn: '2025-07-12', reason: '多发' },
  },
  SiteGoodsLost: { stream: consignment, data: { programme, site, lines: [given], lostOn: '2025-07-12', reason: '被雨淋' } },
}
