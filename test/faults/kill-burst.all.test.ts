import { expect, test } from 'vitest'
import { inParallel, listAll, XLSX } from '../harness/api.ts'
import { type Card, importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { recompute } from '../harness/recompute.ts'
import { ledgerToKill, open } from './killed-ledger.fixture.ts'

const CLIENTS = 64
const MEAL_FEN = 100

const ledger = ledgerToKill()

test('bursts of redemptions cut by kill -9: what was acknowledged is there once, what was not ends as one', async () => {
  await ledger.begin('kill-burst-')
  const plan = {
    workers: 120,
    windows: [{ window: 'now', ...open, creditFen: 40_000 }],
    fundsFen: [3_000_000, 1_800_000],
  }
  const { programme, merchants } = await prepareMeals(ledger.api, plan)
  await importRoster(ledger.api, programme, await rosterFile(plan.workers))
  await issue(ledger.api, programme)
  const cards = await listCards(ledger.api, programme)
  const told = new Map<string, string>()
  const keys: string[] = []

  for (const [burst, killAfter] of [40, 150, 300].entries()) {
    const ofBurst = Array.from({ length: 600 }, (_, index) => `burst-${burst}-meal-${index}`)
    const acknowledged = await redeemUntilKilled(ofBurst, cards, merchants, killAfter)
    for (const [key, id] of acknowledged) told.set(key, id)
    keys.push(...ofBurst)
    await ledger.start()
    // Those that were on their way may have happened or not; the client that does not know asks again, with the same key.
    const answers = await inParallel(ofBurst, CLIENTS, (key) => redeem(key, cards, merchants))
    for (const [index, answer] of answers.entries()) {
      const key = ofBurst[index] ?? ''
      expect(answer).toMatchObject({ status: 201 })
      expect(told.get(key) ?? answer.body.id).toBe(answer.body.id)
      told.set(key, answer.body.id)
    }
  }

  expect(new Set(told.values()).size).toBe(keys.length)
  expect(await redemptionsInJournal()).toEqual([...told.values()].sort())
  const { total } = await ledger.api.get('/v1/budget?by=fund')
  expect(total.balances).toMatchObject({ usedFen: keys.length * MEAL_FEN, payableFen: keys.length * MEAL_FEN })
  expect(await recompute(ledger.api, 5)).toMatchObject({ exitCode: 0 })
}, 90_000)

/** Clients that redeem until the ledger is gone. Returns the ids that were acknowledged, by key. */
async function redeemUntilKilled(
  keys: readonly string[],
  cards: readonly Card[],
  merchants: readonly string[],
  killAfter: number,
): Promise<Map<string, string>> {
  const acknowledged = new Map<string, string>()
  let ending: Promise<void> | undefined
  await inParallel(keys, CLIENTS, async (key) => {
    if (ending) return
    try {
      const answer = await redeem(key, cards, merchants)
      if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
      acknowledged.set(key, answer.body.id)
    } catch (error) {
      // A connection that was cut; anything else is a fault of the ledger.
      if (!ending || !(error instanceof TypeError || error instanceof SyntaxError)) throw error
    }
    if (acknowledged.size >= killAfter) ending ??= ledger.end('SIGKILL')
  })
  await ending
  expect(acknowledged.size).toBeGreaterThanOrEqual(killAfter)
  expect(acknowledged.size).toBeLessThan(keys.length)
  return acknowledged
}

function redeem(key: string, cards: readonly Card[], merchants: readonly string[]) {
  const ordinal = Number(key.split('-').at(-1))
  return ledger.api.send({
    method: 'POST',
    path: `/v1/vouchers/${cards[ordinal % cards.length]?.code}/redemptions`,
    actor: `merchant-till/till-1@${merchants[0]}`,
    key,
    body: { merchant: merchants[0], amountFen: MEAL_FEN },
  })
}

async function redemptionsInJournal(): Promise<string[]> {
  const legs = await listAll(ledger.api, '/v1/journal?account=used&book=budget', 'legs')
  const ids = legs
    .filter(({ eventType }) => eventType === 'MealRedeemed')
    .map(({ stream, version }) => `${stream}.${version}`)
  return [...new Set(ids)].sort()
}

const WORKERS = 500
const CREDIT_FEN = 4_000

test('kill -9 while 500 vouchers are issued: the job ends after the restart, and nothing stays committed', async () => {
  await ledger.begin('kill-issuance-')
  const windows = ['on-its-way', 'accepted', 'first-part', 'half-of-the-wallets'].map((window) => ({
    window,
    ...open,
    creditFen: CREDIT_FEN,
  }))
  const plan = { workers: WORKERS, windows, fundsFen: [5_000_001, 2_999_999] }
  const { programme } = await prepareMeals(ledger.api, plan)
  await importRoster(ledger.api, programme, await rosterFile(WORKERS))
  const killWhen: Record<string, (ordered: Promise<{ body: { id: string } }>) => Promise<unknown>> = {
    'on-its-way': async () => undefined,
    accepted: (ordered) => ordered,
    'first-part': async (ordered) => jobReaches((await ordered).body.id, 1),
    'half-of-the-wallets': async (ordered) => ledgerGrows(WORKERS / 2, await ordered),
  }
  for (const [index, { window }] of windows.entries()) {
    const round = await ledger.api.post(`/v1/programmes/${programme}/rounds`, { name: window, windows: [window] })
    const order = {
      method: 'POST',
      path: `/v1/programmes/${programme}/issuances`,
      body: { round: round.id },
      key: `order-${window}`,
    }
    const ordered = ledger.api.send(order)
    const outcome = ordered.catch(() => undefined)
    await killWhen[window]?.(ordered)
    await ledger.killAndStart()
    await outcome
    const repeated = await ledger.api.send(order)
    expect(repeated).toMatchObject({ status: 202 })
    const job = await ledger.api.finishJob(repeated.body.id)
    expect(job).toMatchObject({
      status: 'done',
      result: { workers: WORKERS, issuedFen: WORKERS * CREDIT_FEN, skipped: 0 },
    })
    const { total } = await ledger.api.get('/v1/budget?by=fund')
    expect(total.balances).toMatchObject({ committedFen: 0, issuedFen: (index + 1) * WORKERS * CREDIT_FEN })
  }
  const cards = await listCards(ledger.api, programme)
  expect(new Set(cards.map(({ worker }) => worker)).size).toBe(WORKERS)
  expect(cards).toHaveLength(WORKERS)
  const looked = await inParallel(cards.slice(0, 100), 16, ({ code }) =>
    ledger.api.get(`/v1/vouchers/${code}`, 'officer/test'),
  )
  expect(looked.map(({ balanceFen, credits }) => [balanceFen, credits.length])).toEqual(
    looked.map(() => [windows.length * CREDIT_FEN, windows.length]),
  )
  expect(await recompute(ledger.api, 5)).toMatchObject({ exitCode: 0 })
}, 90_000)

test('kill -9 while a roster of 500 is imported: the job ends after the restart, everybody is there once', async () => {
  await ledger.begin('kill-import-')
  const plan = { workers: 0, windows: [{ window: 'now', ...open, creditFen: 1 }], fundsFen: [1] }
  const { programme } = await prepareMeals(ledger.api, plan)
  const killWhen: ((sent: Promise<{ body: { id: string } }>) => Promise<unknown>)[] = [
    async () => undefined,
    (sent) => sent,
    async (sent) => ledgerGrows(WORKERS, await sent),
  ]
  for (const [index, reached] of killWhen.entries()) {
    const upload = {
      method: 'POST',
      path: `/v1/programmes/${programme}/roster`,
      body: await rosterFile(WORKERS, index * WORKERS),
      key: `roster-${index}`,
      headers: { 'content-type': XLSX },
    }
    const sent = ledger.api.send(upload)
    const outcome = sent.catch(() => undefined)
    await reached(sent)
    await ledger.killAndStart()
    await outcome
    const repeated = await ledger.api.send(upload)
    expect(repeated).toMatchObject({ status: 202 })
    const job = await ledger.api.finishJob(repeated.body.id)
    expect(job).toMatchObject({ status: 'done', result: { counts: { new: WORKERS, duplicate: 0, error: 0 } } })
    const people = await listAll(ledger.api, `/v1/programmes/${programme}/roster`, 'items')
    expect(new Set(people.map(({ worker }) => worker)).size).toBe((index + 1) * WORKERS)
    expect(people).toHaveLength((index + 1) * WORKERS)
  }
  expect(await recompute(ledger.api, 3)).toMatchObject({ exitCode: 0 })
}, 90_000)

async function jobReaches(id: string, done: number): Promise<void> {
  for (;;) {
    const job = await ledger.api.get(`/v1/jobs/${id}`)
    if (job.status !== 'running' || job.progress.done >= done) return
  }
}

/** Until so many events more have been recorded, counted from where the ledger is once `answered` is there. */
async function ledgerGrows(events: number, answered: unknown): Promise<void> {
  expect(answered).toMatchObject({ status: 202 })
  const read = async (): Promise<number> => (await ledger.api.get('/v1/journal?limit=1')).sequence
  const until = (await read()) + events
  while ((await read()) < until);
}
