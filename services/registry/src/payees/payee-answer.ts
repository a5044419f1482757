import { type Scope, scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { creditCode } from '@welfare/contracts/events/payees.ts'
import { payeeAccount } from '@welfare/contracts/events/payments.ts'
import { idOf, instant, name, text } from '@welfare/contracts/primitives.ts'
import { maskName } from '@welfare/printouts/masks.ts'
import { z } from 'zod'
import type { Payee } from '../directory/merchant.decider.ts'
import type { RegistryFacts } from '../registry.facts.store.ts'
import type { PayeeFields } from './payee-secrets.ts'
import type { PayeeFacts } from './payees.store.ts'

const warningCodes = ['payee-account-elsewhere', 'credit-code-elsewhere', 'holder-differs'] as const
export const payeeWarning = z.strictObject({
  code: z.enum(warningCodes),
  merchants: z.array(idOf('merchant')).optional().meta({ description: 'Those that lie within what the caller sees' }),
})
export type PayeeWarning = z.infer<typeof payeeWarning>

const shown = {
  lastDigits: payeeAccount.shape.lastDigits,
  bank: name,
  creditCode: creditCode.optional(),
  holder: text(100).optional().meta({ description: 'Masked; absent where it was erased' }),
  hasContact: z.boolean(),
}
export const shownPayee = z.strictObject({
  ...shown,
  payeeVersion: payeeAccount.shape.version,
  setAt: instant,
  setBy: text(100),
  approvedBy: text(100).optional(),
})
export const payeePreview = z.strictObject({
  ...shown,
  needsApproval: z.literal(true).meta({ description: 'A payee is set by two persons, whatever limits say' }),
  warnings: z.array(payeeWarning),
})

export function maskPayee(
  { lastDigits, bank, creditCode, sealedFields }: Payee,
  fields: PayeeFields | undefined,
): z.infer<z.ZodObject<typeof shown>> {
  return {
    lastDigits,
    bank,
    ...(creditCode !== undefined && { creditCode }),
    ...(fields && { holder: maskName(fields.holder) }),
    hasContact: fields !== undefined && sealedFields.includes('contact'),
  }
}

export function toShownPayee(payee: PayeeFacts, fields: PayeeFields | undefined): z.infer<typeof shownPayee> {
  const { version: payeeVersion, setAt, setBy, approvedBy } = payee
  return { ...maskPayee(payee, fields), payeeVersion, setAt, setBy, ...(approvedBy !== undefined && { approvedBy }) }
}

/** What a second look is worth before money goes there; none refuses. */
export function warningsOf(
  facts: RegistryFacts,
  merchant: string,
  { accountHash, creditCode }: Pick<Payee, 'accountHash' | 'creditCode'>,
  holder: string | undefined,
  scope: Scope,
): PayeeWarning[] {
  const entry = facts.findEntry('merchant', merchant)
  const isSeen = (other: string) => {
    const division = facts.findEntry('merchant', other)?.data.division
    return division !== undefined && scope.merchants === undefined && scopeHoldsDivision(scope, division)
  }
  const elsewhere = (code: PayeeWarning['code'], merchants: readonly string[]) =>
    merchants.length > 0 ? [{ code, merchants: merchants.filter(isSeen) }] : []
  const differs =
    holder !== undefined && entry !== undefined && comparableText(holder) !== comparableText(entry.data.name)
  return [
    ...elsewhere('payee-account-elsewhere', facts.listSharingAccount(merchant, accountHash)),
    ...elsewhere('credit-code-elsewhere', creditCode ? facts.listSharingCreditCode(merchant, creditCode) : []),
    ...(differs ? [{ code: 'holder-differs' as const }] : []),
  ]
}
