import { scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { text } from '@welfare/contracts/primitives.ts'
import type { Position } from '@welfare/event-store/port.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import { waitLimits } from '@welfare/process/limits.ts'
import { z } from 'zod'
import type { RegistryContext } from '../registry.context.ts'
import type { WorkerFacts } from '../roster/roster.queries.ts'

/** The paper on which it was decided. */
export const documentField = z
  .strictObject({ kind: text(40), number: text(60), date: z.iso.date().optional() })
  .optional()

/** What changing a record can be refused for, whatever the change is. */
export const RECORD_REFUSALS = {
  'worker-unknown': 404,
  'record-of-another-union': 403,
  'worker-merged': 409,
  'worker-restricted': 409,
  'worker-erased': 409,
} as const

/** The record, as fresh as the log, where it is the actor's union's to change: a record belongs to the union of its division. */
export async function findOwnRecord(
  { facts }: RegistryContext,
  id: string,
  { scope }: Actor,
): Promise<(WorkerFacts & { readonly fields: NonNullable<WorkerFacts['fields']> }) | Problem> {
  const found = facts.findWorker(id)
  if (found === undefined) return refused('worker-unknown', { worker: id })
  const { division, mergedInto, processing, fields } = found
  if (!scopeHoldsDivision(scope, division)) return refused('record-of-another-union', { division })
  if (mergedInto !== undefined) return refused('worker-merged', { survivor: mergedInto })
  if (fields === undefined || processing !== 'open')
    return refused(processing === 'restricted' ? 'worker-restricted' : 'worker-erased')
  return { ...found, fields }
}

function refused(code: keyof typeof RECORD_REFUSALS, facts: Problem['facts'] = {}): Problem {
  return problemOf({ code, facts }, RECORD_REFUSALS)
}

/** Waits, bounded: who is told that it is done sees it in every list. */
export async function reflect(
  { factsFollower }: Pick<RegistryContext, 'factsFollower'>,
  position: Position | undefined,
): Promise<void> {
  if (position !== undefined) await factsFollower.waitFor(position, { timeoutMs: waitLimits.freshFactsMs })
}
