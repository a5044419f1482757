import { join } from 'node:path'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { openLogEngine } from '@welfare/transparency-log/log-engine.ts'
import { followByLog, followByLogAndDoor } from './log-follower.ts'
import { redemptionWorkload } from './redemption-workload.ts'
import { compare } from './rounds.ts'
import { openRunnerContender } from './runner-contender.ts'
import { toMarkdown } from './table.ts'

/** What the transparency log, and identity beside it, cost the write path, how far it is behind, and how fast it makes the tree again. */
export async function benchLog(folder: string, rounds: number, storedBefore: number): Promise<string> {
  const [plainFolder, loggedFolder, guardedFolder] = ['plain', 'logged', 'guarded'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  const coveredAfterMs: number[] = []
  const plain = await openRunnerContender(plainFolder, redemptionWorkload, storedBefore)
  const logged = await openRunnerContender(loggedFolder, redemptionWorkload, storedBefore, (store) =>
    followByLog(store, loggedFolder, coveredAfterMs),
  )
  coveredAfterMs.length = 0
  const busy = await compare(plain, logged, { rounds, commands: 20_000, inFlight: 64 })
  const lag = toLagText(coveredAfterMs)
  const quiet = await compare(plain, logged, { rounds, commands: 1_500, inFlight: 1 })
  await logged.close()
  const guarded = await openRunnerContender(guardedFolder, redemptionWorkload, storedBefore, (store) =>
    followByLogAndDoor(store, guardedFolder),
  )
  const busyGuarded = await compare(plain, guarded, { rounds, commands: 20_000, inFlight: 64 })
  const quietGuarded = await compare(plain, guarded, { rounds, commands: 1_500, inFlight: 1 })
  await plain.close()
  await guarded.close()
  return `${toMarkdown([busy, quiet, busyGuarded, quietGuarded])}\n\nAt 64 in flight, ${lag}. ${rebuild(loggedFolder, join(folder, 'rebuilt'))}.`
}

function toLagText(coveredAfterMs: readonly number[]): string {
  const sorted = coveredAfterMs.toSorted((a, b) => a - b)
  const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? Number.NaN).toFixed(0)
  return `a checkpoint covered what was recorded after ${at(0.5)} ms (median), ${at(0.95)} ms (95 of 100), of ${sorted.length} looks`
}

function rebuild(loggedFolder: string, folder: string): string {
  const keyFile = join(loggedFolder, 'log-signing.pem')
  const engine = openLogEngine({ folder, keyFile, source: openSqliteLogReader(loggedFolder) })
  const startedAtMs = performance.now()
  while (engine.step());
  engine.sign()
  const seconds = (performance.now() - startedAtMs) / 1_000
  const { treeSize } = engine.status()
  engine.close()
  const perSecond = Math.round(treeSize / seconds).toLocaleString('en')
  return `The tree of ${treeSize.toLocaleString('en')} events was made anew from the log at ${perSecond} events a second`
}
