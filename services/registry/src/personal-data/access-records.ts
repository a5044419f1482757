import { randomUUID } from 'node:crypto'
import { actorText } from '@welfare/contracts/authority.ts'
import { codecFor, type DataOf } from '@welfare/contracts/catalogue.ts'
import { reason } from '@welfare/contracts/primitives.ts'
import { usualPurposes } from '@welfare/contracts/words/purpose-words.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { notAccepted } from '@welfare/http/answer-command.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import type { Dependencies } from '@welfare/http/dependencies.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { registryLimits } from '../registry-limits.ts'
import type { PersonalFields } from '../roster/roster.queries.ts'
import { type AccessEvent, accessDecider } from './access.decider.ts'

const accessCodec = codecFor<AccessEvent['type']>()

/** What reading people by name can be refused for; for the `refusals` of every route that does. */
export const READING_REFUSALS = {
  'reveal-not-allowed': 403,
  'purpose-missing': 422,
  'purpose-names-person': 422,
  'personal-reads-exhausted': 429,
} as const

export const readPurpose = reason.meta({
  description: `What names are read for, which is recorded: a usual purpose by its code (${Object.keys(usualPurposes).join(', ')}), any other in words`,
})

export interface PersonalRead {
  readonly operation: string
  /** What the names are read for; undefined is refused. */
  readonly purpose: string | undefined
  readonly programme?: string | undefined
  readonly people: readonly {
    readonly id: string
    readonly fields: PersonalFields | undefined
    /** What the record said before; no purpose may repeat that either. */
    readonly formerly?: readonly PersonalFields[]
  }[]
}

/** Every read of people by name is an event: who, whom, what for. */
export interface AccessRecords {
  /** Durable when it resolves with nothing; on a problem the names must not leave. */
  record(actor: Actor, read: PersonalRead): Promise<Problem | undefined>
}

export function createAccessRecords({ runner, clock }: Pick<Dependencies, 'runner' | 'clock'>): AccessRecords {
  return {
    async record(actor, { operation, purpose, programme, people }) {
      if (actor.role === 'approver') return refusal('reveal-not-allowed')
      if (purpose === undefined) return refusal('purpose-missing')
      const named = people.flatMap(({ fields }) => fields ?? [])
      if ([...named, ...people.flatMap(({ formerly = [] }) => formerly)].some((fields) => namesPerson(purpose, fields)))
        return refusal('purpose-names-person')
      if (named.length === 0) return undefined
      const account = actorText(actor)
      const reads = slices(people, registryLimits.workersPerEvent).map((slice) => {
        const workers = slice.map(({ id }) => id)
        return { account, operation, purpose, workers, count: workers.length, ...(programme && { programme }) }
      })
      // A long list takes several appends; were it refused half-way, more would be recorded than was read, never less.
      for (const command of slices(reads, registryLimits.readsPerAppend)) {
        const refused = await append(actor, command)
        if (refused) return refused
      }
      return undefined
    },
  }

  async function append(actor: Actor, reads: readonly DataOf<'PersonalDataRead'>[]): Promise<Problem | undefined> {
    const account = actorText(actor)
    const result = await runner.execute(accessDecider, accessCodec, {
      stream: derivedId('access', account, shanghaiDay(clock.now())),
      command: { type: 'ReadPersonalData', reads },
      commandId: randomUUID(),
      input: { reads: reads.length },
      metadata: commandMetadata(clock, actor),
      mayCreate: true,
    })
    return result.outcome === 'accepted' ? undefined : notAccepted(result, READING_REFUSALS)
  }
}

function refusal(code: keyof typeof READING_REFUSALS): Problem {
  return { code, status: READING_REFUSALS[code], facts: {} }
}

/** A purpose stays in the log for ever: it must not say the name that can be erased. */
function namesPerson(purpose: string, { name, identityNumber, phone }: PersonalFields): boolean {
  return [name, identityNumber, phone].some((value) => value !== undefined && purpose.includes(value))
}

/** Every one of them, so that it can be asked who read of one person, however long the list was. */
function slices<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size))
}
