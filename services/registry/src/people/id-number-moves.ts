import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { notAccepted } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { identityCodec, type RegistryContext } from '../registry.context.ts'
import { identityIdOf } from '../registry-ids.ts'
import { type IdentityCommand, identityDecider } from './id-number.decider.ts'

export interface IdentityReservation {
  readonly worker: string
  readonly to: string
  readonly commandId: string
  readonly metadata: JsonObject
}

export interface IdentityMove extends IdentityReservation {
  readonly from: string
  /** The number was never the worker's: it is somebody else's. */
  readonly release: boolean
}

/** A number for a worker, or another one: reserved first, so that nobody else is registered with it. Each step can be repeated. */
export function createIdentityMoves({
  facts,
  runner,
  keyStore,
}: Pick<RegistryContext, 'facts' | 'runner' | 'keyStore'>) {
  async function reserve({
    worker,
    to,
    commandId,
    metadata,
  }: IdentityReservation): Promise<{ identity: string } | Problem> {
    if (keyStore.identityHash.isRotationDue()) return refused('identity-hash-rotating', 503)
    const { key, version } = keyStore.identityHash.current()
    const identity = identityIdOf(to, key)
    const command = { type: 'ReserveIdentity', worker, hashKeyVersion: version } as const
    const failed = await run(identity, command, commandId, metadata)
    if (failed) return failed
    const holder = await runner.read(identityDecider, identityCodec, identity, (state) => state.worker)
    if (holder !== worker && facts.findWorkerOf(identity) !== worker)
      return refused('identity-of-another-worker', 409, holder === undefined ? {} : { worker: holder })
    return { identity }
  }

  async function run(
    stream: string,
    command: IdentityCommand,
    commandId: string,
    metadata: JsonObject,
  ): Promise<Problem | undefined> {
    const result = await runner.execute(identityDecider, identityCodec, {
      stream,
      command,
      commandId: derivedUuid('identity-move', commandId, command.type),
      input: { worker: command.worker },
      metadata,
      mayCreate: true,
    })
    return result.outcome === 'accepted' ? undefined : notAccepted(result, {})
  }

  return {
    reserve,
    async move({ from, release, ...reservation }: IdentityMove): Promise<{ identity: string } | Problem> {
      const reserved = await reserve(reservation)
      if (isProblem(reserved) || !release) return reserved
      const { worker, commandId, metadata } = reservation
      const former = identityIdOf(from, keyStore.identityHash.current().key)
      return (await run(former, { type: 'ReleaseIdentity', worker }, commandId, metadata)) ?? reserved
    },
  }
}

function refused(code: string, status: number, facts: Problem['facts'] = {}): Problem {
  return { code, status, facts }
}
