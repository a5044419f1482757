import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import { defineProcess } from '@welfare/facts/process-manager.ts'
import { roundCodec } from './programmes.context.ts'
import type { ProgrammesFacts } from './programmes.facts.ts'
import { roundDecider } from './rounds/round.decider.ts'

/** Who is missing on a roster that took the place of the one before has left the programme's rounds of before, too. */
export function createProgrammesProcesses(facts: ProgrammesFacts) {
  return [
    defineProcess({
      name: 'leave-rounds',
      on: ['RosterWorkersLeft'],
      decider: roundDecider,
      codec: roundCodec,
      react: ({ data: { programme, workers, credits } }, source) =>
        facts.listRoundsOf(programme, workers, source.sequence).map(({ round, workers: leaving }) => ({
          stream: round,
          command: {
            type: 'LeaveRound' as const,
            workers: leaving,
            leftOn: accountingDateOf(source),
            credits,
            reason: 'roster-replaced',
            whoeverIsIn: true as const,
          },
        })),
    }),
  ]
}
