import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireKafka } from '../harness/kafka-broker.ts'
import { counterWorkload } from './counter-workload.ts'
import { benchFirstUse } from './first-use-bench.ts'
import { benchFollowers } from './followers-bench.ts'
import { benchGateway } from './gateway-bench.ts'
import { benchHttp } from './http-bench.ts'
import { benchLag } from './lag-bench.ts'
import { benchLog } from './log-bench.ts'
import { openRawContender } from './raw-contender.ts'
import { redemptionWorkload } from './redemption-workload.ts'
import { benchRelay } from './relay-bench.ts'
import { type Comparison, type Contender, compare } from './rounds.ts'
import { openRunnerContender } from './runner-contender.ts'
import { benchStandIn } from './stand-in-bench.ts'
import { toMarkdown } from './table.ts'
import { benchTills } from './tills-bench.ts'

const roundCount = 7
const storedBefore = 100_000

const folder = await mkdtemp(join(tmpdir(), 'welfare-bench-'))
const [part = 'one-process', ...others] = process.argv.slice(2)
/** `npm run bench` alone is the first; `npm run bench -- relay` and so on the others. */
const parts: Readonly<Record<string, () => Promise<string>>> = {
  'one-process': benchOneProcess,
  'stand-in': () => benchStandIn(join(folder, 'stand-in'), roundCount),
  tills: () => benchTills(join(folder, 'tills'), { tills: 200, seconds: 30, guestEverySeconds: [5, 1] }),
  http: () => benchHttp(join(folder, 'http'), { rounds: roundCount, requests: 10_000, connections: 64, others }),
  'first-use': () => benchFirstUse(join(folder, 'first-use'), roundCount),
  gateway: () => benchGateway(roundCount),
  relay: () => withBrokers((brokers) => benchRelay(folder, brokers, { rounds: 5, events: 60_000 })),
  followers: () => withBrokers((brokers) => benchFollowers(folder, brokers, { rounds: 3, meals: 40_000 })),
  lag: () => withBrokers((brokers) => benchLag(folder, brokers, { rounds: 3, seconds: 20, perSecond: 1_000 })),
}

try {
  const bench = Object.hasOwn(parts, part) ? parts[part] : undefined
  process.stdout.write(`${bench ? await bench() : `There is ${Object.keys(parts).join(', ')}.`}\n`)
} finally {
  await rm(folder, { recursive: true })
}

async function benchOneProcess(): Promise<string> {
  const raw = await openRawContender(join(folder, 'raw'), storedBefore)
  const counter = await openRunnerContender(join(folder, 'counter'), counterWorkload, storedBefore)
  const redemption = await openRunnerContender(join(folder, 'redemption'), redemptionWorkload, storedBefore)
  const inProcess = await benchInProcess(raw, [counter, redemption])
  await Promise.all([raw, counter, redemption].map((contender) => contender.close()))
  return `${inProcess}\n\n${await benchLog(join(folder, 'log'), roundCount, storedBefore)}`
}

async function withBrokers(bench: (brokers: readonly string[]) => Promise<string>): Promise<string> {
  const brokers = await requireKafka()
  return brokers === undefined ? 'No brokers, no bench.' : bench(brokers)
}

async function benchInProcess(raw: Contender, subjects: readonly Contender[]): Promise<string> {
  const comparisons: Comparison[] = []
  for (const subject of subjects) {
    comparisons.push(await compare(raw, subject, { rounds: roundCount, commands: 20_000, inFlight: 64 }))
    comparisons.push(await compare(raw, subject, { rounds: roundCount, commands: 1_500, inFlight: 1 }))
  }
  const intro = `Durable commands a second in process (synchronous=FULL), ${roundCount} interleaved rounds after ${storedBefore} stored events: median (lowest – highest).`
  return `${intro}\n\n${toMarkdown(comparisons)}`
}
