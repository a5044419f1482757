import type { consignmentCorrectionsEvents } from '../../src/events/consignment-corrections.ts'
import type { depotActsEvents } from '../../src/events/depot-acts.ts'
import { id, type SamplesOf } from './ids.ts'

const depot = id('depot')
const otherDepot = id('depot', 2)
const consignment = id('consignment')
const programme = id('programme', 2)
const site = id('site')
const fund = id('fund')
const kit = `${id('kit')}@1`
const bought = { commodity: kit, lot: `${depot}.4`, quantity: 24, fund }
const given = { commodity: kit, lot: `${depot}.5`, quantity: 6 }
const lines = [bought, given]
const reason = '录入有误'
const unpacked = {
  kit: id('kit'),
  kitVersion: 1,
  commodity: kit,
  lot: `${depot}.4`,
  quantity: 10,
  fund,
  components: [
    { commodity: id('item', 1), lot: `${depot}.2`, quantity: 10, fund },
    { commodity: id('item', 2), lot: `${depot}.3`, quantity: 20, fund },
  ],
}
const arrived = [
  { ...bought, quantity: 23, shortQuantity: 1, shortReason: '途中破损', expiresOn: '2026-09-30' },
  { ...given, shortQuantity: 0 },
]

export const goodsCorrectionsSamples: SamplesOf<
  keyof typeof depotActsEvents | keyof typeof consignmentCorrectionsEvents
> = {
  GoodsReceiptCorrected: {
    stream: depot,
    data: {
      corrects: `${depot}.2`,
      commodity: id('item'),
      lot: `${depot}.2`,
      fund,
      quantity: 100,
      difference: -900,
      receiptNumber: '入库-0001',
      invoiceNumber: '发票-77',
      expiresOn: '2027-06-20',
      receivedOn: '2025-06-20',
      reason,
    },
  },
  KitsUnpacked: { stream: depot, data: { ...unpacked, reason: '改装' } },
  PackingReversed: { stream: depot, data: { corrects: `${depot}.4`, ...unpacked, reason } },
  DispatchReversalReceived: { stream: depot, data: { consignment, reversal: `${consignment}.3`, lines } },
  GoodsReturnReleased: { stream: depot, data: { consignment, goodsReturn: `${consignment}.3`, lines, reason } },
  WriteOffReversed: { stream: depot, data: { corrects: `${depot}.7`, lines: [given], reason } },
  GoodsFoundAgain: { stream: depot, data: { loss: `${depot}.7`, lines: [given], reason: '盘库时找到' } },
  StockCounted: {
    stream: depot,
    data: {
      countedOn: '2025-07-31',
      lines: [
        { ...bought, quantity: 20, booked: 24, surplus: 0, shortage: 4 },
        { ...given, quantity: 7, booked: 6, surplus: 1, shortage: 0 },
      ],
      signedBy: [id('worker', 1), id('worker', 2)],
    },
  },
  StockCountCorrected: {
    stream: depot,
    data: {
      corrects: `${depot}.8`,
      countedOn: '2025-07-31',
      lines: [{ ...bought, quantity: 24, difference: 4 }],
      reason,
    },
  },
  CountLossConfirmed: {
    stream: depot,
    data: { count: `${depot}.8`, lines: [{ ...bought, quantity: 4 }], reason: '查无下落' },
  },
  CountLossReversed: { stream: depot, data: { corrects: `${depot}.9`, lines: [{ ...bought, quantity: 4 }], reason } },
  GoodsTransferred: {
    stream: depot,
    data: { to: otherDepot, lines: [{ ...bought, expiresOn: '2026-09-30' }, given] },
  },
  TransferAnnounced: {
    stream: otherDepot,
    data: { transfer: `${depot}.8`, from: depot, lines: [{ ...bought, expiresOn: '2026-09-30' }, given] },
  },
  TransferReceived: {
    stream: otherDepot,
    data: {
      transfer: `${depot}.8`,
      from: depot,
      receivedOn: '2025-07-20',
      receivedBy: id('worker'),
      lines: arrived,
      proof: '调拨单-3',
    },
  },
  TransferReceiptReversed: {
    stream: otherDepot,
    data: { corrects: `${otherDepot}.3`, transfer: `${depot}.8`, lines: arrived, reason },
  },
  TransferReversed: {
    stream: otherDepot,
    data: { corrects: `${depot}.8`, from: depot, lines: [{ ...bought, expiresOn: '2026-09-30' }, given], reason },
  },
  TransferReversalReceived: {
    stream: depot,
    data: { transfer: `${depot}.8`, reversal: `${otherDepot}.4`, lines },
  },

  DispatchReversed: { stream: consignment, data: { corrects: `${depot}.6`, depot, lines, reason } },
  ReceiptCorrected: {
    stream: consignment,
    data: {
      corrects: `${consignment}.3`,
      programme,
      site,
      depot,
      receivedBy: id('worker'),
      receivedOn: '2025-07-09',
      lines: [
        {
          ...bought,
          quantity: 19,
          shortQuantity: 3,
          shortReason: '途中破损',
          refusedQuantity: 2,
          refusedReason: '受潮',
          siteDifference: 2,
          lostDifference: -1,
          returnedDifference: -1,
        },
      ],
      proof: '签收单-0031',
      sentBack: [{ ...bought, quantity: 2 }],
      reason,
    },
  },
  ReceiptReversed: {
    stream: consignment,
    data: {
      corrects: `${consignment}.3`,
      programme,
      site,
      depot,
      receivedOn: '2025-07-09',
      lines: [{ ...bought, quantity: 19, shortQuantity: 3, shortReason: '途中破损', refusedQuantity: 2 }],
      reason,
    },
  },
  ConsignmentReturnReversed: {
    stream: consignment,
    data: { corrects: `${consignment}.3`, programme, site, depot, lines, reason },
  },
  SiteReturnReversed: {
    stream: consignment,
    data: { corrects: `${consignment}.5`, programme, site, depot, lines: [given], reason },
  },
  SiteLossReversed: {
    stream: consignment,
    data: { corrects: `${consignment}.5`, programme, site, lines: [given], reason },
  },
  HandOutReversed: {
    stream: consignment,
    data: {
      corrects: `${consignment}.4`,
      programme,
      site,
      lines: [{ ...bought, quantity: 2 }],
      workers: [id('worker', 1)],
      heads: 1,
      handedOutOn: '2025-07-09',
      reason,
    },
  },
  ReturnReleaseReceived: { stream: consignment, data: { goodsReturn: `${consignment}.3`, depot } },
}
