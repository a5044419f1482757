import { inGroups, toBase32 } from '@welfare/contracts/card-code.ts'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import { derivedId, derivedUuid } from '@welfare/event-store/derived-id.ts'
import { type CheckedDay, checkDay } from '@welfare/http/late-entry.ts'
import type { Actor } from '@welfare/http/route.ts'
import type { FundsContext } from '../funds.context.ts'
import type { OpenPayment, PaymentEvent } from './payment.state.ts'
import type { PaymentsFacts } from './payments.facts.ts'

export interface PaymentsContext extends Pick<FundsContext, 'runner' | 'clock' | 'acts'> {
  readonly facts: Pick<
    FundsContext['facts'],
    'findProgramme' | 'findBankAccount' | 'findPayer' | 'isOnAccounts' | 'payerOf' | 'thereFen'
  > &
    PaymentsFacts
}

export const paymentCodec = codecFor<PaymentEvent['type']>()

/** Whoever prepares one under the same reference meets the same stream. */
export function paymentOf(reference: string): string {
  return derivedId('payment', reference)
}

/** Where the officer gives none: the same for a request sent again. Eight characters that can be read aloud, `ZF-7K3M-9QX2`. */
export function referenceFor(commandId: string): string {
  const bits = derivedUuid('payment-reference', commandId).replaceAll('-', '').slice(0, 10)
  return `ZF-${inGroups(toBase32(Number.parseInt(bits, 16), 8))}`
}

/** Banks tell of a payment afterwards. */
const bankSaid = { reason: '以银行回单日期为准' }

/** The day that the bank states, as far back as the paying division allows. */
export function checkBankDay(
  { acts, clock, facts }: PaymentsContext,
  payment: OpenPayment,
  actor: Pick<Actor, 'role'>,
  day: string | undefined,
): CheckedDay {
  const division = facts.findProgramme(payment.parts[0]?.programme ?? '')?.division ?? ''
  return checkDay({ day, lateEntry: bankSaid, actor, policy: () => acts.latePolicyOf(division), now: clock.now() })
}
