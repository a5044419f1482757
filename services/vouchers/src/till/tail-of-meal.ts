import { splitPart } from '@welfare/contracts/primitives.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { tailOfCode } from './voucher-code.ts'

/** Of the card that the person has now. */
export function tailOfMeal(
  { copy, codes }: Pick<VouchersContext, 'copy' | 'codes'>,
  meal: string | undefined,
): { readonly tail?: string } {
  const serial = meal === undefined ? undefined : copy.serialOfWallet(splitPart(meal).stream)
  return serial === undefined ? {} : { tail: tailOfCode(codes.codeOf(serial)) }
}
