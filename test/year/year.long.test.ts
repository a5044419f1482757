import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pipeline } from 'node:stream/promises'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { verifyDataFolder } from '@welfare/verifier/verify-data-folder.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSeededRandom, type Random } from '../../services/standalone/src/demo/seeded-random.ts'
import { listAll } from '../harness/api.ts'
import { breachesAtRest, breachesOfControls } from '../harness/controls.ts'
import { checkBooks, compareOutsideBooks, missingPrograms } from '../harness/outside-books.ts'
import { recompute } from '../harness/recompute.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { counties, mealsEachMorning, mornings, prefecture, seed, shopsEach, workersEach } from './plan.ts'
import { playYear, type Year } from './play.ts'

const LIMIT_MS = 1_800_000
const LATE = 4
/** A verdict keeps 100 misfits of one check, and an altered event may be several. */
const TOLD_AT_ONCE = 30
const HASH_BYTES = 32
const missing = missingPrograms()
let year: Year | undefined
let log: readonly SequencedEvent[]

beforeAll(async () => {
  year = await playYear()
  log = await readLog(year)
}, LIMIT_MS)
afterAll(() => year?.ledger.close())

test(`${mealsEachMorning * mornings.length} breakfasts of ${workersEach * counties.length} workers at ${shopsEach * counties.length} sites on ${mornings.length} mornings (seed ${seed})`, async () => {
  const meals = log.filter(({ type }) => type === 'MealRedeemed')
  expect(meals).toHaveLength((mealsEachMorning + LATE) * mornings.length)
  expect(new Set(meals.map(({ stream }) => stream)).size).toBeGreaterThan(workersEach * counties.length * 0.99)
  expect(new Set(meals.map(({ data }) => data.merchant)).size).toBe(shopsEach * counties.length)
  expect((await played().ledger.api.get('/v1/years')).items[0]).toMatchObject({ year: '2025', status: 'closed' })
})

test('each shop was paid, by the bank’s own paper, what was eaten there less what was taken back and waived; nothing is open', async () => {
  const { towns, bank, tallies, ledger } = played()
  const wrong = towns.flatMap(({ division, shops, payer }) =>
    shops.flatMap(({ merchant }, place) => {
      const { eatenFen, undoneFen, waivedFen } = tallies.get(merchant) ?? { eatenFen: 0, undoneFen: 0, waivedFen: 0 }
      const payee = payer === undefined ? `0000990001${division}${String(place + 1).padStart(3, '0')}` : merchant
      const paidFen = -sum(bank.lines.filter((line) => line.payee === payee).map(({ amountFen }) => amountFen))
      return paidFen === eatenFen - undoneFen - waivedFen ? [] : [{ merchant, paidFen, eatenFen, undoneFen, waivedFen }]
    }),
  )
  expect(wrong).toEqual([])
  const { total } = await ledger.api.get('/v1/budget?by=fund')
  expect(total.balances).toMatchObject({ payableFen: 0, claimedFen: 0, disputedFen: 0, transitFen: 0 })
})

test('what the bank’s files move on an account on a day is what the books do', async () => {
  const { bank, ledger } = played()
  const theirs = new Map<string, number>()
  for (const { account, day, amountFen } of bank.lines) add(theirs, `${account} ${day}`, amountFen)
  const ours = new Map<string, number>()
  for (const account of ['bank', 'quota'])
    for (const leg of await listAll(ledger.api, `/v1/journal?account=${account}`, 'legs'))
      if (leg.type !== 'DirectPaymentGranted')
        add(ours, `${leg.bankAccount ?? leg.payer} ${leg.accountingDate}`, leg.amount)
  expect(new Map([...ours].sort())).toEqual(new Map([...theirs].sort()))
})

test(
  'the controls hold at every event, and at rest',
  () => {
    expect([...breachesOfControls(log), ...breachesAtRest(log), ...misfitsOfSettlement(log)]).toEqual([])
  },
  LIMIT_MS,
)

