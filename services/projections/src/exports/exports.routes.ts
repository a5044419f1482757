import { problemOf } from '@welfare/service-kit/answer-command.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import {
  defineRoute,
  type Route,
  type RouteAnswer,
  type RouteRequest,
  type StreamedBody,
} from '@welfare/service-kit/route.ts'
import { isRefusal } from '../query-context.ts'
import { type Asks, reading, reportRefusals } from '../report-route.ts'
import { stampHeaders } from '../stamped.ts'
import { beancountForm } from './beancount.ts'
import { type Book, openBook } from './book.ts'
import { type BookQuery, bookQuery } from './exports.contract.ts'
import { hledgerForm } from './hledger.ts'
import { writePlainText } from './plain-text-book.ts'

const plainText = 'text/plain; charset=utf-8'

/** The whole journal, in the forms in which others take it away. */
export function createExportRoutes(service: Pick<Asks, 'ask'>): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path: '/v1/journal.hledger',
      operationId: 'exportHledger',
      summary: 'The journal as a file for hledger: a transaction for each event with legs',
      query: bookQuery,
      answers: { 200: { description: 'Passes `hledger check --strict`', contentType: plainText } },
      handle: (request) => exported(request, plainText, (book) => writePlainText(book, hledgerForm)),
    }),
    defineRoute({
      ...reading,
      path: '/v1/journal.beancount',
      operationId: 'exportBeancount',
      summary: 'The journal as a file for Beancount: a transaction for each event with legs',
      query: bookQuery,
      answers: { 200: { description: 'Passes `bean-check`', contentType: plainText } },
      handle: (request) => exported(request, plainText, (book) => writePlainText(book, beancountForm)),
    }),
  ]

  async function exported(
    { query, actor: { reach }, signal }: Pick<RouteRequest<unknown, BookQuery>, 'query' | 'actor' | 'signal'>,
    contentType: string,
    write: (book: Book) => StreamedBody,
  ): Promise<RouteAnswer | Problem> {
    const book = await openBook(service, query, { reach, signal })
    if (isProblem(book)) return book
    if (isRefusal(book)) return problemOf(book, reportRefusals)
    return { status: 200, contentType, headers: stampHeaders(book.stamp), body: write(book) }
  }
}
