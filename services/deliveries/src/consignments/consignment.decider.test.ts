import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import { depot, fan, today, water } from '../sample.fixture.ts'
import { type ConsignmentEvent, consignmentDecider } from './consignment.decider.ts'
import {
  cancelled,
  dispatched,
  everything,
  facts,
  handOut,
  plan,
  planned,
  receipt,
  received,
  returned,
  sending,
} from './consignment-sample.fixture.ts'
import type { PlanFacts } from './plan-facts.ts'

const { given } = specify(consignmentDecider)

describe('planning', () => {
  it('plans once; the same plan is already so', () => {
    given([]).when({ type: 'PlanConsignment', plan, facts }).then([planned])
    given([planned]).when({ type: 'PlanConsignment', plan, facts }).then([])
    given([planned])
      .when({ type: 'PlanConsignment', plan: { ...plan, dueOn: '2025-07-06' }, facts })
      .then({ code: 'consignment-already-planned' })
  })
  it('refuses in this order', () => {
    const twice = { ...plan, lines: [...plan.lines, { commodity: water, quantity: 1 }] }
    const order: readonly [string, Partial<PlanFacts>][] = [
      ['depot-unknown', { depotKnown: false }],
      ['site-unknown', { siteKnown: false }],
      ['round-unknown', { round: 'unknown' }],
      ['programme-unknown', { programme: 'unknown' }],
      ['round-of-another-programme', { round: 'of-another-programme' }],
      ['programme-closed', { programme: 'closed' }],
      ['commodity-unknown', { unknownCommodity: fan }],
    ]
    for (let first = 0; first < order.length; first += 1) {
      const wrong = Object.assign(
        {},
        facts,
        ...order
          .slice(first)
          .map(([, fact]) => fact)
          .reverse(),
      )
      const code = order[first]?.[0] as 'depot-unknown'
      given([]).when({ type: 'PlanConsignment', plan: twice, facts: wrong }).then({ code })
    }
    given([]).when({ type: 'PlanConsignment', plan: twice, facts }).then({ code: 'commodity-repeated' })
  })
})

describe('acknowledging a dispatch', () => {
  const acknowledge = { type: 'AcknowledgeDispatch', ...sending } as const
  const declined = (code: string): ConsignmentEvent => ({ type: 'DispatchDeclined', data: { ...sending, code } })

  it('takes it in, once', () => {
    given([planned]).when(acknowledge).then([dispatched])
    given([planned, dispatched]).when(acknowledge).then([])
    given([planned, dispatched, received]).when(acknowledge).then([])
  })
  it('declines what was cancelled meanwhile, once', () => {
    given([planned, cancelled])
      .when(acknowledge)
      .then([declined('consignment-cancelled')])
    given([planned, cancelled, declined('consignment-cancelled')])
      .when(acknowledge)
      .then([])
  })
  it('declines a second dispatch', () => {
    given([planned, dispatched])
      .when({ ...acknowledge, dispatch: `${depot}.10` })
      .then([
        {
          type: 'DispatchDeclined',
          data: { ...sending, dispatch: `${depot}.10`, code: 'consignment-already-dispatched' },
        },
      ])
  })
  it('consignment-unknown', () => {
    given([]).when(acknowledge).then({ code: 'consignment-unknown' })
  })
})

describe('what may happen when', () => {
  const steps = {
    receive: receipt(everything),
    'hand out': handOut({}),
    return: { type: 'ReturnConsignment', day: today, reason: '拒收' },
    cancel: { type: 'CancelConsignment', reason: '改期' },
  } as const
  const phases = {
    unknown: [],
    planned: [planned],
    dispatched: [planned, dispatched],
    received: [planned, dispatched, received],
    returned: [planned, dispatched, returned],
    cancelled: [planned, cancelled],
  } as const
  it.each([
    ['unknown', 'receive', 'consignment-unknown'],
    ['unknown', 'hand out', 'consignment-unknown'],
    ['unknown', 'return', 'consignment-unknown'],
    ['unknown', 'cancel', 'consignment-unknown'],
    ['planned', 'receive', 'consignment-not-dispatched'],
    ['planned', 'hand out', 'consignment-not-dispatched'],
    ['planned', 'return', 'consignment-not-dispatched'],
    ['dispatched', 'hand out', 'consignment-not-received'],
    ['dispatched', 'cancel', 'consignment-already-dispatched'],
    ['received', 'receive', 'consignment-already-received'],
    ['received', 'return', 'consignment-already-received'],
    ['received', 'cancel', 'consignment-already-received'],
    ['returned', 'receive', 'consignment-returned'],
    ['returned', 'hand out', 'consignment-returned'],
    ['returned', 'return', 'consignment-returned'],
    ['returned', 'cancel', 'consignment-returned'],
    ['cancelled', 'receive', 'consignment-cancelled'],
    ['cancelled', 'hand out', 'consignment-cancelled'],
    ['cancelled', 'return', 'consignment-cancelled'],
    ['cancelled', 'cancel', 'consignment-cancelled'],
  ] as const)('%s: cannot %s', (phase, step, code) => {
    given(phases[phase]).when(steps[step]).then({ code })
  })
  it('returns everything that was dispatched', () => {
    given(phases.dispatched).when({ type: 'ReturnConsignment', day: today, reason: '道路中断' }).then([returned])
  })
  it('cancels what is only planned', () => {
    given(phases.planned).when(steps.cancel).then([cancelled])
  })
})
