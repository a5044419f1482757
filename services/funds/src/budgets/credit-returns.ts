import { budgetOf } from '@welfare/contracts/events/funds.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { type BatchProcess, processMetadata } from '@welfare/facts/process-manager.ts'
import { budgetCodec } from '../funds.context.ts'
import { budgetDecider } from './budget.decider.ts'
import { type CreditReturn, creditReturnsIn } from './credit-returns.process.ts'
import { createCreditReturnTotals } from './credit-returns.store.ts'

const NAME = 'credit-returns'

/**
 * Tells each budget what has come back of a batch's credits: totals through a sequence, one command for each batch and slice of the feed.
 * Sent before they are stored: after a crash in between they are sent again, perhaps in other slices, and add nothing.
 */
export function createCreditReturns(runner: CommandRunner): BatchProcess {
  return {
    async run(events, prepare) {
      const totals = createCreditReturnTotals(prepare)
      const returns = creditReturnsIn(events)
      await Promise.all(returns.map((one) => send(runner, totals.totalsWith(one.batch, one.shares), one)))
      return returns.length === 0 ? undefined : () => returns.forEach(totals.add)
    },
  }
}

/** @throws Error when the budget did not take it: the follower stops there, says so and tries again */
async function send(
  runner: CommandRunner,
  totals: Share[],
  { batch, programme, last, accountingDate }: CreditReturn,
): Promise<void> {
  const throughSequence = last.sequence
  const result = await runner.execute(budgetDecider, budgetCodec, {
    stream: budgetOf(programme),
    command: { type: 'ReceiveCreditReturns', batch, totals, throughSequence },
    commandId: derivedUuid(NAME, batch, throughSequence),
    input: { batch, throughSequence },
    metadata: { ...processMetadata(NAME, last), accountingDate },
  })
  if (result.outcome === 'accepted') return
  const why = result.outcome === 'refused' ? result.refusal.code : result.outcome
  throw new Error(`${NAME} of ${batch} through ${throughSequence}: ${why}`)
}
