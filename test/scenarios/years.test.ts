import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { approveClosing, closeMonth } from '../harness/closing-race.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let application: TestLedger
let fund: string
let donations = 0
const everything = () => application.ledger.store.readAll({ limit: 100_000 })

beforeAll(async () => {
  application = await openTestLedger('2025-11-20T10:00:00+08:00')
  const funder = { name: '虚构市总工会', kind: 'union' }
  fund = (await application.api.post('/v1/funds', { name: '帮扶资金', division: '632701', funder })).id
}, 60_000)
afterAll(() => application.close())

test('a year is closed after its December, by two persons of the whole ledger', async () => {
  const first = await give(50_000)
  application.clock.advanceTo(new Date('2026-01-05T10:00:00+08:00'))
  expect(await closeYear('2025')).toMatchObject({ status: 409, body: { code: 'year-months-open', next: '2025-12' } })
  await close(await closeMonth(application.api, '2025-11'), '2025-11')
  expect(await closeYear('2025')).toMatchObject({ status: 409, body: { code: 'year-months-open', next: '2025-12' } })
  expect(await application.api.get('/v1/years/2025/before')).toMatchObject({
    months: [...Array(11).fill({ status: 'closed' }), { month: '2025-12', status: 'open' }],
    ...{ payments: [], bankLines: [], reconciliations: [] },
  })
  await close(await closeMonth(application.api, '2025-12'), '2025-12')
  // Of the new year, before the old one is closed: what is given, and what goes back of an old gift.
  await give(7_000)
  await application.api.post(`/v1/funds/${fund}/refunds`, { donation: first, amountFen: 20_000, reason: '用不完' })

  expect(await closeYear('2025', 'officer/town@632701')).toMatchObject({ status: 403 })
  const proposed = await closeYear('2025')
  expect(proposed).toMatchObject({ status: 202, body: { kind: 'year-closing' } })
  expect(await approveClosing(application.api, proposed)).toMatchObject({ status: 201 })
  await expect.poll(years, { timeout: 20_000 }).toMatchObject([{ year: '2025', status: 'closed', partsRecorded: 1 }])
  expect(await linesOf('2025')).toEqual([{ account: 'donated', fund, amountFen: 50_000 }])
})

test('closed is closed; what goes back of its gifts later lessens the year in which it goes back, below zero, too', async () => {
  expect(await closeYear('2025')).toMatchObject({ status: 409, body: { code: 'year-closed-before', last: '2025' } })
  application.clock.advanceTo(new Date('2027-01-05T10:00:00+08:00'))
  for (let month = 1; month <= 12; month += 1) {
    const name = `2026-${String(month).padStart(2, '0')}`
    await close(await closeMonth(application.api, name), name)
  }
  await close(await closeYear('2026'))
  await expect.poll(years, { timeout: 20_000 }).toMatchObject([{ year: '2026', status: 'closed' }, { year: '2025' }])
  expect(await linesOf('2026')).toEqual([{ account: 'donated', fund, amountFen: -13_000 }])
}, 60_000)

test('what closed years came to is what the ledger holds in all', async () => {
  const held = (await everything()).flatMap((event) => postings(eventCodec.decode(event), event.stream))
  const donated = held.filter(({ account }) => account === 'donated').reduce((sum, { amount }) => sum - amount, 0)
  const lines = [...(await linesOf('2025')), ...(await linesOf('2026'))]
  expect(lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(donated)
})

async function give(amountFen: number): Promise<string> {
  donations += 1
  const body = { receiptNumber: `R-${donations}`, donor: { kind: 'individual' }, amountFen }
  return (await application.api.post(`/v1/funds/${fund}/donations`, body)).id
}

function closeYear(year: string, actor = 'officer/chief'): Promise<Answer> {
  return application.api.send({ method: 'POST', path: `/v1/years/${year}/closing`, body: {}, actor })
}

async function close(proposed: Answer, month?: string): Promise<void> {
  expect(await approveClosing(application.api, proposed)).toMatchObject({ status: 201 })
  if (month === undefined) return
  const last = async () => (await application.api.get('/v1/periods')).items[0]
  await expect.poll(last, { timeout: 20_000 }).toMatchObject({ month, status: 'closed' })
}

const years = async () => (await application.api.get('/v1/years')).items

async function linesOf(year: string): Promise<readonly { account: string; fund: string; amountFen: number }[]> {
  const parts = (await everything()).filter(({ type, data }) => type === 'YearClosed' && data.year === year)
  return parts.flatMap(({ data }) => data.lines as { account: string; fund: string; amountFen: number }[])
}
