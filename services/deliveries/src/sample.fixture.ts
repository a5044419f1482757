import type { EventOf } from '@welfare/contracts/catalogue.ts'

/** Ids and events that this service's tests share. */
export function sampleId(category: string, number: number): string {
  return `${category}-00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

export const depot = sampleId('depot', 1)
export const water = sampleId('item', 1)
export const fan = sampleId('item', 2)
export const kit = sampleId('kit', 1)
export const site = sampleId('site', 1)
export const consignment = sampleId('consignment', 1)
export const worker = sampleId('worker', 1)
export const fund = sampleId('fund', 1)
export const otherFund = sampleId('fund', 2)
export const today = '2025-07-01'

export const opened: EventOf<'DepotOpened'> = {
  type: 'DepotOpened',
  data: { name: '秦皇岛市总工会物资库', division: '130300' },
}

export function received(
  version: number,
  given: { commodity?: string; quantity: number; fund?: string; expiresOn?: string },
): EventOf<'GoodsReceived'> {
  const { commodity = water, quantity, expiresOn } = given
  return {
    type: 'GoodsReceived',
    data: {
      commodity,
      quantity,
      lot: `${depot}.${version}`,
      source: given.fund
        ? { kind: 'purchase', fund: given.fund }
        : { kind: 'donation', donor: { name: '某饮料公司', kind: 'organisation' } },
      receiptNumber: `R-${version}`,
      receivedOn: '2025-06-20',
      ...(expiresOn && { expiresOn }),
    },
  }
}
