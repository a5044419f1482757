import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { AccessEvent } from './access.decider.ts'
import type { EmployerEvent } from './employer.decider.ts'
import type { IdentityEvent } from './identity.decider.ts'
import type { ImportEvent } from './import.decider.ts'
import type { MerchantEvent } from './merchant.decider.ts'
import type { SiteEvent } from './site.decider.ts'
import type { UnionEvent } from './union.decider.ts'
import type { WorkerEvent } from './worker.state.ts'

export const unionCodec = codecFor<UnionEvent['type']>()
export const employerCodec = codecFor<EmployerEvent['type']>()
export const siteCodec = codecFor<SiteEvent['type']>()
export const merchantCodec = codecFor<MerchantEvent['type']>()
export const identityCodec = codecFor<IdentityEvent['type']>()
export const workerCodec = codecFor<WorkerEvent['type']>()
export const importCodec = codecFor<ImportEvent['type']>()
export const accessCodec = codecFor<AccessEvent['type']>()