describe.concurrent('outside programs', () => {
  test(
    'recompute every balance from the journal at 50 moments, and by day on 20',
    async () => {
      const { exitCode, text } = await recompute(played().ledger.api, 50, 20)
      expect(text).toContain(': 0 differences')
      expect(exitCode).toBe(0)
    },
    LIMIT_MS,
  )

  test.skipIf(missing.length > 0).each(['hledger', 'beancount'] as const)(
    `find every balance of the whole, and each union's books sound: %s${missing.length > 0 ? `: left out, no ${missing.join(', ')} here` : ''}`,
    async (program) => {
      const { differences, events } = await compareOutsideBooks(readText, program, saveFile, [
        'budget',
        'money',
        'goods',
      ])
      expect(differences).toEqual([])
      expect(events).toBeGreaterThan(mealsEachMorning * mornings.length)
      for (const union of [prefecture, ...counties])
        await checkBooks(program, await readText(`/v1/journal.${program}?union=${union}`))
    },
    LIMIT_MS,
  )
})

test(
  'the closed folder verifies; of 60 bytes altered in events, metadata and tiles each is named',
  async () => {
    const { ledger } = played()
    const key = (await ledger.api.get('/log/keys')).split('\n')[0]
    await ledger.api.get('/v1/budget')
    await ledger.api.get(`/v1/log/inclusion?sequence=${await ledger.head()}`, 'auditor/verifier')
    const { root } = ledger.ledger.folder
    await ledger.ledger.close()
    const verify = () => verifyDataFolder(root, { key })
    const { misfits, sequence, treeSize } = verify()
    expect(misfits).toEqual([])
    expect(treeSize).toBe(sequence)
    const random = createSeededRandom(seed)
    const tiles = join(root, 'transparency/level-0')
    const before = readFileSync(tiles)
    const hashes = distinct(TOLD_AT_ONCE, before.length / HASH_BYTES, random)
    const after = Buffer.from(before)
    for (const hash of hashes) flip(after, hash * HASH_BYTES + Math.floor(random() * HASH_BYTES), random)
    writeFileSync(tiles, after)
    const named = verify().misfits.filter(({ check }) => check === 'tiles')
    expect(new Set(named.map(({ where }) => where)).size).toBe(new Set(hashes.map((hash) => hash >> 8)).size)
    writeFileSync(tiles, before)
    const events = distinct(TOLD_AT_ONCE, sequence, random).map((index) => index + 1)
    alterEvents(join(root, 'log/ledger.sqlite'), events, random)
    const told = new Set(verify().misfits.map(({ event }) => event?.sequence))
    expect(events.filter((one) => !told.has(one))).toEqual([])
  },
  LIMIT_MS,
)

/** One byte of each, of data and metadata by turns. */
function alterEvents(file: string, sequences: readonly number[], random: Random): void {
  const database = new DatabaseSync(file)
  const read = database.prepare('SELECT data, metadata FROM events WHERE position = ?')
  for (const [nth, position] of sequences.entries()) {
    const column = nth % 2 === 0 ? 'data' : 'metadata'
    const bytes = Buffer.from(String(read.get(position)?.[column]))
    flip(bytes, Math.floor(random() * bytes.length), random)
    database.prepare(`UPDATE events SET ${column} = CAST(? AS TEXT) WHERE position = ?`).run(bytes, position)
  }
  database.close()
}

function flip(bytes: Buffer, at: number, random: Random): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 + Math.floor(random() * 255))
}

function distinct(amount: number, below: number, random: Random): number[] {
  const chosen = new Set<number>()
  while (chosen.size < amount) chosen.add(Math.floor(random() * below))
  return [...chosen]
}

async function readLog({ ledger }: Year): Promise<SequencedEvent[]> {
  const events: SequencedEvent[] = []
  for (;;) {
    const after = events.at(-1)
    const page = await ledger.ledger.store.readAll({ limit: 10_000, ...(after && { after: after.position }) })
    events.push(...page)
    if (page.length < 10_000) return events
  }
}

async function readText(path: string): Promise<string> {
  const body = await played().ledger.api.get(path, 'auditor/outside')
  return typeof body === 'string' ? body : JSON.stringify(body)
}

async function saveFile(path: string, file: string): Promise<void> {
  const { api } = played().ledger
  const headers = { authorization: `Bearer ${await api.tokenOf('auditor/outside')}` }
  const { ok, body } = await fetch(`${api.url}${path}`, { headers })
  if (!ok || !body) throw new Error(`${path} was not answered`)
  await pipeline(body, createWriteStream(file))
}

function played(): Year {
  if (!year) throw new Error('the year was not played')
  return year
}

function add(sums: Map<string, number>, key: string, amountFen: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amountFen)
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
