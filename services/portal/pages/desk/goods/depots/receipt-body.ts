import type { BodyOf } from '../../../common/api/client.ts'
import type { ToldEvent } from '../history/trail.queries.ts'
import type { TypedDay } from '../parts/late-entry.ts'

export interface TypedReceipt extends TypedDay {
  readonly commodity?: string | undefined
  readonly source?: 'organisation' | 'individual' | 'purchase' | undefined
  readonly donor?: string | undefined
  readonly fund?: string | undefined
  readonly quantity?: number | null | undefined
  readonly receiptNumber?: string | undefined
  readonly invoiceNumber?: string | undefined
  readonly expiresOn?: string | undefined
}

export interface TypedCorrection extends TypedReceipt {
  readonly wrong?: 'figures' | 'goods'
  readonly reason?: string
}

type Receipt = Omit<BodyOf<'receiveGoods'>, 'lateEntry'>

/** Undefined as long as something is missing. */
export function receiptOf(typed: TypedReceipt, today: string | undefined): Receipt | undefined {
  const { commodity, quantity, receiptNumber, expiresOn } = typed
  const source = sourceOf(typed)
  const receivedOn = typed.day ?? today
  if (!commodity || !quantity || !receiptNumber?.trim() || !source || receivedOn === undefined) return undefined
  return {
    ...{ commodity, quantity, source, receivedOn },
    receiptNumber: receiptNumber.trim(),
    ...(expiresOn && { expiresOn }),
  }
}

function sourceOf({ source, donor, fund, invoiceNumber }: TypedReceipt): Receipt['source'] | undefined {
  if (source === 'individual') return { kind: 'donation', donor: { kind: 'individual' } }
  if (source === 'purchase') {
    return fund
      ? { kind: 'purchase', fund, ...(invoiceNumber?.trim() && { invoiceNumber: invoiceNumber.trim() }) }
      : undefined
  }
  return donor?.trim() ? { kind: 'donation', donor: { kind: 'organisation', name: donor.trim() } } : undefined
}

/** A receipt as it was recorded, in the words of its form. */
export function typedOf({ source, ...data }: ToldEvent['data']): TypedReceipt {
  const { kind, fund, donor, invoiceNumber } = Object(source)
  const { commodity, quantity, receiptNumber, receivedOn, expiresOn } = data as Partial<BodyOf<'receiveGoods'>>
  return {
    ...{ commodity, quantity, receiptNumber, expiresOn, day: receivedOn },
    ...{ fund, donor: donor?.name, invoiceNumber: data.invoiceNumber ?? invoiceNumber },
    source: kind === 'purchase' ? kind : donor?.kind,
  }
}

/** What is not stated stays as it was: a corrected paper cannot be without a number or a day that it had. */
export function correctionOf(
  { wrong, reason, ...changed }: TypedCorrection,
  before: TypedReceipt,
  today: string | undefined,
): BodyOf<'correctGoodsReceipt'> | undefined {
  const typed = { ...before, ...changed }
  if (!reason?.trim()) return undefined
  if (wrong === 'goods') {
    const right = receiptOf(typed, today)
    return right && { quantity: 0, right, reason: reason.trim() }
  }
  const { quantity, receiptNumber, expiresOn } = typed
  const invoiceNumber = typed.invoiceNumber?.trim()
  if (typeof quantity !== 'number' || !receiptNumber?.trim()) return undefined
  if ((before.invoiceNumber && !invoiceNumber) || (before.expiresOn && !expiresOn)) return undefined
  return {
    ...{ quantity, receiptNumber: receiptNumber.trim(), reason: reason.trim() },
    ...(invoiceNumber && { invoiceNumber }),
    ...(expiresOn && { expiresOn }),
  }
}
