import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { correctableFields } from '@welfare/contracts/events/people.ts'
import { division, idOf } from '@welfare/contracts/primitives.ts'
import type { RecordedEvent } from '@welfare/event-store/port.ts'
import { afterField } from '@welfare/http/after.ts'
import { problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { READING_REFUSALS, readPurpose } from '../personal-data/access-records.ts'
import type { RegistryContext } from '../registry.context.ts'
import type { PersonalFields, WorkerFacts } from '../roster/roster.queries.ts'
import { maskPerson, personAnswer, revealPerson } from './worker-answer.ts'

const entry = z.strictObject({
  version: z.int().min(1),
  type: z.string(),
  recordedAt: z.iso.datetime({ offset: true }),
  actor: z.string(),
  employer: idOf('employer').optional(),
  division: division.optional(),
  trade: z.string().optional(),
  corrected: z.array(z.enum(correctableFields)).optional(),
  double: idOf('worker').optional(),
  survivor: idOf('worker').optional(),
  /** Why, in words about the person: only revealed, and only while the person's data may be handled. */
  reason: z.string().optional(),
  /** As the record said from here on; absent unless the person's data may be handled. */
  person: personAnswer.optional(),
})
const answer = z.strictObject({
  id: idOf('worker'),
  mergedInto: idOf('worker').optional(),
  doubles: z
    .array(idOf('worker'))
    .meta({ description: 'Records that were merged into this one; each has a history of its own' }),
  entries: z.array(entry),
})

/** What a record said, from its registration to now. */
export function createHistoryRoutes({ facts, store, keyStore, accessRecords }: RegistryContext): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/workers/{id}/history',
      operationId: 'readWorkerHistory',
      summary: 'Lists every version of one record, oldest first; names are masked unless revealed',
      tag: 'workers',
      params: z.strictObject({ id: idOf('worker') }),
      query: z.strictObject({
        reveal: queryBoolean
          .optional()
          .meta({ description: 'Real names instead of masked ones; the read is recorded' }),
        purpose: readPurpose.optional(),
        after: afterField,
      }),
      answers: { 200: { description: 'The history', schema: answer } },
      refusals: READING_REFUSALS,
      async handle({ params: { id }, query, actor }) {
        const found = facts.findWorker(id)
        if (!found) return problem('not-found')
        const recorded = await Array.fromAsync(store.readStream(id))
        if (query.reveal) {
          const read = { operation: 'readWorkerHistory', purpose: query.purpose, people: peopleOf(found, recorded) }
          const refused = await accessRecords.record(actor, read)
          if (refused) return refused
        }
        const { mergedInto, version } = found
        const entries = recorded.map((event) => toEntry(event, found, query.reveal === true))
        const body = { id, ...(mergedInto && { mergedInto }), doubles: facts.listDoubles(id), entries }
        return { status: 200, body, version, headers: notKept }
      },
    }),
  ]

  function peopleOf({ id, fields }: WorkerFacts, recorded: readonly RecordedEvent[]) {
    return [{ id, fields, formerly: fields === undefined ? [] : recorded.flatMap((event) => fieldsOf(event) ?? []) }]
  }

  function fieldsOf({ stream, data }: RecordedEvent): PersonalFields | undefined {
    const fields = typeof data.sealed === 'string' ? keyStore.decryptFields(stream, data.sealed) : undefined
    return fields as PersonalFields | undefined
  }

  function toEntry(recorded: RecordedEvent, { processing }: WorkerFacts, isRevealed: boolean): z.input<typeof entry> {
    const { version, recordedAt, stream, metadata } = recorded
    const event = eventCodec.decode(recorded)
    const said = { version, type: event.type, recordedAt, actor: String(metadata.actor) }
    const fields = processing === 'open' ? fieldsOf(recorded) : undefined
    const reasonOf = (sealed: string) =>
      isRevealed && processing === 'open' ? keyStore.decryptFields(stream, sealed) : undefined
    const person = fields && { person: isRevealed ? revealPerson(fields) : maskPerson(fields) }
    switch (event.type) {
      case 'WorkerRegistered':
      case 'WorkerChanged': {
        const { employer, division, trade } = event.data
        return { ...said, employer, division, trade, ...person }
      }
      case 'WorkerCorrected': {
        const { employer, division, trade, corrected, sealedReason } = event.data
        return { ...said, employer, division, trade, corrected, ...reasonOf(sealedReason), ...person }
      }
      case 'WorkersMerged':
        return { ...said, double: event.data.double }
      case 'WorkerMergedInto':
        return { ...said, survivor: event.data.survivor, ...reasonOf(event.data.sealedReason) }
      default:
        return said
    }
  }
}
