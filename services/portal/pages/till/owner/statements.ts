import { type AnswerOf, answerOf } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { apis } from '../api.ts'

export type StatementRow = AnswerOf<'listStatements'>['items'][number]
export type StatementSheet = AnswerOf<'readStatement'>['open']
export type StatementLine = AnswerOf<'listStatementLines'>['items'][number]
type StatementPayment = AnswerOf<'readPayment'>

/** One number of the shop's statement in a programme. */
export interface StatementPlace {
  readonly id: string
  readonly number: number
  readonly programme: string
}

const PAGE = 50

/** The newest first, what waits for the shop before all others; and what was never proposed, programme by programme. */
export async function readStatements(merchant: string) {
  const query = { merchant, limit: 200 }
  const [rows, programmes, { items: open }] = await Promise.all([
    everyPage((cursor) =>
      answerOf(apis.account.GET('/v1/statements', { params: { query: { ...query, ...(cursor && { cursor }) } } })),
    ),
    everyPage((cursor) =>
      answerOf(apis.account.GET('/v1/programmes', { params: { query: { limit: 200, ...(cursor && { cursor }) } } })),
    ),
    answerOf(apis.account.GET('/v1/merchants/{id}/open-numbers', { params: { path: { id: merchant } } })),
  ])
  const nameOf = (id: string) => programmes.find((programme) => programme.id === id)?.name ?? ''
  const named = <Row extends { readonly programme: string }>(row: Row) => ({
    ...row,
    programmeName: nameOf(row.programme),
  })
  const newest = rows.reverse().map(named)
  const isWaiting = ({ status }: StatementRow) => status === 'proposed'
  return {
    notStated: open.filter(({ status }) => status === 'open').map(named),
    stated: [...newest.filter(isWaiting), ...newest.filter((row) => !isWaiting(row))],
  }
}

export interface ShownStatement {
  readonly sheet: StatementSheet
  /** Meals that are not agreed about. */
  readonly disputed: ReadonlySet<string>
  /** Of funds that pay something of it. */
  readonly names: ReadonlyMap<string, string>
  /** The last one that was to pay it. */
  readonly payment: StatementPayment | undefined
}

export async function readStatement({ id, number }: StatementPlace): Promise<ShownStatement | undefined> {
  const { numbers, open, disputes } = await answerOf(
    apis.account.GET('/v1/statements/{id}', { params: { path: { id } } }),
  )
  const sheet = [...numbers, open].find((one) => one.number === number)
  if (!sheet) return undefined
  const { payment } = sheet
  return {
    sheet,
    names: new Map(sheet.payers.map(({ fund, name }) => [fund, name])),
    disputed: new Set(disputes.map(({ redemption }) => redemption)),
    payment:
      payment === undefined
        ? undefined
        : await answerOf(apis.account.GET('/v1/payments/{id}', { params: { path: { id: payment } } })),
  }
}

export function readLines({ id, number }: StatementPlace, cursor: string | undefined) {
  const query = { number, limit: PAGE, ...(cursor !== undefined && { cursor }) }
  return answerOf(apis.account.GET('/v1/statements/{id}/lines', { params: { path: { id }, query } }))
}
