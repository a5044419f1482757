import { z } from 'zod'
import { MAX_TOTAL_FEN } from '../money.ts'
import { day, division, idOf, name, partOf, reason, share, text } from '../primitives.ts'

export const payer = idOf('payer')
const shares = z.array(share).length(1)
const availableAfterFen = z.int().min(0).max(MAX_TOTAL_FEN)

/** Who pays shops instead of a union, from an account that is none of ours: a treasury 国库, another office of the government, somebody else. */
export const payerRegistered = z.strictObject({ name, division, kind: z.enum(['treasury', 'government', 'other']) })

/** So much of a fund may be spent, and the payer pays the shops for it; no bank of ours ever has it. */
export const directPaymentGranted = z.strictObject({
  payer,
  /** Of the notice 额度通知 that grants it. */
  noticeNumber: text(60),
  grantedOn: day,
  shares,
  availableAfterFen,
})
/** The payer takes back what of a grant is in no programme. */
export const directPaymentReduced = z.strictObject({
  payer,
  grant: partOf('fund'),
  shares,
  reason,
  availableAfterFen,
})

export const payersEvents = {
  PayerRegistered: { category: 'payer', schemaVersion: 1, schema: payerRegistered },
  DirectPaymentGranted: { category: 'fund', schemaVersion: 1, schema: directPaymentGranted },
  DirectPaymentReduced: { category: 'fund', schemaVersion: 1, schema: directPaymentReduced },
} as const
