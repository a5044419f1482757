import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedHistory, serveHistory } from '../exports/served-history.fixture.ts'
import { idOf } from '../history.fixture.ts'
import { projectionLimits } from '../limits.ts'
import { history, programme, published } from './public-history.fixture.ts'

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
