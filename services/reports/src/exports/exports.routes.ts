import { problemOf } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route, type RouteAnswer, type RouteRequest, type StreamedBody } from '@welfare/http/route.ts'
import { xlsxContentType } from '@welfare/printouts/xlsx-printout.ts'
import { streamXlsxTable } from '@welfare/printouts/xlsx-stream.ts'
import type { WholeJournalQuery } from '../journal/journal.contract.ts'
import { isRefusal } from '../query-context.ts'
import { type ReportQueries, reading, reportRefusals } from '../report-route.ts'
import { stampHeaders } from '../stamped.ts'
import { beancountForm } from './beancount.ts'
import { openBook } from './book.ts'
import type { Book } from './book-entry.ts'
import { bookQuery, journalTableQuery, yearQuery } from './exports.contract.ts'
import { writeGbtArchive } from './gbt-archive.ts'
import { writeGbtLedger } from './gbt-ledger.ts'
import { hledgerForm } from './hledger.ts'
import { journalTable } from './journal-table.ts'
import { largeParts } from './large-parts.ts'
import { writePlainText } from './plain-text-book.ts'

const xml = 'application/xml; charset=utf-8'
const plainText = 'text/plain; charset=utf-8'

/** The whole journal, in the forms in which others take it away. */
export function createExportRoutes(service: Pick<ReportQueries, 'ask'>): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path: '/v1/journal.hledger',
      operationId: 'exportHledger',
      summary: 'Exports the journal for hledger: a transaction for each event with legs',
      query: bookQuery,
      answers: { 200: { description: 'Passes `hledger check --strict`', contentType: plainText } },
      handle: (request) => exported(request, plainText, (book) => largeParts(writePlainText(book, hledgerForm))),
    }),
    defineRoute({
      ...reading,
      path: '/v1/journal.beancount',
      operationId: 'exportBeancount',
      summary: 'Exports the journal for Beancount: a transaction for each event with legs',
      query: bookQuery,
      answers: { 200: { description: 'Passes `bean-check`', contentType: plainText } },
      handle: (request) => exported(request, plainText, (book) => largeParts(writePlainText(book, beancountForm))),
    }),
    defineRoute({
      ...reading,
      path: '/v1/journal.xlsx',
      operationId: 'exportJournalXlsx',
      summary: 'Exports the journal as a spreadsheet: a row for each leg, with names, debit and credit apart',
      query: journalTableQuery,
      answers: { 200: { description: 'All legs that match, as of one moment', contentType: xlsxContentType } },
      handle: (request) => exported(request, xlsxContentType, (book) => streamXlsxTable(journalTable(book))),
    }),
    defineRoute({
      ...reading,
      path: '/v1/exports/gbt24589/archive.xml',
      operationId: 'exportGbtArchive',
      summary: 'Exports the public archive of one year, in tables after GB/T 24589.2-2010',
      query: yearQuery,
      answers: { 200: { description: 'Whom and what the vouchers name', contentType: xml } },
      handle: ({ query: { year, ...query }, ...request }) =>
        exported({ ...request, query }, xml, (book) => largeParts(writeGbtArchive(book, year))),
    }),
    defineRoute({
      ...reading,
      path: '/v1/exports/gbt24589/ledger.xml',
      operationId: 'exportGbtLedger',
      summary: 'Exports the general ledger of one year, in tables after GB/T 24589.2-2010',
      query: yearQuery,
      answers: { 200: { description: 'Subjects, vouchers, balances and turnovers', contentType: xml } },
      handle: ({ query: { year, ...query }, ...request }) =>
        exported({ ...request, query }, xml, (book) => largeParts(writeGbtLedger(book, year))),
    }),
  ]

  async function exported(
    {
      query,
      actor: { scope },
      signal,
    }: Pick<RouteRequest<unknown, WholeJournalQuery & { union?: string | undefined }>, 'query' | 'actor' | 'signal'>,
    contentType: string,
    write: (book: Book) => StreamedBody,
  ): Promise<RouteAnswer | Problem> {
    const book = await openBook(service, query, { scope, signal })
    if (isProblem(book)) return book
    if (isRefusal(book)) return problemOf(book, reportRefusals)
    return { status: 200, contentType, headers: stampHeaders(book.stamp), body: write(book) }
  }
}
