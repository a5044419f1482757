import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import type { Person } from '../person/people-table.tsx'
import { ReasonedAct } from '../person/reasoned-act.tsx'
import { say } from './words.ts'

export function RemovePerson({
  programme,
  person,
  onDone,
}: {
  readonly programme: string
  readonly person: Person
  readonly onDone: (isRemoved: boolean) => void
}): ReactNode {
  return (
    <ReasonedAct
      form={`remove.${programme}.${person.id}`}
      title={say('removeWho', { name: person.person?.name ?? '' })}
      act={say('remove')}
      effect={say('removeHint')}
      isRisky
      perform={({ reason }, key) =>
        answerOf(
          api.DELETE('/v1/programmes/{id}/roster/{worker}', {
            params: {
              path: { id: programme, worker: person.id },
              query: { reason },
              header: { 'Idempotency-Key': key },
            },
          }),
        )
      }
      changes={[['roster', programme]]}
      onDone={(removed) => onDone(removed !== undefined)}
    />
  )
}
