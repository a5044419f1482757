import { division, idOf } from '@welfare/contracts/primitives.ts'
import { maskIdentityNumber, maskName, maskPhone } from '@welfare/printouts/masks.ts'
import { z } from 'zod'
import type { PersonalFields, WorkerFacts } from '../roster/roster.queries.ts'

const masked = z.strictObject({
  masked: z.literal(true),
  name: z.string().meta({ example: '王*明' }),
  identityNumber: z.string().meta({ example: '632701********1234' }),
  phone: z.string().optional().meta({ example: '138****5678' }),
})
const revealed = z.strictObject({
  masked: z.literal(false),
  name: z.string(),
  identityNumber: z.string(),
  birthDate: z.string(),
  sex: z.enum(['female', 'male']),
  phone: z.string().optional(),
})
export const personAnswer = z.discriminatedUnion('masked', [masked, revealed])

export const workerAnswer = z.strictObject({
  id: idOf('worker'),
  version: z.int().min(1),
  employer: idOf('employer'),
  division,
  trade: z.string(),
  processing: z.enum(['open', 'restricted', 'erased']).meta({
    description: "What may be done with the person's data: what it was collected for, storage only, nothing any more",
  }),
  mergedInto: idOf('worker').optional().meta({ description: 'The record that goes on for this person' }),
  /** Absent unless `processing` is open. */
  person: personAnswer.optional(),
})

type Shown = z.infer<typeof workerAnswer>
type ShownPerson = z.infer<typeof personAnswer>

export function showMasked(facts: WorkerFacts): Shown {
  return show(facts, maskPerson)
}

/** Only after the read was recorded. */
export function showRevealed(facts: WorkerFacts): Shown {
  return show(facts, revealPerson)
}

export function maskPerson({ name, identityNumber, phone }: PersonalFields): ShownPerson {
  return {
    masked: true,
    name: maskName(name),
    identityNumber: maskIdentityNumber(identityNumber),
    ...(phone !== undefined && { phone: maskPhone(phone) }),
  }
}

/** Only after the read was recorded. */
export function revealPerson({ formerNumbers: _, ...fields }: PersonalFields): ShownPerson {
  return { masked: false, ...fields }
}

function show(facts: WorkerFacts, toPerson: (fields: PersonalFields) => ShownPerson): Shown {
  const { id, version, employer, division, trade, processing, mergedInto, fields } = facts
  return {
    id,
    version,
    employer,
    division,
    trade,
    processing,
    ...(mergedInto !== undefined && { mergedInto }),
    ...(fields !== undefined && { person: toPerson(fields) }),
  }
}
