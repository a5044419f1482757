import { z } from 'zod'
import { divisionHolds, WHOLE_LEDGER } from './divisions.ts'
import { ACCOUNT_NAME } from './events/written-numbers.ts'
import { division, idOf } from './primitives.ts'

/** Every role there is; an account has exactly one. */
export const roles = ['officer', 'approver', 'merchant-owner', 'merchant-till', 'auditor', 'administrator'] as const
export type Role = (typeof roles)[number]
export const role = z.enum(roles)

/** Sign-in name of an account; never a person's real name. */
export const accountName = z
  .string()
  .regex(ACCOUNT_NAME)
  .meta({ description: 'Sign-in name of an account; never a real name', example: 'desk-1' })

/** Where an account's role holds: in these divisions and below them, and, where they are named, only for these programmes or merchants. */
export const scope = z.strictObject({
  divisions: z
    .array(z.union([division, z.literal(WHOLE_LEDGER)]))
    .max(50)
    .meta({ description: 'Division codes, each with all below it; 000000 is the whole ledger', example: ['632700'] }),
  programmes: z.array(idOf('programme')).min(1).max(50).optional(),
  merchants: z.array(idOf('merchant')).min(1).max(50).optional(),
})
export type Scope = z.infer<typeof scope>

export const everything: Scope = { divisions: [WHOLE_LEDGER] }

export function scopeHoldsDivision({ divisions }: Scope, inner: string): boolean {
  return divisions.some((outer) => outer === WHOLE_LEDGER || divisionHolds(outer, inner))
}

/** Does it hold for all of the ledger, whatever comes? */
export function isWholeLedger({ divisions, programmes, merchants }: Scope): boolean {
  return divisions.includes(WHOLE_LEDGER) && programmes === undefined && merchants === undefined
}

/** Is `inner` nowhere wider than `outer`? */
export function scopeHolds(outer: Scope, inner: Scope): boolean {
  return (
    inner.divisions.every((code) =>
      code === WHOLE_LEDGER ? outer.divisions.includes(WHOLE_LEDGER) : scopeHoldsDivision(outer, code),
    ) &&
    isNarrower(outer.programmes, inner.programmes) &&
    isNarrower(outer.merchants, inner.merchants)
  )
}

function isNarrower(outer: readonly string[] | undefined, inner: readonly string[] | undefined): boolean {
  if (outer === undefined) return true
  return inner?.every((id) => outer.includes(id)) ?? false
}

/** Who acted, as events, answers and logs name it: `<role>/<account>`, `process/<name>`, `operator/<system user>`. Never a person's name. */
export function actorText({ role, id, recordedAs }: ActingAccount): string {
  return recordedAs ?? `${role}/${id}`
}

export interface ActingAccount {
  readonly role: string
  readonly id: string
  /** Where it is not `<role>/<id>`. */
  readonly recordedAs?: string
}

export type ProcessActor = `process/${string}`

export function isProcess(actor: unknown): actor is ProcessActor {
  return typeof actor === 'string' && actor.startsWith('process/')
}

/** The account of such a text, or what stands in its place: what one person did is told by it, in whatever role. */
export function accountIn(actor: string): string {
  return actor.slice(actor.indexOf('/') + 1)
}
