import { type Heading, heading } from './word.ts'

/** Why a till usually takes a meal back: recorded by its code, said in the reader's language. Any other reason is free text and stays as it was written. */
export const usualUndoReasons = {
  'wrong-amount': heading('wrong amount', '金额输错'),
  'guest-did-not-eat': heading('the guest did not eat', '职工没有用餐'),
  'entered-twice': heading('entered twice', '重复核销'),
} as const satisfies Readonly<Record<string, Heading>>

export type UsualUndoReason = keyof typeof usualUndoReasons

/** What a shop usually finds wrong with a meal of its statement: recorded by its code, and after it, where it says more, `: ` and its words. */
export const usualDisputeReasons = {
  'amount-disputed': heading('the amount is wrong', '金额不对'),
  'not-of-this-shop': heading('it is not a meal of this shop', '不是本店的用餐'),
  'one-meal-twice': heading('one meal was entered twice', '同一餐记了两次'),
  'other-dispute': heading('something else', '其他'),
} as const satisfies Readonly<Record<string, Heading>>

export type UsualDisputeReason = keyof typeof usualDisputeReasons

/** @returns undefined for free text */
export function usualReasonOf(reason: string): { readonly heading: Heading; readonly beside: string } | undefined {
  const [code, ...beside] = reason.split(': ')
  const heading = Object.entries({ ...usualUndoReasons, ...usualDisputeReasons }).find(([one]) => one === code)?.[1]
  return heading && { heading, beside: beside.join(': ') }
}
