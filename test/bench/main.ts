import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireKafka } from '../harness/kafka-broker.ts'
import { counterWorkload } from './counter-workload.ts'
import { benchLog } from './log-bench.ts'
import { openRawContender } from './raw-contender.ts'
import { redemptionWorkload } from './redemption-workload.ts'
import { benchRelay } from './relay-bench.ts'
import { benchRemote } from './remote-bench.ts'
import { type Comparison, type Contender, compare } from './rounds.ts'
import { openRunnerContender } from './runner-contender.ts'
import { toMarkdown } from './table.ts'

const roundCount = 7
const storedBefore = 100_000

const folder = await mkdtemp(join(tmpdir(), 'welfare-bench-'))
const [part] = process.argv.slice(2)
try {
  if (part === 'relay') process.stdout.write(`${await benchRelayAlone()}\n`)
  else if (part === 'remote') process.stdout.write(`${await benchRemote(join(folder, 'remote'), roundCount)}\n`)
  else await benchOneProcess()
} finally {
  await rm(folder, { recursive: true })
}

async function benchOneProcess(): Promise<void> {
  const raw = await openRawContender(join(folder, 'raw'), storedBefore)
  const counter = await openRunnerContender(join(folder, 'counter'), counterWorkload, storedBefore)
  const redemption = await openRunnerContender(join(folder, 'redemption'), redemptionWorkload, storedBefore)
  process.stdout.write(`${await benchInProcess(raw, [counter, redemption])}\n`)
  await Promise.all([raw, counter, redemption].map((contender) => contender.close()))
  process.stdout.write(`\n${await benchLog(join(folder, 'log'), roundCount, storedBefore)}\n`)
}

/** `npm run bench -- relay` */
async function benchRelayAlone(): Promise<string> {
  const brokers = await requireKafka()
  if (brokers === undefined) return 'No brokers, no bench of the relay.'
  return benchRelay(join(folder, 'relay'), brokers, { rounds: 5, events: 60_000 })
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
