import { InvalidPositionError, type Position } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import { httpLimits } from '@welfare/process/limits.ts'
import { z } from 'zod'
import { type Problem, problem } from './problem.ts'

/** Query field of routes that can wait until a write is visible. */
export const afterField = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/)
  .optional()
  .meta({
    pattern: '^[\\x21-\\x7e]{1,100}\\.[1-9]\\d{0,8}\\.\\d{1,20}(_\\d{1,20}(_[1-9]\\d{0,15})?)?-\\d\\d$',
    description:
      'The `Welfare-Position` of an earlier answer: this answer waits, bounded, until it reflects that. It ends in a check: what was not handed out by this ledger is `position-malformed`.',
  })

/** Undefined when what `after` names is visible, else `position-malformed` or `after-not-reached`. */
export async function awaitAfter(
  consumer: Pick<Consumer, 'waitFor'>,
  after: string | undefined,
  { signal, timeoutMs = httpLimits.afterTimeoutMs }: { signal: AbortSignal; timeoutMs?: number },
): Promise<Problem | undefined> {
  if (after === undefined) return undefined
  try {
    const reached = await consumer.waitFor(after as Position, { timeoutMs, signal })
    return reached ? undefined : problem('after-not-reached')
  } catch (error) {
    if (error instanceof InvalidPositionError) return problem('position-malformed')
    throw error
  }
}
