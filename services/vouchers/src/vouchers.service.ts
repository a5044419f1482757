import { createActs } from '@welfare/approvals/acts.ts'
import { attached } from '@welfare/contracts/events/attachments.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { afterFacts, caughtUp } from '@welfare/http/after-facts.ts'
import { createAttachments } from '@welfare/http/attachments/attachments.ts'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import { createRateLimiter, voucherLookUpLimits } from '@welfare/http/edge/rate-limit.ts'
import type { ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { walletCodec } from './codecs.ts'
import { decideIssuance } from './issuance/decide-issuance.ts'
import { readIssuanceJob } from './issuance/issuance-job.ts'
import { createIssuancesRoutes } from './issuance/issuances.routes.ts'
import { createGiveUpRoutes } from './statements/give-up.routes.ts'
import { createInvoiceScanRoutes } from './statements/invoice-scans.routes.ts'
import { createStatementActsRoutes } from './statements/statement-acts.routes.ts'
import { createStatementLinesRoute } from './statements/statement-lines.routes.ts'
import { createStatementsRoutes } from './statements/statements.routes.ts'
import { createMealsRoutes } from './till/meals.routes.ts'
import { createReversalRoutes } from './till/reversal.routes.ts'
import { createVoucherLookUp } from './till/till.facts.ts'
import { createTillRoutes } from './till/till.routes.ts'
import { createTryRulesRoute } from './till/try-rules.routes.ts'
import { createVoucherCodes } from './till/voucher-code.ts'
import type { VouchersContext } from './vouchers.context.ts'
import { createVouchersFacts } from './vouchers.facts.ts'
import { createVouchersProcesses } from './vouchers.process.ts'
import { createCardPrintsRoutes } from './wallets/card-prints.routes.ts'
import { createCardsRoutes } from './wallets/cards.routes.ts'
import type { EndedCredits } from './wallets/credits.facts.ts'
import { createCreditsRoutes } from './wallets/credits.routes.ts'
import { createPersonVouchersRoute } from './wallets/person-vouchers.routes.ts'
import { walletDecider } from './wallets/wallet.decider.ts'

const SWEEP_EVERY_MS = 3_600_000
const SWEEP_SLICE = 64

export interface VouchersService extends ServiceWithJobs {
  /** Records the end of every credit whose window and late-entry days are over. Idempotent per credit. Returns how many ends were recorded, a wallet and day each. */
  sweepExpiredCredits(): Promise<number>
}

export interface VouchersDependencies extends ServiceDependencies {
  /** Of all services of the ledger, and of all instances of each. */
  readonly attachmentsFolder: string
}

/** Batches, wallets, voucher codes: from a committed budget to a meal. */
export function createVouchersService(dependencies: VouchersDependencies): VouchersService {
  const { store, clock, logger, keyStore, runner, attachmentsFolder } = dependencies
  const copy = createVouchersFacts(dependencies.facts)
  const follower = dependencies.facts.consumer
  const codes = createVoucherCodes({
    code: keyStore.ledgerSecret('voucher-code'),
    qr: keyStore.ledgerSecret('voucher-qr'),
  })
  const changes = createChanges()
  dependencies.processes.run(
    { service: 'vouchers', runner, processes: createVouchersProcesses(copy, codes, store.ledger) },
    { competes: true },
  )
  const guesses = {
    byDevice: createRateLimiter(voucherLookUpLimits.byDevice),
    byAccount: createRateLimiter(voucherLookUpLimits.byAccount),
    byAddress: createRateLimiter(voucherLookUpLimits.byAddress),
  }
  const reserved = decideIssuance({ runner, clock, copy, store })
  const acts = createActs(dependencies, { area: 'vouchers', reserved, balances: copy.balances })
  const scans = createAttachments(dependencies, {
    ...{ service: 'vouchers', attachmentsFolder, statusOf: copy.statusOfScan, file: attached },
    isAwaited: () => false,
  })
  const context: VouchersContext = {
    acts,
    scans,
    runner,
    store,
    logger,
    clock,
    copy,
    codes,
    findVoucher: createVoucherLookUp(dependencies.facts, codes),
    guesses,
    follower,
    awaitFacts: () => caughtUp(store, follower),
    nextChange: changes.next,
  }
  dependencies.facts.onApplied((events) => {
    changes.announce()
    // What had ended by then goes home with the rest.
    if (isStarted && events.some(({ type }) => type === 'ProgrammeClosed')) sweepAndReport()
  })
  const stopping = new AbortController()
  let isStarted = false
  let timer: NodeJS.Timeout | undefined
  let sweeping: Promise<number> | undefined

  const sweepExpiredCredits = () => {
    sweeping ??= sweep(context).finally(() => {
      sweeping = undefined
    })
    return sweeping
  }
  const sweepAndReport = () =>
    void sweepExpiredCredits().catch((error: unknown) => logger.error({ err: error }, 'credit-sweep-failed'))

  return {
    name: 'vouchers',
    routes: [
      // Behind a queue of hungry people: they wait only where something seems missing.
      ...createTillRoutes(context),
      createTryRulesRoute(),
      ...afterFacts(
        [
          ...createReversalRoutes(context),
          ...createMealsRoutes(context),
          ...createStatementsRoutes(context),
          createStatementLinesRoute(context),
          ...createStatementActsRoutes(context),
          ...createGiveUpRoutes(context),
          ...createInvoiceScanRoutes(context),
          ...createCardsRoutes(context),
          ...createCardPrintsRoutes(context),
          createPersonVouchersRoute(context),
          ...createCreditsRoutes(context),
          ...createIssuancesRoutes(context),
          ...acts.routes,
        ],
        { store, followers: [follower] },
      ),
    ],
    consumers: [],
    jobs: [{ category: 'batch', read: (id) => readIssuanceJob(context, id) }],
    sweepExpiredCredits,
    async start() {
      isStarted = true
      acts.start()
      scans.start()
      timer = setInterval(sweepAndReport, SWEEP_EVERY_MS)
      timer.unref()
      const head = await store.head()
      if (head)
        void follower
          .waitFor(head.position, { timeoutMs: SWEEP_EVERY_MS, signal: stopping.signal })
          .then((reached) => reached && sweepAndReport())
    },
    async stop() {
      isStarted = false
      clearInterval(timer)
      stopping.abort()
      await Promise.all([acts.stop(), scans.stop()])
      await sweeping?.catch(() => undefined)
    },
  }
}

async function sweep({ copy, awaitFacts, runner, clock }: VouchersContext): Promise<number> {
  await awaitFacts()
  const due = copy.listEndedCredits(shanghaiDay(clock.now()))
  for (let from = 0; from < due.length; from += SWEEP_SLICE) {
    await Promise.all(due.slice(from, from + SWEEP_SLICE).map((ended) => expire({ runner, clock }, ended)))
  }
  return due.length
}

/** The event bears the day of the end, however late the sweep comes. */
async function expire(
  { runner, clock }: Pick<VouchersContext, 'runner' | 'clock'>,
  { wallet, endedOn, credits }: EndedCredits,
): Promise<void> {
  const result = await runner.execute(walletDecider, walletCodec, {
    stream: wallet,
    command: { type: 'ExpireCredits', wallet, endedOn },
    commandId: derivedUuid('end-credits', wallet, endedOn, ...credits),
    input: { endedOn },
    metadata: { actor: 'process/expire', occurredAt: clock.now().toISOString(), accountingDate: endedOn },
  })
  if (result.outcome !== 'accepted') throw new Error(`expiry of ${wallet}: ${result.outcome}`)
}

/** Lets callers wait for the copy's next change instead of asking again and again. */
function createChanges() {
  let waiting: (() => void)[] = []
  return {
    announce() {
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
    next: (timeoutMs: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      }),
  }
}
