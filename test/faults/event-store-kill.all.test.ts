import { randomUUID } from 'node:crypto'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { type SequencedEvent, StoreUnavailableError } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { expect, test } from 'vitest'
import { counterCodec, counterDecider } from './counter.fixture.ts'
import { type EventStoreProcess, startEventStore } from './event-store-process.fixture.ts'

const rounds = 3
const clientsPerRunner = 24

interface Acknowledged {
  readonly stream: string
  readonly commandId: string
  readonly version: number
}

test('two runners on two connections, the server killed again and again: nothing acknowledged is lost, nothing is doubled', async () => {
  const server = await startEventStore()
  const streams = Array.from({ length: 12 }, () => `counter-${randomUUID()}`)
  const runners = [await openRunner(server), await openRunner(server)]
  const acknowledged: Acknowledged[] = []
  const stopping = new AbortController()
  const isEnough = createGate(acknowledged)
  // Each client sends its command until it is answered, as a client that heard nothing does; now to the one runner, now to the other.
  const clients = Array.from({ length: clientsPerRunner * 2 }, async (_, client) => {
    for (let round = 0; !stopping.signal.aborted; round++) {
      const stream = streams[(client + round) % streams.length] ?? ''
      const commandId = randomUUID()
      for (let attempt = client; ; attempt++) {
        const version = await tryToCount(runners[attempt % 2], stream, commandId)
        if (version === undefined) continue
        acknowledged.push({ stream, commandId, version })
        isEnough.look()
        break
      }
    }
  })
  for (let round = 0; round < rounds; round++) {
    await isEnough.more(300)
    await server.kill()
    await server.start()
  }
  await isEnough.more(300)
  stopping.abort()
  await Promise.all(clients)

  const store = await server.open()
  const all = await store.readAll({ limit: 1_000_000 })
  const stored = new Map(all.map(({ stream, metadata, version }) => [`${stream} ${metadata.commandId}`, version]))
  expect(stored.size).toBe(all.length)
  expect(acknowledged.length).toBeGreaterThanOrEqual((rounds + 1) * 300)
  expect(acknowledged).toHaveLength(all.length)
  const lost = acknowledged.filter(({ stream, commandId, version }) => stored.get(`${stream} ${commandId}`) !== version)
  expect(lost).toEqual([])
  for (const stream of streams) {
    const events = all.filter((event) => event.stream === stream)
    expect(events.map(({ version, data }) => [version, data.total])).toEqual(
      events.map((_, index) => [index + 1, index + 1]),
    )
  }
}, 90_000)

test('a subscriber goes on through the death of the server: every event once, in order', async () => {
  const server = await startEventStore()
  const [listening, writing] = [await server.open(), await openRunner(server)]
  const seen: SequencedEvent[] = []
  const gate = createGate(seen)
  const stopping = new AbortController()
  const ended = listening.subscribe({ signal: stopping.signal, batchSize: 7 }, async (events) => {
    seen.push(...events)
    gate.look()
  })
  const stream = `counter-${randomUUID()}`
  for (let round = 0; round < rounds; round++) {
    for (let count = 0; count < 40; ) {
      if ((await tryToCount(writing, stream, randomUUID())) !== undefined) count++
    }
    await server.kill()
    await server.start()
  }
  const store = await server.open()
  const all = await store.readAll({ limit: 1_000 })
  expect(all.length).toBeGreaterThanOrEqual(rounds * 40)
  await gate.reaches(all.length)
  stopping.abort()
  await ended
  expect(seen).toEqual(all)
}, 60_000)

async function openRunner(server: EventStoreProcess): Promise<CommandRunner> {
  const store = await server.open({ timeouts: { attemptMs: 500, appendMs: 2_000 } })
  return createCommandRunner({ store, inputHashKey: Buffer.alloc(32, 1), sharedWriters: true })
}

/** The version that the command led to; undefined where it must be sent again. */
async function tryToCount(
  runner: CommandRunner | undefined,
  stream: string,
  commandId: string,
): Promise<number | undefined> {
  const command = { by: 1 }
  const request = { stream, commandId, command, input: command, metadata: {}, mayCreate: true }
  try {
    const result = await runner?.execute(counterDecider, counterCodec, request)
    if (result?.outcome === 'refused') throw new Error(`a count was refused: ${JSON.stringify(result)}`)
    return result?.outcome === 'accepted' ? result.version : undefined
  } catch (error) {
    if (error instanceof StoreUnavailableError) return undefined
    throw error
  }
}

/** Waits for a list to grow. */
function createGate(list: readonly unknown[]) {
  const waiting = new Set<() => void>()
  const reaches = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (list.length < count) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return {
    look: () => {
      for (const look of waiting) look()
    },
    reaches,
    more: (count: number) => reaches(list.length + count),
  }
}
