import { say } from '../words.ts'

const codes = [
  'result-reference-unknown',
  'result-payment-not-sent',
  'result-amount-differs',
  'result-payee-differs',
  'result-said-twice',
  'result-line-unreadable',
  'payee-changed',
  'payment-not-sent',
  'payment-already-paid',
  'payment-already-sent',
  'payment-amount-differs',
  'payment-ended',
] as const

/** Why a line of the bank's file is no result of a payment; a code that is not known is said as it is. */
export function sayDifference(code: string): string {
  const known = codes.find((one) => one === code)
  return known ? say(`difference.${known}`) : code
}
