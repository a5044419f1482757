import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { notAccepted } from '@welfare/http/answer-command.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { identityCodec, type RegistryContext } from '../registry.context.ts'
import { identityIdOf } from '../registry-ids.ts'
import { type IdentityCommand, identityDecider } from './id-number.decider.ts'

export interface IdentityMove {
  readonly worker: string
  readonly from: string
  readonly to: string
  /** The number was never the worker's: it is somebody else's. */
  readonly release: boolean
  readonly commandId: string
  readonly metadata: JsonObject
}

/** Another number for a worker: reserved first, so that nobody else is registered with it. Each step can be repeated. */
export function createIdentityMoves({
  facts,
  runner,
  keyStore,
}: Pick<RegistryContext, 'facts' | 'runner' | 'keyStore'>) {
  return {
    async move({
      worker,
      from,
      to,
      release,
      commandId,
      metadata,
    }: IdentityMove): Promise<{ identity: string } | Problem> {
      if (keyStore.identityHash.isRotationDue()) return refused('identity-hash-rotating', 503)
      const { key, version } = keyStore.identityHash.current()
      const identity = identityIdOf(to, key)
      const reserved = await run(identity, { type: 'ReserveIdentity', worker, hashKeyVersion: version })
      if (reserved) return reserved
      const holder = await runner.read(identityDecider, identityCodec, identity, (state) => state.worker)
      if (holder !== worker && facts.findWorkerOf(identity) !== worker)
        return refused('identity-of-another-worker', 409, holder === undefined ? {} : { worker: holder })
      if (!release) return { identity }
      return (await run(identityIdOf(from, key), { type: 'ReleaseIdentity', worker })) ?? { identity }

      async function run(stream: string, command: IdentityCommand): Promise<Problem | undefined> {
        const result = await runner.execute(identityDecider, identityCodec, {
          stream,
          command,
          commandId: derivedUuid('identity-move', commandId, command.type),
          input: { worker },
          metadata,
          mayCreate: true,
        })
        return result.outcome === 'accepted' ? undefined : notAccepted(result, {})
      }
    },
  }
}

function refused(code: string, status: number, facts: Problem['facts'] = {}): Problem {
  return { code, status, facts }
}
