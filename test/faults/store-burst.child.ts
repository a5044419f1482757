import { writeSync } from 'node:fs'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { counterCodec, counterDecider } from './counter.fixture.ts'

/** Counts on, 64 commands at a time over 40 streams, and writes a line for each that is acknowledged, until it is killed. */
const [folder = '', firstCommand = '0', ...streams] = process.argv.slice(2)

const store = await openSqliteStore({
  folder,
  clock: { now: () => new Date() },
  headLimits: { maxChanged: 30, maxUnsavedEvents: 500, savedPerCommit: 4 },
})
const runner = createCommandRunner({ store, inputHashKey: Buffer.alloc(32, 1) })
let next = Number(firstCommand)

const work = async (): Promise<void> => {
  for (;;) {
    const commandId = `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`
    const stream = streams[Math.floor(Math.random() * streams.length)] ?? ''
    const result = await runner.execute(counterDecider, counterCodec, {
      stream,
      commandId,
      command: { by: 1 },
      input: { by: 1 },
      metadata: {},
      mayCreate: true,
    })
    if (result.outcome !== 'accepted') throw new Error(`a command ended as ${JSON.stringify(result)}`)
    writeSync(1, `${stream} ${commandId} ${result.version}\n`)
  }
}

await Promise.all(Array.from({ length: 64 }, work))
