import { type AccountName, postingAccounts } from '@welfare/contracts/accounts.ts'
import { type EventType, eventCatalogue } from '@welfare/contracts/catalogue.ts'
import { fundRelation } from '@welfare/contracts/events/funds.ts'
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
  /** Whose money the fund is. */
  relation: fundRelation.optional(),
  /** What the entry is. */
  event: z.enum(Object.keys(eventCatalogue) as EventType[]).optional(),
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
  readonly bankAccount: string | null
  /** Of an entry that only the books of one union have: its number. */
  readonly subject?: string | undefined
  readonly fund: string | null
  readonly programme: string | null
  readonly eventType: string
}

/** The first rule that fits; undefined for goods, which are counted in pieces and have no value here. */
export function subjectOf(
  leg: Placed,
  { fundRelations, programmes, bankAccounts }: Pick<BookDirectory, 'fundRelations' | 'programmes' | 'bankAccounts'>,
): Subject | undefined {
  if (leg.subject !== undefined) return subjectNumbered(leg.subject)
  if (leg.account === 'bank') return bankSubject(leg.bankAccount, bankAccounts)
  const relation = leg.fund === null ? undefined : fundRelations.get(leg.fund)?.relation
  const kind = (leg.programme === null ? undefined : programmes.get(leg.programme)?.kind) ?? ''
  const fitting = chart.rules.find(
    (one) =>
      one.account === leg.account &&
      (one.event === undefined || one.event === leg.eventType) &&
      (one.relation === undefined || one.relation === relation) &&
      (one.programmeKind === undefined || kind.startsWith(one.programmeKind)),
  )
  return fitting && subjectNumbered(fitting.subject)
}

function subjectNumbered(number: string): Subject {
  const found = subjectByNumber.get(number)
  if (!found) throw new Error(`the chart has no subject ${number}`)
  return found
}

const [ON_ACCOUNTS, ON_NONE] = ['10201', '10202']

/** Each account of a union has a subject of its own, numbered as it was registered. */
function bankSubject(bankAccount: string | null, bankAccounts: BookDirectory['bankAccounts']): Subject {
  const facts = bankAccount === null ? undefined : bankAccounts.get(bankAccount)
  if (!facts) return subjectNumbered(ON_NONE)
  const name = `${facts.bank.replace(/[^\p{L}\p{N}]/gu, '')}-${facts.lastDigits}`
  return { ...subjectNumbered(ON_ACCOUNTS), number: `${ON_ACCOUNTS}${String(facts.ordinal).padStart(4, '0')}`, name }
}

/** Of the chart, and of each account of a union. */
export function subjectsOf({ bankAccounts }: Pick<BookDirectory, 'bankAccounts'>): Subject[] {
  return [...chart.subjects, ...[...bankAccounts.keys()].map((id) => bankSubject(id, bankAccounts))]
}

/** Income whose subject waits for somebody to say whose money the fund is. */
export function isUndecided(
  { account, fund, eventType }: Pick<Placed, 'account' | 'fund' | 'eventType'>,
  { fundRelations }: Pick<BookDirectory, 'fundRelations'>,
) {
  return account === 'donated' && !isToldByEvent(eventType) && fund !== null && !fundRelations.has(fund)
}

/** What its entries are about has a subject of its own, whose ever the money is. */
export function isToldByEvent(eventType: string): boolean {
  return chart.rules.some(({ event }) => event === eventType)
}

/** The subject above: 502 of 50205; undefined at the top. */
export function parentOf({ number }: Subject): Subject | undefined {
  const above = [-2, -4].map((end) => number.slice(0, end)).filter((one) => one.length > 2)
  return above.map((one) => subjectByNumber.get(one)).find((one) => one !== undefined)
}
