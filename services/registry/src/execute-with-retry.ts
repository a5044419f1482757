import { setTimeout as delay } from 'node:timers/promises'
import type { Decider } from '@welfare/event-store/decider/decider.ts'
import type { CommandRequest, CommandResult, CommandRunner, EventCodec } from '@welfare/event-store/runner.ts'
import { registryLimits } from './registry-limits.ts'

/** Tries again, with the same id, while the store is overloaded or does not know. */
export async function executeWithRetry<State, Command, Event>(
  runner: CommandRunner,
  signal: AbortSignal,
  decider: Decider<State, Command, Event>,
  codec: EventCodec<Event>,
  request: CommandRequest<Command>,
): Promise<CommandResult<Event>> {
  for (let attempt = 1; attempt <= registryLimits.stepAttempts; attempt++) {
    signal.throwIfAborted()
    const result = await runner.execute(decider, codec, request)
    if (result.outcome === 'accepted' || result.outcome === 'refused') return result
    await delay(attempt * registryLimits.stepPauseMs, undefined, { signal })
  }
  throw new Error(`the store did not take a command on ${request.stream}`)
}
