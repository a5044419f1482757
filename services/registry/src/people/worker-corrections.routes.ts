import { correctableFields } from '@welfare/contracts/events/people.ts'
import { division, idOf, name, reason, trade } from '@welfare/contracts/primitives.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { commandMetadata, commandRoute, findEvent } from '@welfare/http/command-route.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { type RegistryContext, workerCodec } from '../registry.context.ts'
import { type Correction, correctFields } from './correct-fields.ts'
import { createIdentityMoves } from './id-number-moves.ts'
import { checkResidentId, type ResidentIdError } from './resident-id.ts'
import { workerDecider } from './worker.decider.ts'
import { documentField, findOwnRecord, RECORD_REFUSALS, reflect } from './worker-records.ts'

export const NUMBER_REFUSALS: Readonly<Record<ResidentIdError['code'], number>> = {
  'identity-number-missing': 422,
  'identity-number-old-form': 422,
  'identity-number-length-wrong': 422,
  'identity-number-character-wrong': 422,
  'identity-number-birth-date-wrong': 422,
  'identity-number-birth-date-in-future': 422,
  'identity-number-check-character-wrong': 422,
}
const REFUSALS: Readonly<Record<string, number>> = {
  ...RECORD_REFUSALS,
  ...NUMBER_REFUSALS,
  'employer-unknown': 422,
  'identity-of-another-worker': 409,
  'identity-hash-rotating': 503,
}

export const phone = z.string().regex(/^\+?\d{5,15}$/)
const body = z
  .strictObject({
    name: name.optional(),
    phone: phone.nullable().optional().meta({ description: 'Digits, perhaps after a plus; null: there is none' }),
    identityNumber: z.string().min(1).max(40).optional(),
    employer: idOf('employer').optional(),
    division: division.optional(),
    trade: trade.optional(),
    formerNumber: z.enum(['keep', 'release']).optional().meta({
      description:
        'What becomes of a number that is corrected. keep (default): it still finds this worker; release: it is somebody else’s',
    }),
    reason,
    document: documentField,
  })
  .refine((given) => correctableFields.some((field) => given[field] !== undefined), {
    params: { code: 'nothing-to-correct' },
  })
const answer = z.strictObject({
  id: idOf('worker'),
  version: z.int().min(1),
  corrected: z.array(z.enum(correctableFields)),
})

/** A record put right, with a reason, by the union that it belongs to; the earlier one can be read in its history. */
export function createCorrectionRoute(context: RegistryContext): Route {
  const { facts, clock, keyStore } = context
  const identities = createIdentityMoves(context)
  return commandRoute(context, {
    method: 'post',
    path: '/v1/workers/{id}/corrections',
    operationId: 'correctWorker',
    summary: 'Puts name, telephone, identity number, employer, division or trade of a record right, with a reason',
    tag: 'workers',
    params: z.strictObject({ id: idOf('worker') }),
    body,
    answers: { 200: { description: 'Corrected, or already so', schema: answer } },
    refusals: REFUSALS,
    decidedBy: [workerDecider, workerCodec],
    async toCommand({ params: { id }, body: given, actor, commandId }) {
      const known = await findOwnRecord(context, id, actor)
      if (isProblem(known)) return known
      const asked = await checkCorrection(given)
      if (isProblem(asked)) return asked
      const { fields, group, corrected } = correctFields(known, asked)
      const { document } = given
      // The number is reserved before the record says it: what a crash leaves in between, the same request sent again completes.
      const moved =
        fields.identityNumber === known.fields.identityNumber
          ? undefined
          : await identities.move({
              worker: id,
              from: known.fields.identityNumber,
              to: fields.identityNumber,
              release: given.formerNumber === 'release',
              commandId,
              metadata: commandMetadata(clock, actor, { document }),
            })
      if (moved !== undefined && isProblem(moved)) return problemOf(moved, REFUSALS)
      const worker = {
        ...group,
        ...(moved && { identity: moved.identity }),
        sealed: keyStore.encryptFields(id, { ...fields }),
        sealedFields: Object.keys(fields).sort(),
        corrected: [...corrected],
        sealedReason: keyStore.encryptFields(id, { reason: given.reason }),
      }
      return { stream: id, command: { type: 'CorrectWorker', worker }, metadata: { document } }
    },
    async toAnswer({ version, position, events }, { params: { id } }) {
      await reflect(context, position)
      const corrected = findEvent(events, 'WorkerCorrected', id)?.data.corrected ?? []
      return { status: 200, body: { id, version, corrected } }
    },
  })

  async function checkCorrection({ identityNumber, ...given }: z.output<typeof body>): Promise<Correction | Problem> {
    const { employer } = given
    if (employer !== undefined && !facts.findEntry('employer', employer))
      return problemOf({ code: 'employer-unknown', facts: { employer } }, REFUSALS)
    if (identityNumber === undefined) return given
    const number = checkResidentId(identityNumber, shanghaiDay(clock.now()))
    if (!number.valid) return problemOf(number.error, REFUSALS)
    const { birthDate, sex } = number
    return { ...given, identity: { identityNumber: number.number, birthDate, sex } }
  }
}
