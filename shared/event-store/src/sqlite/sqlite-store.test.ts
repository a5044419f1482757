import { eventStoreContract } from '../event-store.contract.ts'
import { openSqliteStore } from './sqlite-store.ts'

eventStoreContract({ name: 'sqlite', open: openSqliteStore })
