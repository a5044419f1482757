import { depot, fan, fund, sampleId, site, today, water, worker } from '../sample.fixture.ts'
import type { HandOutGoods, ReceiveConsignment } from './consignment.commands.ts'
import type { ConsignmentEvent } from './consignment.decider.ts'
import type { PlanFacts } from './plan-facts.ts'

/** One consignment through its life, as this service's tests tell it. */
export const programme = sampleId('programme', 1)
export const plan = {
  programme,
  site,
  depot,
  lines: [
    { commodity: water, quantity: 10 },
    { commodity: fan, quantity: 4 },
  ],
  dueOn: '2025-07-05',
}
export const facts: PlanFacts = { depotKnown: true, siteKnown: true, programme: 'open', round: 'not-named' }
export const lines = [
  { commodity: water, lot: `${depot}.2`, quantity: 6, fund },
  { commodity: water, lot: `${depot}.3`, quantity: 4 },
  { commodity: fan, lot: `${depot}.4`, quantity: 4 },
]
export const sending = { dispatch: `${depot}.9`, depot, lines }
export const planned: ConsignmentEvent = { type: 'ConsignmentPlanned', data: plan }
export const dispatched: ConsignmentEvent = { type: 'ConsignmentDispatched', data: sending }
export const cancelled: ConsignmentEvent = { type: 'ConsignmentCancelled', data: { reason: '改期' } }
export const returned: ConsignmentEvent = {
  type: 'ConsignmentReturned',
  data: { programme, site, depot, lines, reason: '道路中断' },
}
export const receipt = (
  stated: ReceiveConsignment['lines'],
  more: Partial<ReceiveConsignment> = {},
): ReceiveConsignment => ({
  type: 'ReceiveConsignment',
  today,
  day: today,
  receivedBy: worker,
  receivedOn: today,
  lines: stated,
  ...more,
})
export const allWater = { commodity: water, quantity: 10 }
export const allFans = { commodity: fan, quantity: 4 }
export const everything = [allWater, allFans]
export const received: ConsignmentEvent = {
  type: 'ConsignmentReceived',
  data: {
    programme,
    site,
    depot,
    receivedBy: worker,
    receivedOn: today,
    lines: lines.map((line) => ({ ...line, shortQuantity: 0, refusedQuantity: 0 })),
  },
}
export const handOut = (more: Partial<HandOutGoods>): HandOutGoods => ({
  type: 'HandOutGoods',
  today,
  day: today,
  expiries: {},
  lines: [{ commodity: water, quantity: 8 }],
  workers: [worker],
  heads: 7,
  handedOutOn: today,
  ...more,
})
