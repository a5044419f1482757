import { inGroups } from '@welfare/contracts/card-code.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedHistory, serveHistory } from '../exports/served-history.fixture.ts'
import { idOf } from '../history.fixture.ts'
import { projectionLimits } from '../limits.ts'
import { fund, history, programme, published } from './public-history.fixture.ts'
import { receiptCodeOf } from './receipt-codes.ts'

let books: ServedHistory
beforeAll(async () => {
  books = await serveHistory(published(history(10)).events)
}, 90_000)
afterAll(() => books.stop())

const ask = (asked: string) => fetch(`${books.served.url}/v1/public/programmes/${asked}`)

test('who has no account reads the page of a public programme as of the day before, and keeps no copy', async () => {
  const answer = await ask(programme)
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(await answer.json()).toMatchObject({
    name: 'Meals',
    throughDay: '2026-09-30',
    treeSize: 0,
    money: { usedFen: 0 },
  })
})

test('what is not public is not there, and who asks too often waits', async () => {
  const unknown = await ask(idOf('programme', 'none'))
  expect(unknown.status).toBe(404)
  expect(await unknown.json()).toMatchObject({ code: 'public-page-unknown' })
  const asked = Array.from({ length: projectionLimits.publicReads.burst + 5 }, () => ask(idOf('programme', 'none')))
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([404, 429]))
})

test('a donor types number and code in a body; after ten wrong ones they wait, right ones do not count', async () => {
  const codeKey = new Uint8Array(32)
  const code = receiptCodeOf(codeKey, fund, 'R-1')
  const typed = (receiptNumber: string) =>
    fetch(`${books.served.url}/v1/public/gifts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ receiptNumber, code }),
    })
  for (let right = 0; right < 12; right += 1) expect((await typed('R-1')).status).toBe(200)
  expect(await (await typed('R-1')).json()).toMatchObject({ receivedFen: 30_000, treeSize: books.head })
  const wrong: number[] = []
  for (let tries = 0; tries < 12; tries += 1) wrong.push((await typed('R-9')).status)
  expect(wrong.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 404))
  expect(wrong.at(-1)).toBe(429)
  expect((await typed('R-1')).status).toBe(429)
})

test('the sheet for the donor has number, code and where both are typed', async () => {
  const sheet = await (await books.read(`/v1/printouts/gift.html?donation=${fund}.2`)).text()
  const code = inGroups(receiptCodeOf(new Uint8Array(32), fund, 'R-1'))
  for (const said of ['捐赠资金去向告知单', 'R-1', code, '/public/gift', '300.00', '50.00'])
    expect(sheet).toContain(said)
})
