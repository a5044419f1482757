import type { Heading } from './word.ts'

/** What people are usually read by name for: recorded by its code, said in the reader's language. Any other is free text and stays as it was written. */
export const usualPurposes = {
  checking: { chinese: '核对', english: 'Checking' },
  asked: { chinese: '答复本人', english: 'The person asked' },
  complaint: { chinese: '处理投诉', english: 'A complaint' },
  correction: { chinese: '更正', english: 'A correction' },
  audit: { chinese: '审计', english: 'Audit' },
  printing: { chinese: '印制餐补卡', english: 'Printing cards' },
  handing: { chinese: '发放', english: 'A hand-out' },
  signing: { chinese: '签收', english: 'Signing' },
  counting: { chinese: '盘点', english: 'A stock count' },
  payment: { chinese: '付款', english: 'A payment' },
} as const satisfies Readonly<Record<string, Heading>>

export type UsualPurpose = keyof typeof usualPurposes

export function isUsualPurpose(purpose: string): purpose is UsualPurpose {
  return Object.hasOwn(usualPurposes, purpose)
}
