import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import { inParallel } from '@welfare/process/in-parallel.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { executeWithRetry } from '../execute-with-retry.ts'
import { identityCodec, type RegistryContext } from '../registry.context.ts'
import { identityIdOf } from '../registry-ids.ts'
import { registryLimits } from '../registry-limits.ts'
import { numbersOf, type PersonalFields, type UnreservedWorker } from '../roster/roster.queries.ts'
import type { RosterJobs } from '../roster/roster-jobs.store.ts'
import { identityDecider } from './id-number.decider.ts'

/**
 * Reserves the identity numbers of the living again under a newer key, and destroys the older one: from then on the reserved names of the erased mean
 * nothing to anybody, and who comes back is somebody new. Rosters wait meanwhile. What was cut off is taken up by the next start.
 */
export interface IdentityRotation {
  /** Joins the one that is under way; the same command again begins none. `imports-running`: rosters on their way hold numbers under the older key. */
  begin(commandId: string): 'begun' | 'imports-running'
  status(): RotationStatus
  start(): void
  stop(): Promise<void>
}

export interface RotationStatus {
  readonly hashKeyVersion: number
  readonly status: 'running' | 'done'
}

export interface IdentityRotationOptions
  extends Pick<RegistryContext, 'runner' | 'store' | 'clock' | 'keyStore' | 'facts' | 'factsFollower'> {
  readonly jobs: Pick<RosterJobs, 'listOpen'>
  readonly logger: Logger
}

const WAIT_FOR_FACTS_MS = 60_000
const PAUSE_AFTER_FAILURE_MS = 1_000

export function createIdentityRotation(options: IdentityRotationOptions): IdentityRotation {
  const { facts, factsFollower, store, runner, keyStore, jobs, clock, logger } = options
  const { identityHash } = keyStore
  const stopping = new AbortController()
  let running: Promise<void> | undefined

  return {
    begin(commandId) {
      if (jobs.listOpen().length > 0) return 'imports-running'
      if (!identityHash.isRotationDue()) identityHash.begin(commandId)
      run()
      return 'begun'
    },
    status: () => ({
      hashKeyVersion: identityHash.current().version,
      status: identityHash.isRotationDue() ? 'running' : 'done',
    }),
    start: run,
    async stop() {
      stopping.abort()
      await running
    },
  }

  function run(): void {
    if (!identityHash.isRotationDue()) return
    running ??= carryOut().finally(() => {
      running = undefined
    })
  }

  async function carryOut(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await reserveTheLiving()
        identityHash.finish()
        return
      } catch (error) {
        if (stopping.signal.aborted) return
        logger.error({ err: error }, 'identity-rotation-stopped')
        await delay(PAUSE_AFTER_FAILURE_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  async function reserveTheLiving(): Promise<void> {
    const head = await store.head()
    if (
      head &&
      !(await factsFollower.waitFor(head.position, { timeoutMs: WAIT_FOR_FACTS_MS, signal: stopping.signal }))
    )
      throw new Error('the facts did not catch up')
    const known = facts.newestHashKeyVersion()
    if (identityHash.isReplacement() && known >= identityHash.current().version) identityHash.begin(randomUUID(), known)
    const { version, key } = identityHash.current()
    const { rowsPerTurn, importInFlight } = registryLimits
    for (let after = 0; ; ) {
      const slice = facts.listUnreserved(version, after, rowsPerTurn)
      await inParallel(slice, importInFlight, (worker) => reserve(worker, version, key))
      const last = slice.at(-1)
      if (last === undefined) return
      after = last.registered
    }
  }

  /** Whose key is gone has no number to reserve. */
  async function reserve({ id, sealed }: UnreservedWorker, version: number, key: Uint8Array): Promise<void> {
    const fields = keyStore.decryptFields(id, sealed) as PersonalFields | undefined
    for (const number of fields ? numbersOf(fields) : []) await reserveNumber(id, number, version, key)
  }

  async function reserveNumber(id: string, number: string, version: number, key: Uint8Array): Promise<void> {
    await executeWithRetry(runner, stopping.signal, identityDecider, identityCodec, {
      stream: identityIdOf(number, key),
      command: { type: 'ReserveIdentity', worker: id, hashKeyVersion: version },
      commandId: derivedUuid('identity-rotation', String(version), id),
      input: { worker: id, hashKeyVersion: version },
      metadata: commandMetadata(clock, 'process/identity-rotation'),
      mayCreate: true,
    })
  }
}
