import { setTimeout as delay } from 'node:timers/promises'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import { waitLimits } from '@welfare/process/limits.ts'
import { type ActsContext, makerCodec, PERFORMING } from './acts.context.ts'
import { makerDecider } from './maker.decider.ts'

/** Longer than any request is on its way: what another instance counted may still be done. */
const OTHERS_MAY_TAKE_MS = 60_000

/**
 * Gives back to their makers what was counted for acts that the last end cut off: counted, and nothing else of them was recorded. Who sends
 * such a request again is counted again.
 */
export async function giveBackLost(context: ActsContext, signal: AbortSignal): Promise<void> {
  const { store, facts, follower, runner, clock, isOnly } = context
  const head = await store.head()
  if (!head) return
  if (!isOnly) await delay(OTHERS_MAY_TAKE_MS, undefined, { signal, ref: false })
  while (!(await follower.waitFor(head.position, { timeoutMs: waitLimits.freshFactsMs, signal })))
    signal.throwIfAborted()
  for (const { act, kind, maker, sequence } of facts.listCounted(head.sequence)) {
    const result = await runner.execute(makerDecider, makerCodec, {
      stream: maker,
      command: { type: 'UncountAct', act, kind },
      commandId: derivedUuid('lost', act, sequence),
      input: { act },
      metadata: commandMetadata(clock, PERFORMING),
    })
    if (result.outcome !== 'accepted') throw new Error(`${act} was not given back: ${result.outcome}`)
  }
}
