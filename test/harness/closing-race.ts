import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { SimulatedClock } from '@welfare/process/clock.ts'
import { expect } from 'vitest'
import type { Answer, Api } from './api.ts'

export const ofJuly = '2025-07-31'
const writers = 64

/** A ledger whose July is closed on the 2nd of August while 64 people enter papers of July. */
export interface ClosingRace {
  readonly july: { readonly closed: { readonly throughSequence: number; readonly root: string } }
  /** Of gifts that were entered meanwhile. */
  readonly answers: readonly Answer[]
  readonly events: readonly SequencedEvent[]
  donate(fund: string, receivedOn?: string): Promise<Answer>
}

export interface RacedLedger {
  readonly api: Api
  readonly clock: SimulatedClock
  everything(): Promise<readonly SequencedEvent[]>
}

/** @param funds that are given to */
export async function raceClosing(
  { api, clock, everything }: RacedLedger,
  funds: readonly string[],
): Promise<ClosingRace> {
  let receipts = 0
  const donate: ClosingRace['donate'] = (fund, receivedOn) => {
    receipts += 1
    const donor = { kind: 'organisation', name: '某企业' }
    const said = receivedOn === undefined ? {} : { receivedOn, lateEntry: { reason: '单据晚到' } }
    const body = { receiptNumber: `R-${receipts}`, donor, amountFen: 1_000, ...said }
    return api.send({ method: 'POST', path: `/v1/funds/${fund}/donations`, body })
  }
  await Promise.all(funds.map((fund) => donate(fund)))
  clock.advanceTo(new Date('2025-08-02T10:00:00+08:00'))
  const proposed = await closeMonth(api, '2025-07')
  expect(proposed).toMatchObject({ status: 202, body: { kind: 'month-closing' } })
  let isClosed = false
  const writing = Array.from({ length: writers }, async (_, index) => {
    const answers: Answer[] = []
    for (let round = 0; !isClosed || round < 3; round += 1)
      answers.push(await donate(funds[index % funds.length] ?? '', ofJuly))
    return answers
  })
  expect(await approveClosing(api, proposed)).toMatchObject({ status: 201 })
  const last = async () => (await api.get('/v1/periods')).items[0]
  await expect.poll(async () => (await last()).status, { timeout: 40_000 }).toBe('closed')
  isClosed = true
  const answers = (await Promise.all(writing)).flat()
  return { july: await last(), answers, events: await everything(), donate }
}

export function closeMonth(api: Api, month: string, actor = 'officer/chief'): Promise<Answer> {
  return api.send({ method: 'POST', path: `/v1/periods/${month}/closing`, body: {}, actor })
}

export function approveClosing(api: Api, { body }: Answer, actor = 'approver/head'): Promise<Answer> {
  return api.send({ method: 'POST', path: `/v1/proposals/funds/${body.proposal}/approval`, body: {}, actor })
}

export async function openFunds(api: Api): Promise<string[]> {
  const funder = { name: '虚构市总工会', kind: 'union' }
  const open = (_: unknown, index: number) =>
    api.post('/v1/funds', { name: `专项${index}`, division: '632701', funder })
  return (await Promise.all(Array.from({ length: 8 }, open))).map(({ id }) => id)
}

/** None was refused, none above the month's last sequence counts in it, and papers keep their day. */
export function expectNothingLate({ july: { closed }, answers, events }: ClosingRace): void {
  expect(answers.filter(({ status }) => status !== 201)).toEqual([])
  const isBefore = ({ sequence }: SequencedEvent) => sequence <= closed.throughSequence
  expect(events.filter((event) => isBefore(event) && isOfJuly(event)).length).toBeGreaterThan(8)
  const after = events.filter((event) => !isBefore(event))
  expect(after.filter(isOfJuly)).toEqual([])
  const given = after.filter(({ type }) => type === 'DonationReceived')
  expect(given.length).toBeGreaterThanOrEqual(writers)
  for (const { data, metadata } of given)
    expect([data.receivedOn, metadata.paperDay, metadata.accountingDate]).toEqual([ofJuly, ofJuly, '2025-08-01'])
}

export function isOfJuly({ metadata }: SequencedEvent): boolean {
  return String(metadata.accountingDate) < '2025-08-01'
}
