import { afterAll, beforeAll } from 'vitest'
import { type StandIn, startStandIn } from '../../../../infra/event-store/stand-in.ts'
import { eventStoreContract } from '../event-store.contract.ts'
import { toNamespace } from './contract-namespace.fixture.ts'
import { openEventStoreDbStore } from './eventstoredb-store.ts'
import { openLog } from './setting.fixture.ts'

let standIn: StandIn
const atEnd: (() => Promise<void>)[] = []
beforeAll(async () => {
  standIn = await startStandIn({ log: await openLog((step) => void atEnd.push(step)) })
})
afterAll(async () => {
  standIn.kill()
  for (const step of atEnd) await step()
})

eventStoreContract({
  name: 'eventstoredb, on the stand-in,',
  open: ({ folder, ...options }) =>
    openEventStoreDbStore({ ...options, url: standIn.url, namespace: toNamespace(folder) }),
})
