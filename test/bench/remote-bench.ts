import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { EventStore } from '@welfare/event-store/port.ts'
import { openRemoteStore } from '@welfare/event-store/remote/remote-store.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { startChild } from '../faults/child-process.fixture.ts'
import { type Contender, compare } from './rounds.ts'
import { toMarkdown } from './table.ts'

const text = 'x'.repeat(200)

/** Appends a second through a process that owns the store, beside those of a store of this process. */
export async function benchRemote(folder: string, rounds: number): Promise<string> {
  const own = await openSqliteStore({ folder: join(folder, 'own'), clock: { now: () => new Date() } })
  const token = randomUUID()
  const owner = startChild('remote-owner.child.ts', [join(folder, 'remote'), token])
  await owner.hasWritten(1)
  const remote = await openRemoteStore({ url: owner.lines[0] ?? '', token })
  const [bare, far] = [toContender('embedded store', own), toContender('remote store', remote)]
  for (const contender of [bare, far]) await contender.run({ commands: 5_000, inFlight: 64 })
  const comparisons = [
    await compare(bare, far, { rounds, commands: 20_000, inFlight: 64 }),
    await compare(bare, far, { rounds, commands: 1_500, inFlight: 1 }),
  ]
  await Promise.all([own.close(), remote.close()])
  await owner.kill()
  return `Durable appends a second of one event to a new stream, ${rounds} interleaved rounds: median (lowest – highest).\n\n${toMarkdown(comparisons)}`
}

function toContender(name: string, store: EventStore): Contender {
  const append = async (): Promise<void> => {
    const event = { id: randomUUID(), type: 'Counted', schemaVersion: 1, data: { text }, metadata: { actor: 'till-7' } }
    const { outcome } = await store.append(`counter-${randomUUID()}`, 'no-stream', [event])
    if (outcome !== 'appended') throw new Error(`an append ended as ${outcome}`)
  }
  const run = async ({ commands, inFlight }: { commands: number; inFlight: number }): Promise<void> => {
    let begun = 0
    const work = async (): Promise<void> => {
      while (begun++ < commands) await append()
    }
    await Promise.all(Array.from({ length: inFlight }, work))
  }
  return { name, run, close: () => store.close() }
}
