import { division, idOf, name, trade } from '@welfare/contracts/primitives.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { commandMetadata, commandRoute } from '@welfare/http/command-route.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Route } from '@welfare/http/route.ts'
import { maskName } from '@welfare/printouts/masks.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { employerDecider } from '../directory/employer.decider.ts'
import { createFreeTextCheck } from '../personal-data/free-text-check.ts'
import { employerCodec, type RegistryContext, workerCodec } from '../registry.context.ts'
import { identityIdOf, workerIdOf } from '../registry-ids.ts'
import type { PersonalFields, WorkerFacts } from '../roster/roster.queries.ts'
import { createRosterEmployers, type NewEmployer } from '../roster/roster-employers.ts'
import { isSamePersonName } from '../roster/roster-people.ts'
import { createIdentityMoves } from './id-number-moves.ts'
import { checkResidentId } from './resident-id.ts'
import { workerDecider } from './worker.decider.ts'
import { NUMBER_REFUSALS, phone } from './worker-corrections.routes.ts'
import { reflect } from './worker-records.ts'

const REFUSALS: Readonly<Record<string, number>> = {
  ...NUMBER_REFUSALS,
  'worker-already-registered': 409,
  'identity-of-another-worker': 409,
  'worker-restricted': 409,
  'worker-erased': 409,
  'trade-missing': 422,
  'employer-names-person': 422,
  'trade-names-person': 422,
  'identity-hash-rotating': 503,
}

const body = z.strictObject({
  name,
  identityNumber: z.string().min(1).max(40),
  phone: phone.optional(),
  employer: name.meta({
    description: 'By its name within the division, as on a roster: an unknown one is registered, too',
    example: '玉树市环卫站',
  }),
  division,
  trade: trade.optional().meta({ description: "Default: the employer's, where it is known" }),
})
const answer = z.strictObject({
  id: idOf('worker'),
  version: z.int().min(1),
  name: z.string().meta({ description: 'Masked', example: '王*明' }),
})

/** Who signs for goods or is given some, and is on no roster: known from then on, and still on none. */
export function createRegistrationRoute(context: RegistryContext): Route {
  const { facts, clock, keyStore, runner } = context
  const identities = createIdentityMoves(context)
  return commandRoute(context, {
    method: 'post',
    path: '/v1/workers',
    operationId: 'registerWorker',
    summary:
      'Registers one person, on no roster; where the number is known under the same name, says which worker it is',
    tag: 'workers',
    body,
    answers: { 201: { description: 'Registered', schema: answer } },
    refusals: REFUSALS,
    decidedBy: [workerDecider, workerCodec],
    async toCommand({ body: given, actor, commandId }) {
      const number = checkResidentId(given.identityNumber, shanghaiDay(clock.now()))
      if (!number.valid) return problemOf(number.error, REFUSALS)
      if (keyStore.identityHash.isRotationDue()) return refused('identity-hash-rotating')
      const { number: identityNumber, birthDate, sex } = number
      const fields: PersonalFields = {
        ...{ name: given.name, identityNumber, birthDate, sex },
        ...(given.phone !== undefined && { phone: given.phone }),
      }
      const employers = createRosterEmployers(facts)
      const { division, trade, employer: employerName } = given
      const employed = employers.findGroup({ fields, employerName, division, trade })
      if (employed === undefined) return refused('trade-missing')
      const { group, isNew } = employed
      const check = createFreeTextCheck([{ row: 1, values: { ...fields }, problems: [] }])
      if (isNew && check(employerName) !== 'clear') return refused('employer-names-person')
      if (check(group.trade) !== 'clear') return refused('trade-names-person')

      const known = identityIdOf(identityNumber, keyStore.identityHash.current().key)
      const worker = facts.findWorkerOf(known) ?? workerIdOf(known, facts.countReleases(known))
      const found = facts.findWorker(worker)
      const unfit = found && found.processing !== 'open' ? (`worker-${found.processing}` as const) : undefined
      if (unfit !== undefined) return refused(unfit)
      const steps = { commandId, metadata: commandMetadata(clock, actor, {}) }
      const failed = found
        ? undefined
        : await prepare(worker, identityNumber, employers.listNew(new Set([group.employer])), steps)
      if (failed) return failed
      keyStore.createPersonKeys([worker])
      const sealed = keyStore.encryptFields(worker, { ...fields })
      const data = { identity: known, ...group, sealed, sealedFields: Object.keys(fields).sort() }
      const refusal = found && refusalOfKnown(found, given.name)
      return { stream: worker, command: { type: 'RegisterWorker', worker: data }, mayCreate: true, refusal }
    },
    async toAnswer({ version, position }, { body: given }, { stream: id }) {
      await reflect(context, position)
      return { status: 201, body: { id, version, name: maskName(given.name) } }
    },
  })

  /** The number and the employer come before the record that names them: what a crash leaves in between, the same request completes. */
  async function prepare(
    worker: string,
    to: string,
    newEmployers: ReadonlyMap<string, NewEmployer>,
    steps: Steps,
  ): Promise<Problem | undefined> {
    for (const [id, employer] of newEmployers) {
      const result = await runner.execute(employerDecider, employerCodec, {
        stream: id,
        command: { type: 'RegisterEmployer', id, employer },
        commandId: derivedUuid('worker-registration', steps.commandId, id),
        input: { worker },
        metadata: steps.metadata,
        mayCreate: true,
      })
      // Somebody was quicker: it is there, which is all that is wanted.
      const isThere = result.outcome === 'refused' && result.refusal.code === 'employer-already-registered'
      if (result.outcome !== 'accepted' && !isThere) return notAccepted(result, {})
    }
    const reserved = await identities.reserve({ worker, to, ...steps })
    return isProblem(reserved) ? problemOf(reserved, REFUSALS) : undefined
  }
}

interface Steps {
  readonly commandId: string
  readonly metadata: ReturnType<typeof commandMetadata>
}

function refusalOfKnown({ id, fields }: WorkerFacts, name: string) {
  const isSame = fields !== undefined && isSamePersonName(fields.name, name)
  return {
    code: isSame ? 'worker-already-registered' : 'identity-of-another-worker',
    facts: { worker: id, ...(isSame && { maskedName: maskName(name) }) },
  }
}

function refused(code: string): Problem {
  return problemOf({ code, facts: {} }, REFUSALS)
}
