import { z } from 'zod'
import { day, division, idOf, reason, trade } from '../primitives.ts'
import { personGroup, sealed } from './registry.ts'

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
/** The number was never this worker's: it is somebody else's from here on. */
export const identityReleased = z.strictObject({ worker: idOf('worker') })

/** Stands in the survivor's stream first: two records never merge into each other. */
export const workersMerged = z.strictObject({ double: idOf('worker') })
/** Two records were of one person: this one is no longer one of its own. Its numbers find the survivor, its credits go back to their programmes. */
export const workerMergedInto = z.strictObject({ survivor: idOf('worker'), sealedReason: sealed })

/** What becomes of the credits of somebody who leaves. */
export const leaverCredits = z.enum(['run-on', 'withdraw'])
const workers = z.array(idOf('worker')).min(1).max(500)

/** A confirmed roster took the place of the one before: who is missing on it has left. */
export const rosterWorkersLeft = z.strictObject({ programme: idOf('programme'), workers, credits: leaverCredits })

/** After the freezing: the plan as frozen stays, the plan as amended changes. */
export const workersJoinedRound = z.strictObject({
  programme: idOf('programme'),
  joinedOn: day,
  groups: z.array(personGroup).min(1).max(500),
  reason,
})
export const workersLeftRound = z.strictObject({
  programme: idOf('programme'),
  leftOn: day,
  workers,
  credits: leaverCredits,
  reason,
})

export const peopleEvents = {
  WorkerCorrected: { category: 'worker', schemaVersion: 1, schema: workerCorrected },
  WorkersMerged: { category: 'worker', schemaVersion: 1, schema: workersMerged },
  WorkerMergedInto: { category: 'worker', schemaVersion: 1, schema: workerMergedInto },
  IdentityReleased: { category: 'identity', schemaVersion: 1, schema: identityReleased },
  RosterWorkersLeft: { category: 'import', schemaVersion: 1, schema: rosterWorkersLeft },
  WorkersJoinedRound: { category: 'round', schemaVersion: 1, schema: workersJoinedRound },
  WorkersLeftRound: { category: 'round', schemaVersion: 1, schema: workersLeftRound },
} as const
