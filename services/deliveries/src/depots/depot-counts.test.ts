import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import { depot, opened, received, sampleId, today, water } from '../sample.fixture.ts'
import { type DepotEvent, depotDecider } from './depot.decider.ts'

const { given } = specify(depotDecider)
const lot = `${depot}.2`
const reason = '点错'
const stocked = [opened, received(2, { quantity: 45 })]

/** What the depot's third event says was counted, where 45 were booked. */
function counted(quantity: number): DepotEvent {
  const found = { surplus: Math.max(0, quantity - 45), shortage: Math.max(0, 45 - quantity) }
  const lines = [{ commodity: water, lot, quantity, booked: 45, ...found }]
  return {
    type: 'StockCounted',
    data: { countedOn: today, lines, signedBy: [sampleId('worker', 1), sampleId('worker', 2)] },
  }
}
const written = (quantity: number): DepotEvent => ({
  type: 'GoodsWrittenOff',
  data: { lines: [{ commodity: water, lot, quantity }], reason },
})
const lost = (quantity: number): DepotEvent => ({
  type: 'CountLossConfirmed',
  data: { count: `${depot}.3`, lines: [{ commodity: water, lot, quantity }], reason },
})
const correctTo = (quantity: number) => ({
  type: 'CorrectStockCount' as const,
  today,
  corrects: `${depot}.3`,
  lines: [{ lot, quantity }],
  reason,
})
const corrected = (quantity: number, difference: number): DepotEvent => ({
  type: 'StockCountCorrected',
  data: {
    corrects: `${depot}.3`,
    countedOn: today,
    lines: [{ commodity: water, lot, quantity, difference }],
    reason,
  },
})

describe('correcting a count', () => {
  it.each([
    { from: 100, to: 60, by: -40 },
    { from: 100, to: 30, by: -70 },
    { from: 30, to: 60, by: 30 },
    { from: 45, to: 46, by: 1 },
  ])('of $from to $to, a surplus or not, moves $by', ({ from, to, by }) => {
    given([...stocked, counted(from)])
      .when(correctTo(to))
      .then([corrected(to, by)])
  })
  it('takes no more than still stands there', () => {
    given([...stocked, counted(100), written(90)])
      .when(correctTo(60))
      .then({ code: 'stock-insufficient' })
  })
  it('leaves the shortage that is confirmed as lost', () => {
    const facts = { lot, confirmed: 5, shortage: 0 }
    const given30 = given([...stocked, counted(30), lost(5)])
    given30.when(correctTo(60)).then({ code: 'count-loss-confirmed', facts })
    given30.when(correctTo(41)).then({ code: 'count-loss-confirmed', facts: { ...facts, shortage: 4 } })
    given30.when(correctTo(40)).then([corrected(40, 10)])
  })
})

it('a shortage is confirmed as lost from the day of its count on', () => {
  const loss = { type: 'ConfirmCountLoss' as const, count: `${depot}.3`, lines: [{ lot, quantity: 5 }], reason }
  const short = given([...stocked, counted(30)])
  short
    .when({ ...loss, day: '2025-06-30' })
    .then({ code: 'confirmed-before-count', facts: { day: '2025-06-30', countedOn: today } })
  short.when({ ...loss, day: today }).then([lost(5)])
})
