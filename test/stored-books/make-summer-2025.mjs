/**
 * Makes the stored books `summer-2025-v1.tar.gz`; README.md says when and how. It runs the code of another work tree than the one it lies
 * in, so it is plain JavaScript: today's types say nothing about that code.
 *
 *   node test/stored-books/make-summer-2025.mjs OLD_WORK_TREE NEW_FOLDER
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { saveAnswers } from './save-answers.mjs'
import { storyScenes } from './story.mjs'

/** The demonstration stops here: two festivals' credits are out, one of them not begun. */
const END = '2025-10-02T20:30:00+08:00'

const [oldTree, target] = process.argv.slice(2).map((path) => resolve(path))
const old = (path) => import(join(oldTree, path))
mkdirSync(target, { recursive: true })
const data = join(target, 'data')

const scenario = await old('infra/scenarios/summer-2025.ts')
shorten(scenario)
const { openLedger } = await old('services/standalone/src/compose.ts')
const { createSimulatedClock } = await old('shared/service-kit/src/clock.ts')
const { createLogger } = await old('shared/service-kit/src/logger.ts')
const { shanghaiDay } = await old('shared/service-kit/src/shanghai-days.ts')
const { dataFolder } = await old('shared/service-kit/src/data-folder.ts')
const { writeRoster } = await old('services/registry/src/spreadsheet/roster-writer.ts')
const demo = 'services/standalone/src/demo'
const { openDemoAccounts } = await old(`${demo}/accounts.ts`)
const { createPublicApi, OPERATOR } = await old(`${demo}/public-api.ts`)
const { createSeededRandom } = await old(`${demo}/seeded-random.ts`)
const { festivalMealScenes } = await old(`${demo}/festival-meals.ts`)
const { breakfastScenes } = await old(`${demo}/breakfasts.ts`)
const { coolingScenes } = await old(`${demo}/cooling.ts`)
const { inventPeople } = await old(`${demo}/people.ts`)
const stage = await old(`${demo}/stage.ts`)
const { writeDemoState } = await old(`${demo}/demo-clock.ts`)

const clock = createSimulatedClock({ startAt: new Date(scenario.scenarioStart) })
const ledger = await openLedger({ dataFolder: data, clock, logger: createLogger({ level: 'warn' }) })
const server = await ledger.serve({ host: '127.0.0.1', port: 0 })
const accounts = await openDemoAccounts(ledger.identity)
const operator = ledger.identity.localToken('auditor')
const api = createPublicApi(server.url, (account) => (account === OPERATOR ? operator : accounts.tokenOf(account)))
const pass = (seconds) => clock.advanceTo(new Date(clock.now().getTime() + seconds * 1_000))
const on = { api, accounts, pass, random: createSeededRandom(20_250_603) }
const story = storyScenes({ ...on, ...stage, inventPeople, writeRoster, change })
const scenes = [...festivalMealScenes(on), ...breakfastScenes(on), ...coolingScenes(on), ...story]

for (const union of scenario.unions) await api.post('/v1/unions', union)
const { division, ...limits } = scenario.approvalLimit
await api.put(`/v1/approval-limits/${division}`, limits, { account: 'administrator' })
for (const scene of scenes.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
  if (Date.parse(scene.at) > Date.parse(END)) break
  await moveClock(scene.at)
  await scene.play()
}
await moveClock(END)
const saved = await saveAnswers(server.url, { auditor: operator, officer: await accounts.tokenOf('officer') }, target)
writeDemoState(dataFolder(data), {
  scenario: scenario.scenarioName,
  clockOffsetMs: Math.round(clock.runOn().offsetMs),
})
if (!(await ledger.close())) throw new Error('the old ledger did not close whole')

const welfare = (...words) =>
  execFileSync(process.execPath, [join(oldTree, 'services/standalone/src/cli/main.ts'), ...words], {
    env: { WELFARE_DATA_DIR: data, WELFARE_LOG_LEVEL: 'error', PORT: '0' },
    encoding: 'utf8',
  })
const bundle = JSON.parse(welfare('export', 'bundle', '--to', join(target, 'bundle'), '--json'))
const key = saved.key
welfare('verify', join(target, 'bundle'), '--key', key)
welfare('verify', '--data', data, '--key', key)
const commit = execFileSync('git', ['-C', oldTree, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()
const golden = Object.fromEntries(
  globSync('shared/contracts/golden/*.json', { cwd: oldTree })
    .sort()
    .map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(oldTree, file)))
        .digest('hex'),
    ]),
)
const { treeSize, rootHash } = bundle
const made = { commit, endsAt: END, ledger: bundle.ledger, key, treeSize, rootHash, golden }
writeFileSync(join(target, 'made.json'), `${JSON.stringify(made, null, 2)}\n`)
execFileSync('tar', ['-C', target, '-czf', join(import.meta.dirname, 'summer-2025-v1.tar.gz'), '.'])
process.stdout.write(`${treeSize} events, ${api.requests} requests, ${saved.answers} answers; root ${rootHash}\n`)

/** Fewer people and sites; everything else as the demonstration has it. */
function shorten({ festivalMeals, breakfasts, cooling }) {
  festivalMeals.employers[0].workers = 18
  festivalMeals.employers[1].workers = 6
  breakfasts.counties.splice(2)
  for (const [index, county] of breakfasts.counties.entries()) county.workers = 6 - index
  for (const [index, district] of cooling.districts.entries()) district.sites = [6, 3, 2][index]
}

/** What the demonstration's own API cannot do: changes of a version, removals. */
async function change(method, path, body) {
  const [thing] = path.split('?')
  const headers = { authorization: `Bearer ${await accounts.tokenOf('officer')}`, 'content-type': 'application/json' }
  const shown = method === 'PUT' && (await fetch(`${server.url}${thing.replace(/\/rules$/, '')}`, { headers }))
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...headers,
      'idempotency-key': `${method}${thing}`.replace(/[^a-z0-9]/gi, '-').slice(-60),
      ...(shown && { 'if-match': shown.headers.get('etag') }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
}

async function moveClock(at) {
  const before = shanghaiDay(clock.now())
  clock.advanceTo(new Date(Math.max(Date.parse(at), clock.now().getTime())))
  if (shanghaiDay(clock.now()) !== before) await ledger.vouchers.sweepExpiredCredits()
}
