import { afterAll, beforeAll } from 'vitest'
import { eventStoreContract } from '../event-store.contract.ts'
import { toNamespace } from './contract-namespace.fixture.ts'
import { openEventStoreDbStore } from './eventstoredb-store.ts'
import { type StandIn, startStandIn } from './stand-in/stand-in-server.fixture.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.kill())

eventStoreContract({
  name: 'eventstoredb, on the stand-in,',
  open: ({ folder, ...options }) =>
    openEventStoreDbStore({ ...options, url: standIn.url, namespace: toNamespace(folder) }),
})
