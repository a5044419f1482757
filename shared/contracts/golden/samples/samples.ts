import type { EventType } from '../../src/catalogue.ts'
import { actsSamples } from './acts.ts'
import { attachmentsSamples } from './attachments.ts'
import { bankSamples } from './bank.ts'
import { bankStatementsSamples } from './bank-statements.ts'
import { suspenseSamples } from './suspense.ts'
import { deliveriesSamples } from './deliveries.ts'
import { goodsCorrectionsSamples } from './goods-corrections.ts'
import { findingsSamples } from './findings.ts'
import { fundsSamples } from './funds.ts'
import { identitySamples } from './identity.ts'
import type { SamplesOf } from './ids.ts'
import { payersSamples } from './payers.ts'
import { peopleSamples } from './people.ts'
import { periodsSamples } from './periods.ts'
import { programmesSamples } from './programmes.ts'
import { proposalsSamples } from './proposals.ts'
import { purchasesSamples } from './purchases.ts'
import { registrySamples } from './registry.ts'
import { settlementSamples } from './settlement.ts'
import { vouchersSamples } from './vouchers.ts'

export const samples: SamplesOf<EventType> = {
  ...registrySamples,
  ...peopleSamples,
  ...programmesSamples,
  ...fundsSamples,
  ...vouchersSamples,
  ...proposalsSamples,
  ...deliveriesSamples,
  ...goodsCorrectionsSamples,
  ...attachmentsSamples,
  ...identitySamples,
  ...actsSamples,
  ...findingsSamples,
  ...settlementSamples,
  ...bankSamples,
  ...bankStatementsSamples,
  ...suspenseSamples,
  ...payersSamples,
  ...periodsSamples,
  ...purchasesSamples,
}
