import { afterAll, describe, vi } from 'vitest'
import { eventStoreContract } from '../event-store-contract.fixture.ts'
import { toNamespace } from './contract-namespace.fixture.ts'
import { openEventStoreDbStore } from './eventstoredb-store.ts'
import { findRealServer } from './real-server.fixture.ts'

// A disk that flushes each append, and 350 of them one after the other.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 })

const server = await findRealServer()
const reason = typeof server === 'string' ? server : undefined
if (reason !== undefined) process.stdout.write(`The contract suite did not run on a real EventStoreDB: ${reason}.\n`)

afterAll(async () => {
  if (typeof server !== 'string') await server.stop()
})

describe.skipIf(reason !== undefined)(`a real EventStoreDB${reason === undefined ? '' : ` (${reason})`}`, () => {
  eventStoreContract({
    name: 'eventstoredb',
    open: ({ folder, ...options }) => {
      if (typeof server === 'string') throw new Error(server)
      return openEventStoreDbStore({ ...options, url: server.url, namespace: toNamespace(folder) })
    },
  })
})
