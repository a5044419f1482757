import { createHash } from 'node:crypto'
import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeBundle } from '../../services/standalone/src/bundles/bundle-writer.ts'
import { createApiClient } from '../../services/standalone/src/cli/api-client.ts'
import { runCli } from '../../services/standalone/src/cli/cli-process.fixture.ts'
import { type Answer, listAll } from '../harness/api.ts'
import { importRoster, rosterFile } from '../harness/meals.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'
import {
  figures,
  type Made,
  type OldAnswer,
  readAnswers,
  type ServedBooks,
  serveBooks,
  unpack,
} from './unpacked-books.fixture.ts'

/** What the demonstration's books were on the day version 1 of the postings ended; README.md says how they were made. */
const ARCHIVE = 'summer-2025-v1.tar.gz'
const TODAY = '2025-10-03T09:00:00+08:00'
const AUDITOR = 'auditor/books'

let folder: string
let made: Made
let books: ServedBooks
let answers: OldAnswer[]
let reports: OldAnswer[]

beforeAll(async () => {
  folder = temporaryFolder('stored-books-')
  made = unpack(ARCHIVE, folder)
  answers = readAnswers(join(folder, 'answers'))
  reports = readAnswers(join(folder, 'reports'))
  books = await serveBooks(join(folder, 'data'), TODAY)
}, 60_000)
afterAll(async () => {
  await books.ledger.close()
  rmSync(folder, { recursive: true })
})

/** The old code's list at `path`, all pages of it, and today's of the same moment. */
async function bothLists(
  path: string,
  name: string,
  actor: string,
): Promise<{ old: Answer['body'][]; now: Answer['body'][] }> {
  const pages = answers.filter((one) => one.path === path)
  const { at } = pages[0]?.query ?? {}
  const now: Answer['body'][] = []
  for (let cursor = ''; ; ) {
    const page = await books.api.get(`${path}?limit=500${at ? `&at=${at}` : ''}${cursor}`, actor)
    now.push(...page[name])
    if (!page.nextCursor) return { old: pages.flatMap(({ answer }) => answer[name]), now }
    cursor = `&cursor=${page.nextCursor}`
  }
}

/** A fund without money in a programme has left it: the old code went on listing it with 0. */
function withoutEmptied(answer: Answer['body']): Answer['body'] {
  if (answer.funds === undefined) return answer
  return { ...answer, funds: answer.funds.filter(({ allocatedFen }: { allocatedFen: number }) => allocatedFen > 0) }
}

function oldPaths(pattern: RegExp): string[] {
  return [...new Set(answers.map(({ path }) => path).filter((path) => pattern.test(path)))]
}

function todays({ path, query }: OldAnswer): Promise<Answer['body']> {
  return books.api.get(`${path}?${new URLSearchParams(query)}`, AUDITOR)
}

/** Every saved report at `path`: what the old code said, row by row, with today's answer to the same question. */
async function eachReport(path: string, compare: (old: Answer['body'], now: Answer['body'], query: object) => void) {
  const saved = reports.filter((one) => one.path === path)
  expect(saved.length).toBeGreaterThan(0)
  for (const one of saved) compare(one.answer, await todays(one), one.query)
}

