import { type Heading, heading } from './word.ts'

/** Whose money a fund is to the union that holds it. */
export const relationWords = {
  own: heading('Its own', '本级自有资金'),
  superior: heading('A superior union’s', '上级工会拨款'),
  peer: heading('Another region’s union’s', '其他地区工会支援'),
  government: heading('A government’s', '政府补助'),
  enterprise: heading('An enterprise’s', '企业或团体捐赠'),
  person: heading('A person’s', '个人捐赠'),
} as const satisfies Readonly<Record<string, Heading>>

export type FundRelation = keyof typeof relationWords
