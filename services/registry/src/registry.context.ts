import type { Acts } from '@welfare/approvals/acts.ts'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { Dependencies } from '@welfare/http/dependencies.ts'
import type { TreeStamper } from '@welfare/http/report-stamp.ts'
import type { EmployerEvent } from './directory/employer.decider.ts'
import type { MerchantEvent } from './directory/merchant.decider.ts'
import type { SiteEvent } from './directory/site.decider.ts'
import type { UnionEvent } from './directory/union.decider.ts'
import type { PaymentFileEvent } from './payees/payment-file.decider.ts'
import type { IdentityEvent } from './people/id-number.decider.ts'
import type { WorkerEvent } from './people/worker.state.ts'
import type { AccessRecords } from './personal-data/access-records.ts'
import type { RegistryFacts } from './registry.facts.store.ts'
import type { ImportEvent } from './roster/import.decider.ts'

/** What this service's routes work with. */
export interface RegistryContext extends Pick<Dependencies, 'runner' | 'store' | 'clock' | 'keyStore'> {
  readonly facts: RegistryFacts
  /** Fills the facts. */
  readonly factsFollower: Consumer
  /** Which acts wait for another person. */
  readonly acts: Acts
  readonly accessRecords: AccessRecords
  /** Absent: papers carry no tree. */
  readonly stamper: TreeStamper | undefined
}

export const unionCodec = codecFor<UnionEvent['type']>()
export const employerCodec = codecFor<EmployerEvent['type']>()
export const siteCodec = codecFor<SiteEvent['type']>()
export const merchantCodec = codecFor<MerchantEvent['type']>()
export const identityCodec = codecFor<IdentityEvent['type']>()
export const workerCodec = codecFor<WorkerEvent['type']>()
export const importCodec = codecFor<ImportEvent['type']>()
export const paymentFileCodec = codecFor<PaymentFileEvent['type']>()
