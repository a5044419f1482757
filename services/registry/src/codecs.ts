import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { EmployerEvent } from './directory/employer.decider.ts'
import type { MerchantEvent } from './directory/merchant.decider.ts'
import type { SiteEvent } from './directory/site.decider.ts'
import type { UnionEvent } from './directory/union.decider.ts'
import type { IdentityEvent } from './people/id-number.decider.ts'
import type { WorkerEvent } from './people/worker.state.ts'
import type { AccessEvent } from './personal-data/access.decider.ts'
import type { ImportEvent } from './roster/import.decider.ts'

export const unionCodec = codecFor<UnionEvent['type']>()
export const employerCodec = codecFor<EmployerEvent['type']>()
export const siteCodec = codecFor<SiteEvent['type']>()
export const merchantCodec = codecFor<MerchantEvent['type']>()
export const identityCodec = codecFor<IdentityEvent['type']>()
export const workerCodec = codecFor<WorkerEvent['type']>()
export const importCodec = codecFor<ImportEvent['type']>()
export const accessCodec = codecFor<AccessEvent['type']>()