describe('books of version 1, served by today’s code', () => {
  test('every leg of the journal is as it was: account, dimensions, amount, balance, day, document', async () => {
    const { old, now } = await bothLists('/v1/journal', 'legs', AUDITOR)
    const names = [
      ...['sequence', 'ordinal', 'book', 'account', 'commodity', 'fund', 'programme', 'batch', 'merchant', 'depot'],
      ...['consignment', 'site', 'lot', 'amount', 'balanceSigned', 'balance', 'normalSide', 'accountingDate'],
      ...['recordedAt', 'eventType', 'eventId', 'stream', 'version', 'document', 'maker', 'checker', 'poster'],
    ]
    expect(old.length).toBeGreaterThan(1_500)
    expect(figures(now, names)).toEqual(figures(old, names))
  })

  test('every entry keeps its sequence, its number, its paper, and what it takes back', async () => {
    const { old, now } = await bothLists('/v1/entries', 'entries', AUDITOR)
    const names = [
      ...['sequence', 'document', 'kind', 'eventType', 'eventId', 'stream', 'version', 'accountingDate', 'occurredAt'],
      ...['recordedAt', 'maker', 'checker', 'poster', 'receiptType', 'receiptNumber', 'receiptDate', 'lateEntry'],
      ...['reverses', 'reversedBy'],
    ]
    expect(old.length).toBeGreaterThan(400)
    expect(figures(now, names)).toEqual(figures(old, names))
  })

  test('every balance and turnover is as it was: by fund, programme, funder, division, at two moments, on five days', async () => {
    const money = [
      'granted',
      'available',
      'reserved',
      'allocated',
      'committed',
      'issued',
      'used',
      'bank',
      'donated',
      'cost',
      'payable',
    ]
    const moved = [
      'donated',
      'refunded',
      'allocated',
      'allocationReturned',
      'committed',
      'commitmentReleased',
      'issued',
      'redeemed',
      'reversed',
    ]
    const back = ['expired', 'withdrawn', 'declined', 'reversedToProgramme', 'returnedFromCredits']
    const names = [
      ...['key', 'name', 'beside.listPriceFen', 'beside.discountFen', 'beside.ownShareFen'],
      ...money.map((name) => `balances.${name}Fen`),
      ...[...moved, ...back].map((name) => `turnovers.${name}TotalFen`),
    ]
    await eachReport('/v1/budget', (old, now, query) => {
      expect({ query, rows: figures(now.rows, names) }).toEqual({ query, rows: figures(old.rows, names) })
      expect({ query, total: figures([now.total], names) }).toEqual({ query, total: figures([old.total], names) })
    })
  })

  test('coverage counts the same people, sites and kits', async () => {
    const people = ['eligible', 'issued', 'reached'].map((name) => `people.${name}`)
    const sites = ['planned', 'delivered', 'headsPlanned'].map((name) => `sites.${name}`)
    const pieces = ['commodity', 'item', 'planned', 'delivered', 'short', 'handedOut']
    await eachReport('/v1/coverage', (old, now, query) => {
      const countsOf = ({ rows, total }: Answer['body']) =>
        [...rows, total].map((row) => ({
          ...figures([row], ['key', 'name', ...people, ...sites])[0],
          // What was called covered had been delivered.
          headsDelivered: row.sites.headsDelivered ?? row.sites.headsCovered,
          kits: figures(row.kits, pieces),
          components: figures(row.components, pieces),
        }))
      expect({ query, counts: countsOf(now) }).toEqual({ query, counts: countsOf(old) })
    })
  })

  test('whoever was missing is missing still', async () => {
    const names = [
      'kind',
      'worker',
      'site',
      'window',
      'employer',
      'division',
      'trade',
      'dueOn',
      'headCount',
      'since.sequence',
    ]
    await eachReport('/v1/gaps', (old, now, query) => {
      // The list was in the order of recording; it is in that of windows and employers now.
      const inOrder = (gaps: Answer['body']) =>
        figures(gaps, names).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      expect({ query, gaps: inOrder(now.gaps) }).toEqual({ query, gaps: inOrder(old.gaps) })
    })
  })

  test('funds, gifts, allocations, budgets, programmes, cards, depots, consignments answer as they did', async () => {
    const lists = oldPaths(/^\/v1\/(programmes|funds|depots|consignments)$|\/(donations|allocations|vouchers)$/)
    expect(lists.length).toBeGreaterThan(15)
    for (const path of lists) {
      const { old, now } = await bothLists(
        path,
        'items',
        path.endsWith('/vouchers') ? 'officer/books-officer' : AUDITOR,
      )
      expect({ path, items: now }).toMatchObject({ path, items: old })
    }
    const things = answers.filter(({ path }) => /^\/v1\/(programmes|funds|depots)\/[^/]+(\/budget)?$/.test(path))
    expect(things.length).toBeGreaterThan(10)
    for (const one of things) expect(await todays(one)).toMatchObject(withoutEmptied(one.answer))
  })

  test('the tree has the root that it had', async () => {
    const checkpoints = await listAll(books.api, '/v1/log/checkpoints', 'items')
    expect(checkpoints.find(({ treeSize }) => treeSize === made.treeSize)?.rootHash).toBe(made.rootHash)
    const { old, now } = {
      old: reports[0]?.answer,
      now: await books.api.get(`/v1/budget?at=${made.treeSize}`, AUDITOR),
    }
    expect([now.ledger, now.sequence, now.rootHash]).toEqual([old.ledger, made.treeSize, made.rootHash])
  })
})

