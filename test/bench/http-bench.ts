import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { createApi, inParallel } from '../harness/api.ts'
import { accountsIn } from '../harness/ledger-process.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openConnections, post } from './http-client.ts'
import { type CpuTime, cpuTimeOf } from './process-cpu.ts'
import { toSpread } from './rounds.ts'
import { spreadText } from './table.ts'

export interface HttpLoad {
  readonly rounds: number
  readonly requests: number
  readonly connections: number
  /** Checkouts of other versions to measure beside this one, each under the name of its folder. */
  readonly others: readonly string[]
}

interface Served {
  readonly name: string
  readonly child: ChildProcess
  readonly url: string
  /** The next request, as it goes over the wire. */
  next(): string
}

interface Round {
  readonly perSecond: number
  readonly cpuUs: CpuTime
}

const MEAL_FEN = 100
const people = 2_000
const tills = 64
const node = createRequire(import.meta.url).resolve('node/bin/node')

/**
 * Redemptions of tills that are signed in, over HTTP, each at a ledger of its own process with its access log, beside a bare echo of `node:http` and one of
 * express: in rounds that alternate, this program's load on the same cores.
 */
export async function benchHttp(folder: string, load: HttpLoad): Promise<string> {
  mkdirSync(folder)
  const served: Served[] = []
  try {
    served.push(await startEcho('bare'), await startEcho('express'))
    for (const [at, checkout] of [join(import.meta.dirname, '..', '..'), ...load.others].entries())
      served.push(await startLedger(checkout, join(folder, `ledger-${at}`), load))
    for (const one of served) await measure(one, load.requests / 4, load.connections)
    const rounds = new Map<Served, Round[]>(served.map((one) => [one, []]))
    for (let round = 0; round < load.rounds; round += 1)
      for (const one of round % 2 === 0 ? served : served.toReversed())
        rounds.get(one)?.push(await measure(one, load.requests, load.connections))
    return table(served, rounds)
  } finally {
    for (const { child } of served) {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'close')
    }
  }
}

async function measure({ child, url, next }: Served, requests: number, count: number): Promise<Round> {
  const { pid = 0 } = child
  const connections = await openConnections(url, count)
  const before = cpuTimeOf(pid)
  const beganMs = performance.now()
  await connections.send(requests, next)
  const tookMs = performance.now() - beganMs
  const after = cpuTimeOf(pid)
  connections.close()
  const each = (of: keyof CpuTime) => (after[of] - before[of]) / requests
  return { perSecond: (requests * 1_000) / tookMs, cpuUs: { mainThread: each('mainThread'), all: each('all') } }
}

function table(served: readonly Served[], rounds: ReadonlyMap<Served, readonly Round[]>): string {
  const [bare] = served
  const bareRounds = (bare && rounds.get(bare)) ?? []
  const rows = served.map((one) => {
    const own = rounds.get(one) ?? []
    const cells = [
      one.name,
      spreadText(toSpread(own.map(({ perSecond }) => perSecond)), 0),
      spreadText(toSpread(own.map(({ perSecond }, at) => perSecond / (bareRounds[at]?.perSecond ?? Number.NaN))), 3),
      spreadText(toSpread(own.map(({ cpuUs }) => cpuUs.mainThread)), 0),
      spreadText(toSpread(own.map(({ cpuUs }) => cpuUs.all)), 0),
    ]
    return `| ${cells.join(' | ')} |`
  })
  const head =
    '| | a second | of the bare echo | µs of its main thread | of all its threads |\n| --- | --- | --- | --- | --- |'
  return `${head}\n${rows.join('\n')}`
}

async function startEcho(kind: 'bare' | 'express'): Promise<Served> {
  const child = spawn(node, [join(import.meta.dirname, 'http-echo.child.ts'), kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await saidUrl(child)
  const body = {
    merchant: `merchant-${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`,
    amountFen: MEAL_FEN,
    tappedOn: '2025-07-25',
  }
  const request = post(
    '/v1/vouchers/7KQ2M9XHT4/redemptions',
    { authorization: 'Bearer wl_0123456789', 'idempotency-key': 'meal-000000' },
    body,
  )
  return {
    name: `${kind === 'bare' ? 'bare node:http' : 'express'}, echo`,
    child,
    url,
    next: () => request,
  }
}

async function startLedger(checkout: string, folder: string, load: HttpLoad): Promise<Served> {
  mkdirSync(folder)
  const child = spawn(node, [join(checkout, 'services/standalone/src/cli/main.ts'), 'serve', '--json'], {
    cwd: checkout,
    env: { PORT: '0', WELFARE_DATA_DIR: folder, WELFARE_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', openSync(join(folder, 'access.log'), 'a')],
  })
  const url = await saidUrl(child)
  const next = await openCounter(url, folder, load)
  return {
    name: `redemptions, ${checkout.split('/').at(-1)}`,
    child,
    url,
    next,
  }
}

async function openCounter(url: string, folder: string, { rounds, requests }: HttpLoad): Promise<() => string> {
  const api = createApi(url, accountsIn(folder))
  const today = shanghaiDay(new Date())
  const creditFen = MEAL_FEN * (Math.ceil((requests * (rounds + 1)) / people) + 1)
  const windows = [{ window: 'bench', from: today, until: today, creditFen }]
  const plan = { workers: people, windows, fundsFen: [creditFen * people], rules: { quota: {} } }
  const { programme, merchants } = await prepareMeals(api, plan)
  await importRoster(api, programme, await rosterFile(people))
  await issue(api, programme)
  const cards = await listCards(api, programme)
  const [merchant = ''] = merchants
  const tokens = await inParallel(Array.from({ length: tills }), 4, (_, till) =>
    api.tokenOf(`merchant-till/till-${till}@${merchant}`),
  )
  let served = 0
  return () => {
    const { code = '' } = cards[served % cards.length] ?? {}
    const headers = { authorization: `Bearer ${tokens[served % tills]}`, 'idempotency-key': `bench-meal-${served}` }
    served += 1
    return post(`/v1/vouchers/${code}/redemptions`, headers, { merchant, amountFen: MEAL_FEN, tappedOn: today })
  }
}

async function saidUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('a server that nobody hears')
  const [line] = await once(child.stdout, 'data')
  return JSON.parse(String(line)).url
}
