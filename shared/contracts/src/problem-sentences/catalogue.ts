import { identitySentences } from './accounts.ts'
import { bankSentences } from './bank.ts'
import { cliSentences } from './cli.ts'
import { clusterSentences } from './cluster.ts'
import { deliveriesSentences } from './deliveries.ts'
import { fundsSentences } from './funds.ts'
import { kitSentences } from './kit.ts'
import { payeesSentences } from './payees.ts'
import { payersSentences } from './payers.ts'
import { paymentsSentences } from './payments.ts'
import { periodSentences } from './periods.ts'
import { programmesSentences } from './programmes.ts'
import { purchasesSentences } from './purchases.ts'
import { registrySentences } from './registry.ts'
import { projectionsSentences } from './reports.ts'
import { rostersSentences } from './rosters.ts'
import type { SentenceTable } from './sentence.ts'
import { settlementSentences } from './settlement.ts'
import { vouchersSentences } from './vouchers.ts'

/** The sentences by who refuses most with them; a code stands in one of them. */
export const sentencesByArea = {
  kit: kitSentences,
  registry: registrySentences,
  rosters: rostersSentences,
  payees: payeesSentences,
  programmes: programmesSentences,
  funds: fundsSentences,
  bank: bankSentences,
  periods: periodSentences,
  payers: payersSentences,
  payments: paymentsSentences,
  vouchers: vouchersSentences,
  settlement: settlementSentences,
  deliveries: deliveriesSentences,
  purchases: purchasesSentences,
  identity: identitySentences,
  projections: projectionsSentences,
  'command line': cliSentences,
  'processes apart': clusterSentences,
} as const satisfies Readonly<Record<string, SentenceTable>>

/** The one catalogue: a sentence in both languages for every code that anything here refuses with. */
export const problemSentences: SentenceTable = Object.assign({}, ...Object.values(sentencesByArea))

/** What the command line itself refuses with. */
export type CommandProblem = keyof typeof cliSentences | keyof typeof clusterSentences
