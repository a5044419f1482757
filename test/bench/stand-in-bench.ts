import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openEventStoreDbStore } from '@welfare/event-store/eventstoredb/eventstoredb-store.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { startChild } from '../faults/child-process.fixture.ts'
import { type Contender, compare } from './rounds.ts'
import { toMarkdown } from './table.ts'

const text = 'x'.repeat(200)

/** Appends a second through EventStoreDB's protocol to the stand-in, beside those of a store of this process. */
export async function benchStandIn(folder: string, rounds: number): Promise<string> {
  const clock = { now: () => new Date() }
  const own = await openSqliteStore({ folder: join(folder, 'own'), clock })
  const server = startChild('../../infra/event-store/main.ts', [join(folder, 'stand-in')])
  await server.hasWritten(1)
  const standIn = await openEventStoreDbStore({ url: server.lines[0]?.split(' ', 1)[0] ?? '', clock })
  const [bare, far] = [toContender('embedded store', own), toContender('stand-in for EventStoreDB', standIn)]
  for (const contender of [bare, far]) await contender.run({ commands: 5_000, inFlight: 64 })
  const comparisons = [
    await compare(bare, far, { rounds, commands: 20_000, inFlight: 64 }),
    await compare(bare, far, { rounds, commands: 1_500, inFlight: 1 }),
  ]
  await Promise.all([own.close(), standIn.close()])
  await server.kill()
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
