import { join } from 'node:path'
import type { SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { createTransparencyLog } from '@welfare/transparency-log/transparency-log.service.ts'
import { openFrontDoor } from './front-door.ts'
import { merchant } from './redemption-workload.ts'
import type { Follower } from './runner-contender.ts'

/**
 * The transparency log as the ledger has it: in its own thread.
 * @param coveredAfterMs is filled: how long it took, while commands were answered, until a checkpoint covered what had been recorded
 */
export async function followByLog(store: SqliteStore, folder: string, coveredAfterMs: number[]): Promise<Follower> {
  const log = createTransparencyLog({
    store,
    logger: createLogger({ level: 'error' }),
    folder: join(folder, 'transparency'),
    logFolder: folder,
    keyFile: join(folder, 'log-signing.pem'),
    witnesses: [],
  })
  await log.start()
  for (const consumer of log.consumers) consumer.start()
  let isOpen = true
  const watching = watch()
  return {
    name: 'in the log',
    async settle() {
      while (!(await log.coveredBy(await log.recorded()))) if (log.status().diverged) throw new Error('diverged')
    },
    async close() {
      isOpen = false
      await watching
      for (const consumer of log.consumers) await consumer.stop()
      await log.stop()
    },
  }

  async function watch(): Promise<void> {
    while (isOpen) {
      const startedAtMs = performance.now()
      const recorded = await log.recorded()
      const wasBehind = log.status().signedSize < recorded
      const covered = await log.coveredBy(recorded, { timeoutMs: 60_000 })
      if (covered && wasBehind) coveredAfterMs.push(performance.now() - startedAtMs)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}

/** The log, and before each command what lets a till in. */
export async function followByLogAndDoor(store: SqliteStore, folder: string): Promise<Follower> {
  const log = await followByLog(store, folder, [])
  const door = await openFrontDoor(store, join(folder, 'door'), merchant)
  return {
    name: 'in the log, asked by a till',
    pass: door.pass,
    settle: log.settle,
    async close() {
      await door.close()
      await log.close()
    },
  }
}
