import { rmSync } from 'node:fs'
import { type Profiler, Session } from 'node:inspector/promises'
import { relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createSimulatedClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { openLedger } from '../../services/standalone/src/compose.ts'
import { createAccounts } from '../harness/accounts.ts'
import { type Answer, type Api, createApi } from '../harness/api.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

/**
 * `node test/architecture/walk.ts redeemMeal` prints the files of this project whose functions ran between a request
 * and its answer: in one process that has answered such requests before, in the thread that answers. What ran every
 * time belongs to the request; what ran at times, or while nobody asked, belongs to what else the process does.
 */
const ROUNDS = 20
const WARM_UPS = 20
const QUIET_MS = 50
const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
const root = fileURLToPath(new URL('../..', import.meta.url))

const walks: Readonly<Record<string, (api: Api) => Promise<() => Promise<Answer>>>> = {
  async redeemMeal(api) {
    const meals = await prepareMeals(api, { workers: 1, windows: [window], fundsFen: [20_000] })
    await importRoster(api, meals.programme, await rosterFile(1))
    await issue(api, meals.programme)
    const [card] = await listCards(api, meals.programme)
    const [merchant] = meals.merchants
    const path = `/v1/vouchers/${card?.code}/redemptions`
    return () =>
      api.send({ method: 'POST', path, body: { merchant, amountFen: 100 }, actor: `merchant-till/till-1@${merchant}` })
  },
  async recordDonation(api) {
    const funder = { name: '虚构出资方', kind: 'union' }
    const fund = await api.post('/v1/funds', { name: '虚构资金', division: '632701', funder })
    let ordinal = 0
    return () => {
      ordinal += 1
      const donor = { kind: 'organisation', name: funder.name }
      const body = { receiptNumber: `W-${ordinal}`, donor, amountFen: 100 }
      return api.send({ method: 'POST', path: `/v1/funds/${fund.id}/donations`, body })
    }
  },
}

const ranIn = (scripts: readonly Profiler.ScriptCoverage[]) =>
  scripts.flatMap(({ url, functions }) =>
    functions
      .filter(({ ranges }) => ranges.some(({ count }) => count > 0))
      .map(({ ranges: [range] }) => ({ url, name: `${url}:${range?.startOffset}` })),
  )
const fileOf = ({ url }: { readonly url: string }) =>
  url.startsWith('file:') ? relative(root, fileURLToPath(url)) : ''
const isOfProduct = (file: string) => /^(services|shared)\//.test(file)

const prepare = walks[process.argv[2] ?? '']
if (!prepare) {
  process.stderr.write(`Which one: ${Object.keys(walks).join(', ')}?\n`)
  process.exit(2)
}
const rounds = await walk(prepare)
const timesByFile = Map.groupBy(rounds.flat(), (file) => file)
const ran = (isAsked: (times: number) => boolean) =>
  [...timesByFile].filter(([, times]) => isAsked(times.length)).map(([file]) => file)
const always = ran((times) => times === ROUNDS).sort()
const sometimes = ran((times) => times < ROUNDS).sort()
for (const file of always) process.stdout.write(`${file}\n`)
process.stdout.write(`\n${always.length} files ran in each of ${ROUNDS} requests.\n`)
if (sometimes.length > 0) process.stdout.write(`${sometimes.length} ran in some: ${sometimes.join(', ')}\n`)

async function walk(prepare: (api: Api) => Promise<() => Promise<Answer>>): Promise<string[][]> {
  const folder = temporaryFolder('welfare-walk-')
  const clock = createSimulatedClock({ startAt: new Date('2025-07-02T02:00:00Z') })
  const ledger = await openLedger({ dataFolder: folder, clock, logger: createLogger({ level: 'silent' }) })
  const session = new Session()
  session.connect()
  try {
    const accounts = createAccounts((account) => ledger.identity.issueToken(account))
    const { url } = await ledger.serve({ host: '127.0.0.1', port: 0 })
    const request = await prepare(createApi(url, accounts))
    for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) await succeed(request)
    await session.post('Profiler.enable')
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
    const take = async () => ranIn((await session.post('Profiler.takePreciseCoverage')).result)
    const byItself = new Set<string>()
    const rounds: { readonly url: string; readonly name: string }[][] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      // Followers of what was recorded before have gone by.
      await delay(QUIET_MS)
      await take()
      await delay(QUIET_MS)
      for (const { name } of await take()) byItself.add(name)
      await succeed(request)
      rounds.push(await take())
    }
    const files = (round: (typeof rounds)[number]) =>
      new Set(
        round
          .filter(({ name }) => !byItself.has(name))
          .map(fileOf)
          .filter(isOfProduct),
      )
    return rounds.map((round) => [...files(round)])
  } finally {
    session.disconnect()
    await ledger.close()
    rmSync(folder, { recursive: true })
  }
}

async function succeed(request: () => Promise<Answer>): Promise<void> {
  const { status, body } = await request()
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`)
}
