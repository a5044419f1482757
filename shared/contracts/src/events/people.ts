import { z } from 'zod'
import { division, idOf, trade } from '../primitives.ts'
import { sealed } from './registry.ts'

/** The part of a worker's record that is nobody's secret. */
const openPart = z.strictObject({ employer: idOf('employer'), division, trade })

export const correctableFields = ['name', 'phone', 'identityNumber', 'employer', 'division', 'trade'] as const

/** A record put right by the union that it belongs to. What was right before stands in the events before it. */
export const workerCorrected = openPart.extend({
  /** Where the number was corrected: the identity that is reserved for it. */
  identity: idOf('identity').optional(),
  sealed,
  sealedFields: z.array(z.string()).max(20),
  corrected: z.array(z.enum(correctableFields)).min(1).max(correctableFields.length),
  was: openPart,
  /** Free text about a person is sealed with the person's key. */
  sealedReason: sealed,
})
/** The number was never this worker's: whoever has it is somebody else from here on. */
export const identityReleased = z.strictObject({ worker: idOf('worker') })

/** Stands in the survivor's stream first: two records never merge into each other. */
export const workersMerged = z.strictObject({ double: idOf('worker') })
/** Two records were of one person: this one is no longer one of its own. Its numbers find the survivor, its credits go back to their programmes. */
export const workerMergedInto = z.strictObject({ survivor: idOf('worker'), sealedReason: sealed })

export const peopleEvents = {
  WorkerCorrected: { category: 'worker', schemaVersion: 1, schema: workerCorrected },
  WorkersMerged: { category: 'worker', schemaVersion: 1, schema: workersMerged },
  WorkerMergedInto: { category: 'worker', schemaVersion: 1, schema: workerMergedInto },
  IdentityReleased: { category: 'identity', schemaVersion: 1, schema: identityReleased },
} as const
