import { division, idOf, name, text } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { READING_REFUSALS, readPurpose } from '../personal-data/access-records.ts'
import type { RegistryContext } from '../registry.context.ts'
import { registryLimits } from '../registry-limits.ts'
import { showMasked, workerAnswer } from './worker-answer.ts'

const KEYS = ['name', 'initials', 'numberEnding', 'phoneEnding', 'employer'] as const

const body = z
  .strictObject({
    name: name.optional().meta({ description: 'A part of it; dots, blanks and width do not matter', example: '卓玛' }),
    initials: z
      .string()
      .regex(/^[A-Za-z]{1,20}$/)
      .optional()
      .meta({ description: 'First letters of the pinyin, from the first character on', example: 'crzm' }),
    numberEnding: z
      .string()
      .regex(/^\d{3}[\dXx]$/)
      .optional()
      .meta({ description: 'The last four of the identity number', example: '123X' }),
    phoneEnding: z
      .string()
      .regex(/^\d{4}$/)
      .optional()
      .meta({ description: 'The last four of the telephone', example: '5678' }),
    employer: idOf('employer').optional(),
    programme: idOf('programme').optional().meta({ description: 'Only who is on its roster' }),
    near: z
      .strictObject({ programme: idOf('programme').optional(), division: division.optional() })
      .optional()
      .meta({ description: 'Who is listed first: on the roster of that programme, then of that division' }),
    purpose: readPurpose,
  })
  .refine((given) => KEYS.some((key) => given[key] !== undefined), {
    params: { code: 'nothing-to-look-for' },
  })
const answer = z.strictObject({
  items: z.array(
    workerAnswer.extend({
      employerName: text(100).optional(),
      programmes: z.array(z.strictObject({ programme: idOf('programme'), name: z.string() })),
    }),
  ),
  /** There are more than are shown: say more of the person. */
  more: z.boolean(),
})

/** Somebody who stands at the counter without a card: who it is, and in which programmes. What was asked stands in no URL; whom it found is recorded. */
export function createLookUpRoutes({ facts, accessRecords }: RegistryContext): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/worker-look-ups',
      operationId: 'lookUpWorker',
      summary:
        'Looks a worker up by name, initials, last four of number or telephone, employer; the search is recorded',
      tag: 'workers',
      query: z.strictObject({ after: afterField }),
      body,
      answers: {
        200: {
          description: 'Who was found, masked: who is near first, then in the order of registration',
          schema: answer,
        },
      },
      refusals: READING_REFUSALS,
      async handle({ body: { purpose, ...search }, actor }) {
        const limit = registryLimits.workersPerLookUp
        const found = facts.searchWorkers({ ...search, scope: actor.scope, limit: limit + 1 })
        const people = found.slice(0, limit).flatMap((id) => facts.findWorker(id) ?? [])
        const { programme } = search
        const read = { operation: 'lookUpWorker', purpose, programme, people }
        const refused = await accessRecords.record(actor, read)
        if (refused) return refused
        const items = people.map((worker) => ({
          ...showMasked(worker),
          ...nameOf(worker.employer),
          programmes: facts.listProgrammesOf(worker.id),
        }))
        return { status: 200, body: { items, more: found.length > limit } }
      },
    }),
  ]

  function nameOf(employer: string): { readonly employerName?: string } {
    const found = facts.findEntry('employer', employer)
    return found === undefined ? {} : { employerName: found.data.name }
  }
}
