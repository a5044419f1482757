import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import { defineProcess } from '@welfare/facts/process-manager.ts'
import { roundCodec } from './programmes.context.ts'
import type { ProgrammesCopy } from './programmes-copy.store.ts'
import { roundDecider } from './rounds/round.decider.ts'

/** Who is missing on a roster that took the place of the one before has left the programme's rounds too. */
export function createProgrammesProcesses(copy: ProgrammesCopy) {
  return [
    defineProcess({
      name: 'leave-rounds',
      on: ['RosterWorkersLeft'],
      decider: roundDecider,
      codec: roundCodec,
      react: ({ data: { programme, workers, credits } }, source) =>
        copy.listRoundsOf(programme, workers).map(({ round, workers: leaving }) => ({
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
