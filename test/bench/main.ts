import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { counterWorkload } from './counter-workload.ts'
import { openRawContender } from './raw-contender.ts'
import { type Contender, compare } from './rounds.ts'
import { openRunnerContender } from './runner-contender.ts'
import { toMarkdown } from './table.ts'

const roundCount = 7
const storedBefore = 100_000

const folder = await mkdtemp(join(tmpdir(), 'welfare-bench-'))
try {
  const raw = await openRawContender(join(folder, 'raw'), storedBefore)
  const ours = await openRunnerContender(join(folder, 'ours'), counterWorkload, storedBefore)
  process.stdout.write(`${await benchInProcess(raw, ours)}\n`)
  await raw.close()
  await ours.close()
} finally {
  await rm(folder, { recursive: true })
}

async function benchInProcess(raw: Contender, ours: Contender): Promise<string> {
  const grouped = await compare(raw, ours, { rounds: roundCount, commands: 20_000, inFlight: 64 })
  const single = await compare(raw, ours, { rounds: roundCount, commands: 1_500, inFlight: 1 })
  const intro = `Durable commands a second in process (synchronous=FULL), ${roundCount} interleaved rounds after ${storedBefore} stored events: median (lowest – highest).`
  return `${intro}\n\n${toMarkdown([grouped, single])}`
}
