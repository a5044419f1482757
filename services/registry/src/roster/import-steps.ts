import type { Decider, JsonObject } from '@welfare/event-store/decider/decider.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import type { CommandResult, CommandRunner, EventCodec } from '@welfare/event-store/runner.ts'
import { employerDecider } from '../directory/employer.decider.ts'
import { executeWithRetry } from '../execute-with-retry.ts'
import { identityDecider } from '../people/id-number.decider.ts'
import { workerDecider } from '../people/worker.decider.ts'
import { employerCodec, identityCodec, importCodec, workerCodec } from '../registry.context.ts'
import { type ImportCommand, importDecider } from './import.decider.ts'
import type { NewEmployer } from './roster-employers.ts'
import type { RosterJob, SealedWork } from './roster-jobs.store.ts'

/** The commands of one import, each with an id that follows from the job. */
export interface ImportSteps {
  import(step: string, command: ImportCommand): Promise<void>
  employer(id: string, employer: NewEmployer): Promise<void>
  /** False when the number was given to another worker since the row was planned. */
  reserve(work: SealedWork): Promise<boolean>
  /** False when somebody else has registered the worker. */
  register(work: SealedWork): Promise<boolean>
  /** What stands against it: somebody had the person's data restricted or erased since the row was planned. */
  change(work: SealedWork): Promise<'worker-restricted' | 'worker-erased' | 'worker-merged' | undefined>
}

export function createImportSteps(job: RosterJob, runner: CommandRunner, signal: AbortSignal): ImportSteps {
  /** From the first step on: that step is what caused the others. */
  let caused: JsonObject = job.metadata

  async function run<State, Command, Event>(
    decider: Decider<State, Command, Event>,
    codec: EventCodec<Event>,
    stream: string,
    step: string,
    command: Command,
    more: { readonly ifVersion?: number } = {},
  ): Promise<CommandResult<Event>> {
    const commandId = derivedUuid('roster-import', job.id, step)
    return executeWithRetry(runner, signal, decider, codec, {
      stream,
      command,
      commandId,
      input: { import: job.id, step },
      metadata: caused,
      mayCreate: true,
      ...more,
    })
  }

  return {
    async import(step, command) {
      const result = await run(importDecider, importCodec, job.id, step, command)
      if (result.outcome === 'refused') throw new UnexpectedRefusalError(job.id, result.refusal.code)
      const started = result.outcome === 'accepted' && step === 'started' ? result.events[0] : undefined
      if (started !== undefined) caused = { ...job.metadata, causationId: started.id }
    },
    async employer(id, employer) {
      // Refused when another roster or an officer was first: then it is there, which is all that is wanted.
      const result = await run(employerDecider, employerCodec, id, `employer-${id}`, {
        type: 'RegisterEmployer',
        id,
        employer,
      })
      if (result.outcome === 'refused' && result.refusal.code !== 'employer-already-registered') {
        throw new UnexpectedRefusalError(id, result.refusal.code)
      }
    },
    async reserve({ identity, worker, row }) {
      const command = { type: 'ReserveIdentity', worker, hashKeyVersion: job.hashKeyVersion } as const
      const result = await run(identityDecider, identityCodec, identity, `reserve-${row}`, command)
      if (result.outcome === 'accepted' && result.events.length > 0) return true
      const holder = await runner.read(identityDecider, identityCodec, identity, (state) => state.worker)
      return holder === worker
    },
    async register({ identity, group, sealed, sealedFields, worker, row }) {
      const data = { identity, ...group, sealed, sealedFields: [...sealedFields] }
      const command = { type: 'RegisterWorker', worker: data } as const
      const result = await run(workerDecider, workerCodec, worker, `register-${row}`, command)
      if (result.outcome === 'accepted') return true
      if (result.outcome === 'refused' && result.refusal.code === 'worker-already-registered') return false
      throw new UnexpectedRefusalError(worker, result.outcome === 'refused' ? result.refusal.code : result.outcome)
    },
    async change({ group, sealed, sealedFields, worker, row, comparedVersion }) {
      const data = { ...group, sealed, sealedFields: [...sealedFields] }
      const command = { type: 'ChangeWorker', worker: data } as const
      const first = await run(workerDecider, workerCodec, worker, `change-${row}`, command, {
        ifVersion: comparedVersion,
      })
      if (first.outcome === 'accepted') return undefined
      // Changed by somebody else since the comparison: what this roster says is later, and says it wholly.
      const again = await run(workerDecider, workerCodec, worker, `change-${row}`, command)
      if (again.outcome !== 'refused') return undefined
      const { code } = again.refusal
      if (code === 'worker-restricted' || code === 'worker-erased' || code === 'worker-merged') return code
      throw new UnexpectedRefusalError(worker, code)
    },
  }
}

/** A bug: the import's own rules were broken. */
class UnexpectedRefusalError extends Error {
  override readonly name = 'UnexpectedRefusalError'
  constructor(stream: string, code: string) {
    super(`${stream} refused a step of an import: ${code}`)
  }
}