describe('what is recorded into them from now on', () => {
  test('stands beside what was there: money, meals, goods, people, and what was waiting for a second person', async () => {
    const { api } = books
    const before = await api.get('/v1/budget', AUDITOR)
    const [waiting] = (await api.get('/v1/proposals/funds', AUDITOR)).items.filter(
      ({ status }: { status: string }) => status === 'proposed',
    )
    await api.post(`/v1/proposals/funds/${waiting.id}/approval`, { note: '核对无误' }, { actor: 'approver/chair' })
    const donor = { kind: 'individual' }
    const gift = { receiptNumber: 'NEW-1', donor, amountFen: 12_345 }
    const { id: donation } = await api.post(`/v1/funds/${waiting.fund}/donations`, gift)
    await api.post(`/v1/funds/${waiting.fund}/refunds`, { donation, amountFen: 345, reason: '多付' })
    await eatAndTakeBack(waiting.programme)
    await receiveAndHandOut()
    await importRoster(api, waiting.programme, await rosterFile(2, 40))
    const after = await api.get('/v1/budget', AUDITOR)
    expect(after.total.balances.grantedFen - before.total.balances.grantedFen).toBe(12_000)
    expect(Object.values(after.total.identities)).not.toContain(false)
  })

  test('kinds of before the list stay as they are spelled, can be used further, and are offered what they mean', async () => {
    const { items } = await books.api.get('/v1/programme-kinds', AUDITOR)
    const spelled = items.filter(({ listed }: { listed: boolean }) => !listed)
    expect(figures(spelled, ['kind', 'sameAs', 'programmes'])).toEqual([
      { kind: 'cool-summer', sameAs: 'cooling', programmes: 1 },
      { kind: 'festival-meals', sameAs: 'festival-meal', programmes: 1 },
    ])
    const named = { name: '虚构第二期', kind: 'festival-meals', division: '632701', year: 2025 }
    const { id: programme } = await books.api.post('/v1/programmes', named)
    // Its donor named both spellings before there was a list.
    const { items: funds } = await books.api.get('/v1/funds?limit=500')
    const fund = funds.find(({ name }: { name: string }) => name === '虚构资金1')
    expect(fund.restriction.purposes).toEqual(['festival-meal', 'festival-meals'])
    await books.api.post(`/v1/funds/${fund.id}/allocations`, { programme, amountFen: 100 })
  })

  test('old bundle, saved reports, new bundle and data folder hold, as `welfare verify` finds', async () => {
    const bundle = join(folder, 'bundle-of-today')
    const token = await books.api.tokenOf(AUDITOR)
    await writeBundle(createApiClient({ url: books.api.url, token, key: 'stored-books' }), bundle)
    await books.ledger.close()
    const data = join(folder, 'data')
    const saved = globSync(join(folder, 'reports', '*.json')).flatMap((file) => ['--report', file])
    for (const words of [[join(folder, 'bundle'), ...saved], [bundle], ['--data', data]]) {
      const ended = await runCli(['verify', ...words, '--key', made.key, '--json'], { folder: data })
      const { holds, misfits, failure } = JSON.parse(ended.stdout || ended.stderr)
      expect({ words: words[0], exitCode: ended.exitCode, holds, misfits, failure }).toMatchObject({
        exitCode: 0,
        holds: true,
        misfits: [],
      })
    }
  }, 120_000)

  test('the copies can be thrown away: they fill again to the same figures', async () => {
    rmSync(join(folder, 'data', 'copies'), { recursive: true })
    books = await serveBooks(join(folder, 'data'), TODAY)
    await eachReport('/v1/budget', (old, now) => {
      // What began afterwards is listed too, with nothing in it.
      const known = new Set(old.rows.map(({ key }: { key: string }) => key))
      expect(now.rows.filter(({ key }: { key: string }) => known.has(key))).toMatchObject(old.rows)
    })
  }, 60_000)
})

describe('golden files', () => {
  test('of the commit that made the books are untouched: events and their postings', () => {
    const root = join(import.meta.dirname, '..', '..')
    const digests = Object.keys(made.golden).map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('hex'),
    ])
    expect(digests.length).toBeGreaterThan(70)
    expect(Object.fromEntries(digests)).toEqual(made.golden)
  })
})

/** A worker eats on a card of the old books, once too often. */
async function eatAndTakeBack(programme: string): Promise<void> {
  const { api } = books
  const { items: cards } = await api.get(`/v1/programmes/${programme}/vouchers?limit=500`)
  const { items: merchants } = await api.get(`/v1/programmes/${programme}/merchants`)
  const [merchant] = merchants
  const actor = `merchant-till/till-of-books@000000,${merchant}`
  const looks: Answer['body'][] = []
  for (const { code } of cards) looks.push({ code, ...(await api.get(`/v1/vouchers/${code}`, actor)) })
  const { code } = looks.find(({ balanceFen, refusal }) => balanceFen > 3_000 && refusal === undefined)
  const items = [{ code: 'wonton', quantity: 1 }]
  await api.post(`/v1/vouchers/${code}/redemptions`, { merchant, items }, { actor })
  const { id } = await api.post(`/v1/vouchers/${code}/redemptions`, { merchant, items }, { actor })
  await api.post(`/v1/redemptions/${id}/reversal`, { merchant, reason: '录错' }, { actor })
}

/** What was on the way when the books ended arrives. */
async function receiveAndHandOut(): Promise<void> {
  const { api } = books
  const { items } = await api.get('/v1/consignments?limit=500')
  const { id } = items.find(({ status }: { status: string }) => status === 'dispatched')
  const { dispatch } = await api.get(`/v1/consignments/${id}`)
  const [{ commodity, quantity }] = dispatch.lines
  const lines = [{ commodity, quantity }]
  const [{ id: receivedBy }] = (await api.get('/v1/workers?limit=1')).items
  await api.post(`/v1/consignments/${id}/receipt`, { receivedBy, receivedOn: '2025-10-03', lines })
  await api.post(`/v1/consignments/${id}/handouts`, { lines, heads: quantity, handedOutOn: '2025-10-03' })
}
