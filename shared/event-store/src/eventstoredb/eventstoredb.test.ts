import { afterAll, beforeAll } from 'vitest'
import { type StandIn, startServer } from '../../../../test/harness/eventstoredb-setting.ts'
import { eventStoreContract } from '../event-store-contract.fixture.ts'
import { toNamespace } from './contract-namespace.fixture.ts'
import { openEventStoreDbStore } from './eventstoredb-store.ts'

let standIn: StandIn
const atEnd: (() => Promise<void>)[] = []
beforeAll(async () => {
  standIn = await startServer({}, (step) => void atEnd.unshift(step))
})
afterAll(async () => {
  for (const step of atEnd) await step()
})

eventStoreContract({
  name: 'eventstoredb, on the stand-in,',
  open: ({ folder, ...options }) =>
    openEventStoreDbStore({ ...options, url: standIn.url, namespace: toNamespace(folder) }),
})
