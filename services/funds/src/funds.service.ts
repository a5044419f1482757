import { createActs } from '@welfare/approvals/acts.ts'
import { attachedFile } from '@welfare/contracts/events/attachments.ts'
import { afterFacts } from '@welfare/http/after-facts.ts'
import { createAttachments } from '@welfare/http/attachments/attachments.ts'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import type { ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import { createAssignmentRoutes } from './bank/assignment.routes.ts'
import { createBankProcesses } from './bank/bank.process.ts'
import { createBankAccountsRoutes } from './bank/bank-accounts.routes.ts'
import { createBankMoneyRoute } from './bank/bank-money.routes.ts'
import { createClosingRoutes } from './bank/closing/closing.routes.ts'
import { createEntryCorrectionRoute } from './bank/entry-corrections.routes.ts'
import { createOwnMoneyRoutes } from './bank/own-money.routes.ts'
import { createPayersRoutes } from './bank/payers.routes.ts'
import { createBankFilesRoutes } from './bank/statements/bank-files.routes.ts'
import { createBankMatchesRoutes } from './bank/statements/matches.routes.ts'
import { createReconciliationsRoutes } from './bank/statements/reconciliations.routes.ts'
import { createBankStatementsRoutes } from './bank/statements/statements.routes.ts'
import { createSuspenseRoutes } from './bank/suspense.routes.ts'
import { createTransfersRoutes } from './bank/transfers.routes.ts'
import { createAllocationsRoutes } from './budgets/allocations.routes.ts'
import { createBudgetsRoutes } from './budgets/budgets.routes.ts'
import { creditReturnTables } from './budgets/credit-returns.store.ts'
import { createCreditReturns } from './budgets/credit-returns.ts'
import { decideAllocation } from './budgets/decide-allocation.ts'
import { createCorrectionsRoutes } from './corrections.routes.ts'
import { createDonationsRoutes } from './donations.routes.ts'
import type { FundsContext } from './funds.context.ts'
import { createFundsFacts } from './funds.facts.ts'
import { createFundsProcesses } from './funds.process.ts'
import { createFundsRoutes } from './funds.routes.ts'
import { createPaymentStepsRoutes } from './payments/payment-steps.routes.ts'
import { createPaymentsProcesses } from './payments/payments.process.ts'
import { createPaymentsRoutes } from './payments/payments.routes.ts'
import { createPeriodsRoutes } from './periods/periods.routes.ts'

export interface FundsDependencies extends ServiceDependencies {
  /** Of all services of the ledger, and of all instances of each. */
  readonly attachmentsFolder: string
}

/** Money in: donations, restrictions, allocations, each programme's budget and its commitments. */
export function createFundsService(dependencies: FundsDependencies): ServiceWithJobs {
  const { runner, store, clock, attachmentsFolder } = dependencies
  const facts = createFundsFacts(dependencies.facts)
  const follower = dependencies.facts.consumer
  // Every instance runs them: requests wait for what they do.
  const processes = dependencies.processes.run({
    service: 'funds',
    runner,
    processes: [...createFundsProcesses(facts), ...createPaymentsProcesses(facts), ...createBankProcesses(facts)],
    batchProcesses: [createCreditReturns(runner)],
    tables: creditReturnTables,
  })
  const deciding = { runner, clock, facts, processes }
  const reserved = decideAllocation({ ...deciding, store })
  const acts = createActs(dependencies, { area: 'funds', processes, reserved, balances: facts.balances })
  const bankFiles = createAttachments(dependencies, {
    ...{ service: 'funds', attachmentsFolder, file: attachedFile, statusOf: facts.statusOfBankFile },
    isAwaited: () => false,
  })
  const context: FundsContext = { ...deciding, acts, bankFiles }

  return {
    name: 'funds',
    routes: [
      ...afterFacts(
        [
          ...createFundsRoutes(context),
          ...createDonationsRoutes(context),
          ...createBankAccountsRoutes(context),
          createBankMoneyRoute(context),
          ...createPayersRoutes(context),
          ...createAllocationsRoutes(context),
          ...acts.routes,
        ],
        { store, followers: [follower] },
      ),
      // What is paid to whom: on stale facts nothing of it is decided.
      ...afterFacts(
        [
          ...createPaymentsRoutes(context),
          ...createPaymentStepsRoutes(context),
          ...createAssignmentRoutes(context),
          ...createOwnMoneyRoutes(context),
          createEntryCorrectionRoute(context),
          ...createClosingRoutes(context),
          ...createTransfersRoutes(context),
          ...createBankStatementsRoutes(context),
          ...createBankFilesRoutes(context),
          ...createBankMatchesRoutes(context),
          ...createReconciliationsRoutes(context),
          ...createSuspenseRoutes(context),
          ...createPeriodsRoutes(context, store.ledger),
        ],
        { store, followers: [follower], isRequired: true },
      ),
      // What budgets hold is what processes brought there.
      ...afterFacts([...createCorrectionsRoutes(context), ...createBudgetsRoutes(context)], {
        store,
        followers: [follower, processes],
      }),
    ],
    consumers: [],
    async start() {
      acts.start()
      bankFiles.start()
    },
    async stop() {
      await Promise.all([acts.stop(), bankFiles.stop()])
    },
  }
}
