import { z } from 'zod'
import { day, instant, reason, text } from './primitives.ts'

/** What every event says about itself beside its data. Everything that moves money or goods is posted on `accountingDate`. */
export const eventMetadata = z.strictObject({
  /** The command that led to the event (idempotency). */
  commandId: z.string(),
  /** Keyed hash of the command's input. */
  inputHash: z.string(),
  /** Account that acted, `<role>/<id>`; `process/<name>` for a process manager. Never a person's name. The maker (制单人) of the entry. */
  actor: text(100),
  /** When it happened in the world, UTC. */
  occurredAt: instant,
  /** The day on which it counts in the books. Of a correction: the day on which it is made. */
  accountingDate: day,
  /** The day that the paper states, where it is another: people, sites, quotas and windows go by it. */
  paperDay: day.optional(),
  /** Set where it was entered later than it happened, and by how many days. Acts of processes bear the day of their cause and are none. */
  lateEntry: z.strictObject({ reason, days: z.int().min(0).max(100_000).optional() }).optional(),
  /** Set where another person had to let it pass: the checker (审核人) of the entry. */
  approval: z.strictObject({ proposal: z.string().max(200), approvedBy: text(100) }).optional(),
  /** Id of the event that a process reacted to. */
  causationId: z.string().optional(),
  /** The paper behind the entry. */
  document: z
    .strictObject({
      kind: text(40),
      number: text(60),
      date: day.optional(),
      attachments: z.int().min(0).max(1_000).optional(),
    })
    .optional(),
})
export type EventMetadata = z.infer<typeof eventMetadata>
/** What a service hands to the runner; the runner adds command id and input hash. */
export type CommandMetadata = Omit<EventMetadata, 'commandId' | 'inputHash'>
