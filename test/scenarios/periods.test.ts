import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** July is closed on the 2nd of August while 64 people enter papers of July. */
let application: TestLedger
let funds: readonly string[]
const writers = 64
const lateEntry = { reason: '单据晚到' }
const ofJuly = '2025-07-31'
const chief = 'officer/chief'
let receipts = 0

beforeAll(async () => {
  application = await openTestLedger('2025-07-31T10:00:00+08:00')
  const funder = { name: '虚构市总工会', kind: 'union' }
  const open = (_: unknown, index: number) =>
    application.api.post('/v1/funds', { name: `专项${index}`, division: '632701', funder })
  funds = (await Promise.all(Array.from({ length: 8 }, open))).map(({ id }) => id)
  await Promise.all(funds.map((fund) => give(fund)))
}, 60_000)
afterAll(() => application.close())

test('a month is closed after its last day, by an officer and an approver of the whole ledger', async () => {
  expect(await close('2025-07')).toMatchObject({
    ...{ status: 409, body: { code: 'period-not-over', earliest: '2025-08-01' } },
  })
  application.clock.advanceTo(new Date('2025-08-02T10:00:00+08:00'))
  expect(await close('2025-07', 'officer/town@632701')).toMatchObject({
    status: 403,
    body: { code: 'scope-too-small' },
  })
  expect(await close('2025-07')).toMatchObject({ status: 202, body: { kind: 'month-closing' } })
})

test('while it closes, 64 people enter papers of July: all are taken, and what comes after its end counts in August', async () => {
  const [waiting] = (await application.api.get('/v1/proposals/funds', 'approver/head')).items
  let isClosed = false
  const write = async (_: unknown, index: number): Promise<Answer[]> => {
    const answers: Answer[] = []
    for (let round = 0; !isClosed || round < 3; round += 1)
      answers.push(await donate(funds[index % funds.length] ?? '', ofJuly))
    return answers
  }
  const writing = Array.from({ length: writers }, write)
  const own = await decide(waiting.id, 'approver/near@632701')
  expect(own).toMatchObject({ status: 404 })
  expect(await decide(waiting.id, 'approver/head')).toMatchObject({ status: 201 })
  await expect.poll(async () => (await july()).status, { timeout: 20_000 }).toBe('closed')
  isClosed = true
  const answers = (await Promise.all(writing)).flat()
  expect(answers.filter(({ status }) => status !== 201)).toEqual([])
  const { closed } = await july()
  const events = await everything()
  const [before, after] = [true, false].map((is) =>
    events.filter(({ sequence }) => sequence <= closed.throughSequence === is),
  )
  expect(before?.filter(isOfJuly).length).toBeGreaterThan(8)
  const given = after?.filter(({ type }) => type === 'DonationReceived')
  expect(given?.length).toBeGreaterThanOrEqual(writers)
  expect(after?.filter(isOfJuly)).toEqual([])
  // People and papers keep their day.
  for (const { data, metadata } of given ?? [])
    expect([data.receivedOn, metadata.paperDay, metadata.accountingDate]).toEqual([ofJuly, ofJuly, '2025-08-01'])
}, 60_000)

test('what July came to when it was closed is what it comes to for ever', async () => {
  const { closed } = await july()
  const then = await budgetOfJuly(`&at=${closed.throughSequence}`)
  expect(await budgetOfJuly('')).toEqual(then)
  const events = await everything()
  const [sum] = [events.filter(isOfJuly).filter(({ type }) => type === 'DonationReceived').length]
  expect(then).toMatchObject({ turnovers: { donatedTotalFen: (sum ?? 0) * 1_000 } })
})

test('closed is closed: not again, not out of order, and after a restart what is entered counts in August', async () => {
  expect(await close('2025-07')).toMatchObject({ status: 409, body: { code: 'period-closed-before', last: '2025-07' } })
  expect(await close('2025-09')).toMatchObject({ status: 409, body: { code: 'period-not-next', next: '2025-08' } })
  await application.restart()
  expect(await donate(funds[0] ?? '', ofJuly)).toMatchObject({ status: 201, body: { receivedOn: ofJuly } })
  const [last] = (await everything()).filter(({ type }) => type === 'DonationReceived').slice(-1)
  expect(last?.metadata).toMatchObject({ accountingDate: '2025-08-01', paperDay: ofJuly })
})

test('the root that a closing names is that of the tree of so many events', async () => {
  const { closed } = await july()
  const stamp = await application.ledger.transparencyLog.stampAt(closed.throughSequence)
  expect(closed.root).toBe(stamp?.rootHash)
})

function close(month: string, actor = chief): Promise<Answer> {
  return application.api.send({ method: 'POST', path: `/v1/periods/${month}/closing`, body: {}, actor })
}

function decide(proposal: string, actor: string): Promise<Answer> {
  return application.api.send({ method: 'POST', path: `/v1/proposals/funds/${proposal}/approval`, body: {}, actor })
}

async function july() {
  const [period] = (await application.api.get('/v1/periods')).items
  return period
}

async function budgetOfJuly(more: string) {
  return (await application.api.get(`/v1/budget?effective=${ofJuly}${more}`)).total
}

function give(fund: string) {
  return donate(fund, undefined)
}

function donate(fund: string, receivedOn: string | undefined): Promise<Answer> {
  receipts += 1
  const donor = { kind: 'organisation', name: '某企业' }
  const said = receivedOn === undefined ? {} : { receivedOn, lateEntry }
  const body = { receiptNumber: `R-${receipts}`, donor, amountFen: 1_000, ...said }
  return application.api.send({ method: 'POST', path: `/v1/funds/${fund}/donations`, body })
}

async function everything() {
  return application.ledger.store.readAll({ limit: 100_000 })
}

function isOfJuly({ metadata }: { readonly metadata: { readonly accountingDate?: unknown } }): boolean {
  return String(metadata.accountingDate) < '2025-08-01'
}
