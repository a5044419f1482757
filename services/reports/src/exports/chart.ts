import { type AccountName, postingAccounts } from '@welfare/contracts/accounts.ts'
import { funder } from '@welfare/contracts/events/funds.ts'
import { programmeKind } from '@welfare/contracts/events/programmes.ts'
import { z } from 'zod'
import chartData from './data/chart-of-accounts.json' with { type: 'json' }
import type { BookDirectory } from './directory.queries.ts'

const mark = z.enum(['certain', 'own', 'unverified'])
const subject = z.strictObject({
  number: z.string().regex(/^[1-9][0-9]{2,7}$/),
  /** Part of an account's name in plain-text books: letters, digits and hyphens. */
  name: z.string().regex(/^[\p{L}\p{N}-]+$/u),
  type: z.enum(['资产', '负债', '净资产', '收入', '支出', '备查']),
  side: z.enum(['debit', 'credit']),
  mark,
})
export type Subject = z.infer<typeof subject>

const rule = z.strictObject({
  account: z.enum(Object.keys(postingAccounts) as AccountName[]),
  /** Of the fund's funder. */
  funderKind: funder.shape.kind.optional(),
  /** The programme's kind begins so. */
  programmeKind: programmeKind.optional(),
  subject: z.string(),
  mark,
})

/** The chart of accounts and which subject (科目) a posting account is shown under: a data file, for a finance officer to replace. */
export const chart = z
  .strictObject({ edition: z.string(), note: z.string(), subjects: z.array(subject), rules: z.array(rule) })
  .parse(chartData)

const subjectByNumber = new Map(chart.subjects.map((one) => [one.number, one]))

interface Placed {
  readonly account: AccountName
  readonly fund: string | null
  readonly programme: string | null
}

/** The first rule that fits; undefined for goods, which are counted in pieces and have no value here. */
export function subjectOf(leg: Placed, { funds, programmes }: Pick<BookDirectory, 'funds' | 'programmes'>) {
  const funderKind = leg.fund === null ? undefined : funds.get(leg.fund)?.funderKind
  const kind = (leg.programme === null ? undefined : programmes.get(leg.programme)?.kind) ?? ''
  const fitting = chart.rules.find(
    (one) =>
      one.account === leg.account &&
      (one.funderKind === undefined || one.funderKind === funderKind) &&
      (one.programmeKind === undefined || kind.startsWith(one.programmeKind)),
  )
  if (!fitting) return undefined
  const found = subjectByNumber.get(fitting.subject)
  if (!found) throw new Error(`the chart has no subject ${fitting.subject}`)
  return found
}

/** The subject above: 502 of 50205; undefined at the top. */
export function parentOf({ number }: Subject): Subject | undefined {
  return number.length > 3 ? subjectByNumber.get(number.slice(0, -2)) : undefined
}
