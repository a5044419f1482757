import { mkdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { createApi, inParallel } from '../harness/api.ts'
import { accountsIn, serve } from '../harness/ledger-process.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'

export interface TillsLoad {
  readonly tills: number
  readonly seconds: number
  /** One round each: how often a guest comes to each till. */
  readonly guestEverySeconds: readonly number[]
}

const MEAL_FEN = 100

/**
 * What a guest waits for at the counter, the phone and its line apart: looking up a card and confirming the meal over HTTP, at a ledger of its own process,
 * with many tills that are signed in. A guest comes when one is due, whether or not the one before is done.
 */
export async function benchTills(folder: string, load: TillsLoad): Promise<string> {
  mkdirSync(folder)
  const ledger = await serve(folder)
  try {
    const api = createApi(ledger.url, accountsIn(folder))
    const guest = await openCounter(api, load)
    const rows: string[] = []
    for (const every of load.guestEverySeconds) {
      const took = await round(guest, load, every)
      for (const part of ['look', 'confirm', 'both'] as const) {
        const sorted = took.map((one) => one[part]).toSorted((left, right) => left - right)
        const at = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN).toFixed(1)
        rows.push(`| ${every} s | ${took.length} | ${part} | ${at(0.5)} | ${at(0.99)} | ${at(1)} |`)
      }
    }
    const head = '| a guest every | guests | | p50 | p99 | highest |\n| --- | --- | --- | --- | --- | --- |'
    return `Milliseconds over HTTP, ${load.tills} tills, ${load.seconds} s a round.\n\n${head}\n${rows.join('\n')}`
  } finally {
    await ledger.end('SIGTERM')
  }
}

interface Took {
  readonly look: number
  readonly confirm: number
  readonly both: number
}

type Guest = (till: number) => Promise<Took>

async function openCounter(api: ReturnType<typeof createApi>, load: TillsLoad): Promise<Guest> {
  const today = shanghaiDay(new Date())
  const guests = load.guestEverySeconds.reduce((sum, every) => sum + Math.ceil((load.tills * load.seconds) / every), 0)
  const people = 2_000
  const creditFen = MEAL_FEN * (Math.ceil(guests / people) + 1)
  const windows = [{ window: 'bench', from: today, until: today, creditFen }]
  const plan = { workers: people, windows, fundsFen: [creditFen * people], rules: { quota: {} } }
  const { programme, merchants } = await prepareMeals(api, plan)
  await importRoster(api, programme, await rosterFile(people))
  await issue(api, programme)
  const cards = await listCards(api, programme)
  const [merchant = ''] = merchants
  const tokens = await inParallel(Array.from({ length: load.tills }), 4, (_, till) =>
    api.tokenOf(`merchant-till/till-${till}@${merchant}`),
  )
  let served = 0
  return async (till) => {
    const { code } = cards[served % cards.length] ?? { code: '' }
    served += 1
    const authorization = `Bearer ${tokens[till]}`
    const beganMs = performance.now()
    await answered(await fetch(`${api.url}/v1/vouchers/${code}?merchant=${merchant}`, { headers: { authorization } }))
    const lookedMs = performance.now()
    const body = JSON.stringify({ merchant, amountFen: MEAL_FEN, tappedOn: today })
    const headers = {
      authorization,
      'content-type': 'application/json',
      'idempotency-key': `guest-${served}-${till}-meal`,
    }
    await answered(await fetch(`${api.url}/v1/vouchers/${code}/redemptions`, { method: 'POST', headers, body }))
    const doneMs = performance.now()
    return { look: lookedMs - beganMs, confirm: doneMs - lookedMs, both: doneMs - beganMs }
  }
}

async function answered(response: Response): Promise<void> {
  const text = await response.text()
  if (!response.ok) throw new Error(`a guest was sent away: ${response.status} ${text}`)
}

async function round(guest: Guest, { tills, seconds }: TillsLoad, every: number): Promise<Took[]> {
  const took: Promise<Took>[] = []
  const beganMs = performance.now()
  const due = Math.floor((tills * seconds) / every)
  for (let count = 0; count < due; count += 1) {
    const waitMs = beganMs + (count * every * 1_000) / tills - performance.now()
    if (waitMs > 0) await delay(waitMs)
    const one = guest(count % tills)
    // Who was sent away is told of at the end, not by the end of the process.
    one.catch(() => undefined)
    took.push(one)
  }
  return Promise.all(took)
}
