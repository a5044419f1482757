import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { CommandResult } from '@welfare/event-store/runner.ts'
import type { ProgrammesContext } from '../programmes.context.ts'
import { roundCodec } from '../programmes.context.ts'
import { roundDecider } from './round.decider.ts'
import type { RoundEvent } from './round.state.ts'
import { inPeopleParts, MAX_PARTS_PER_APPEND, MAX_PEOPLE_PER_PART, type PersonGroup } from './round-parts.ts'

type FreezingContext = Pick<ProgrammesContext, 'runner' | 'facts'>

/** The next people of a roster as it was through a sequence, as many as fit into one append. */
export function nextParts(
  { facts }: Pick<ProgrammesContext, 'facts'>,
  programme: string,
  throughSequence: number,
  from: number,
): PersonGroup[][] {
  const people = MAX_PARTS_PER_APPEND * MAX_PEOPLE_PER_PART
  return inPeopleParts(facts.readRoster(programme, throughSequence, from, people)).slice(0, MAX_PARTS_PER_APPEND)
}

/**
 * Goes on with an opened round until every entry stands in it and it is sealed. The roster is read as it was when the round was opened,
 * and each append has a command id of its own, so that a process that goes on after a crash, twice or at once, freezes the same people.
 * Returns the result that kept it from going on; undefined when it is sealed.
 */
export async function freezeRest(
  context: FreezingContext,
  round: string,
  metadata: JsonObject,
): Promise<Exclude<CommandResult<RoundEvent>, { outcome: 'accepted' }> | undefined> {
  for (;;) {
    const open = await context.runner.read(roundDecider, roundCodec, round, (state) =>
      state.status === 'freezing'
        ? { programme: state.programme, through: state.rosterReadThrough, from: state.frozen }
        : undefined,
    )
    if (!open) return undefined
    const { programme, through, from } = open
    const parts = nextParts(context, programme, through, from)
    if (parts.length === 0) throw new Error(`${round} was opened for more people than the roster has`)
    const result = await context.runner.execute(roundDecider, roundCodec, {
      stream: round,
      command: { type: 'FreezeMore', from, parts },
      commandId: `freeze-from-${from}`,
      input: { from },
      metadata,
    })
    if (result.outcome !== 'accepted') return result
  }
}
