import { eventStoreContract } from '@welfare/event-store/event-store-contract.fixture.ts'
import { toNamespace } from '@welfare/event-store/eventstoredb/contract-namespace.fixture.ts'
import { openEventStoreDbStore } from '@welfare/event-store/eventstoredb/eventstoredb-store.ts'
import { afterAll, beforeAll } from 'vitest'
import { type EventStoreProcess, startEventStore } from './event-store-process.fixture.ts'

let server: EventStoreProcess
const atEnd: (() => Promise<void>)[] = []
const opened = new Set<string>()
beforeAll(async () => {
  server = await startEventStore((step) => void atEnd.push(step))
})
afterAll(async () => {
  for (const step of atEnd) await step()
})

eventStoreContract({
  name: 'eventstoredb, on the stand-in that is killed before a store is opened again,',
  open: async ({ folder, ...options }) => {
    if (opened.has(folder)) {
      await server.kill()
      await server.start()
    }
    opened.add(folder)
    return openEventStoreDbStore({ ...options, url: server.url, namespace: toNamespace(folder) })
  },
})
