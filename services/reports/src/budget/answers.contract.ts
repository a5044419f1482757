import { count, day, division, idOf, moment } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { z } from 'zod'

/** Query fields of every read model: which moment is asked for. */
export const momentFields = {
  at: moment.optional().meta({
    description: 'As known at a sequence, or at an RFC 3339 time; a time in the future is now.',
  }),
  after: afterField,
}
export const effectiveField = {
  effective: day.optional().meta({
    description:
      'As it had happened by the end of this day, whenever it was recorded (with `at`: as far as known then).',
  }),
}

/** What every answer reflects. */
export const reflectedFields = {
  ledger: z.string().meta({ description: 'Id of the ledger' }),
  epoch: z.int().min(1).meta({ description: 'Epoch in which the event of `sequence` was recorded' }),
  sequence: count.meta({ description: 'The last event that the answer reflects' }),
  recordedAt: z.string().nullable().meta({ description: 'When that was recorded, UTC; null before the first event' }),
  effective: day.optional(),
  postingRulesVersion: z.int().meta({ description: 'Version of the rules that the legs were made by' }),
  treeSize: count.meta({
    description: 'Size of the transparency log that holds exactly the events the answer reflects: its `sequence`',
  }),
  rootHash: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/)
    .meta({ description: 'RFC 9162 root of the tree of that size: SHA-256, base64' }),
}

/** An answer before the transparency log has stamped it. */
export type Unstamped<StampedAnswer> = Omit<StampedAnswer, 'treeSize' | 'rootHash'>

export const fenBalance = z
  .int()
  .meta({ description: 'Integer fen (1/100 yuan); below zero only where the account may be' })
export const nextCursor = z.string().nullable().meta({ description: 'For `cursor`; null at the end' })
export const fundId = idOf('fund')
export const programmeId = idOf('programme')
export const nameOrNull = z.string().nullable()
export const divisionOrNull = division.nullable()
