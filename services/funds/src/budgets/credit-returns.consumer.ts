import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { type Consumer, createConsumer, type Delay } from '@welfare/facts/consumer.ts'
import { processMetadata } from '@welfare/facts/process-manager.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { budgetCodec } from '../funds.process.ts'
import { budgetDecider } from './budget.decider.ts'
import { type CreditReturn, creditReturnsIn } from './credit-returns.process.ts'
import type { CreditReturnTotals } from './credit-returns.store.ts'

const NAME = 'credit-returns'

export interface CreditReturnsOptions {
  readonly totals: CreditReturnTotals
  readonly runner: CommandRunner
  readonly feed: Feed
  readonly logger: Logger
  /** How time passes; default: as the machine's does. */
  readonly delay?: Delay
}

/**
 * Tells each budget what has come back of a batch's credits: totals through a sequence, one command for each batch and slice of the feed.
 * Sent before they are stored: after a crash in between they are sent again, perhaps in other slices, and add nothing.
 */
export function createCreditReturnsConsumer({ totals, runner, feed, logger, delay }: CreditReturnsOptions): Consumer {
  return createConsumer({
    name: `funds-${NAME}`,
    feed,
    logger,
    delay,
    readCheckpoint: totals.readCheckpoint,
    async handle(events: readonly SequencedEvent[]) {
      const returns = creditReturnsIn(events)
      await Promise.all(returns.map((one) => send(runner, totals, one)))
      totals.store(events, returns)
    },
  })
}

/** @throws Error when the budget did not take it: the consumer stops there, says so and tries again */
async function send(runner: CommandRunner, totals: CreditReturnTotals, one: CreditReturn): Promise<void> {
  const { batch, programme, shares, last, accountingDate } = one
  const throughSequence = last.sequence
  const result = await runner.execute(budgetDecider, budgetCodec, {
    stream: budgetOf(programme),
    command: { type: 'ReceiveCreditReturns', batch, totals: totals.totalsWith(batch, shares), throughSequence },
    commandId: derivedUuid(NAME, batch, throughSequence),
    input: { batch, throughSequence },
    metadata: { ...processMetadata(NAME, last), accountingDate },
  })
  if (result.outcome === 'accepted') return
  const why = result.outcome === 'refused' ? result.refusal.code : result.outcome
  throw new Error(`${NAME} of ${batch} through ${throughSequence}: ${why}`)
}
