import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type EventStoreDbStore,
  type EventStoreDbStoreOptions,
  openEventStoreDbStore,
} from '@welfare/event-store/eventstoredb/eventstoredb-store.ts'
import { onTestFinished } from 'vitest'
import { type Child, startChild } from './child-process.fixture.ts'

export interface EventStoreProcess {
  readonly url: string
  readonly port: number
  open(options?: Partial<EventStoreDbStoreOptions>): Promise<EventStoreDbStore>
  /** Ends it without warning. */
  kill(): Promise<void>
  /** Another process takes over the folder and the port. */
  start(): Promise<void>
}

/** The development program that speaks EventStoreDB's protocol. */
export async function startEventStore(
  atEnd: (step: () => Promise<void>) => void = onTestFinished,
): Promise<EventStoreProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'event-store-'))
  const port = await findFreePort()
  let child: Child | undefined
  atEnd(async () => {
    await child?.kill()
    await rm(folder, { recursive: true })
  })
  const start = async (): Promise<void> => {
    child = startChild('../../infra/event-store/main.ts', [folder, String(port)])
    await child.hasWritten(1)
  }
  await start()
  const url = child?.lines[0]?.split(' ', 1)[0] ?? ''
  return {
    url,
    port,
    open: async (options = {}) => {
      const store = await openEventStoreDbStore({ url, clock: { now: () => new Date() }, ...options })
      onTestFinished(() => store.close())
      return store
    },
    kill: async () => child?.kill(),
    start,
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
