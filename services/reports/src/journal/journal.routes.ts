import { problemOf } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import { projectionLimits } from '../limits.ts'
import type { QueryParams, StampedAnswer } from '../queries.ts'
import { isRefusal } from '../query-context.ts'
import { type ReportQueries, reading, reportRefusals, reportRoute } from '../report-route.ts'
import { stampHeaders } from '../stamped.ts'
import { entriesAnswer, entriesQuery } from './entries.contract.ts'
import { journalAnswer, journalQuery, wholeJournalQuery } from './journal.contract.ts'
import { journalCsvColumns, journalCsvLines } from './journal-csv.ts'
import { eventsAnswer, eventsQuery } from './trail.contract.ts'

export function createJournalRoutes(service: ReportQueries): readonly Route[] {
  return [
    reportRoute(service, {
      name: 'journal',
      path: '/v1/journal',
      operationId: 'getJournal',
      summary: 'Lists every leg of every posting, with running balances',
      query: journalQuery,
      answer: journalAnswer,
      description: 'A page; all pages are as of the first one',
    }),
    defineRoute({
      ...reading,
      path: '/v1/journal.csv',
      operationId: 'exportJournal',
      summary:
        'Exports the whole journal as CSV (UTF-8, CRLF, a header line); columns as the fields of a leg; the stamp is in the headers',
      query: wholeJournalQuery,
      answers: { 200: { description: 'All legs that match, as of one moment', contentType: csv } },
      handle: ({ query: { after, ...query }, actor: { scope }, signal }) =>
        exportJournal({ ...query, scope }, { after, signal }),
    }),
    reportRoute(service, {
      name: 'entries',
      path: '/v1/entries',
      operationId: 'getEntries',
      summary: 'Lists every posted event with its document number, maker, checker, poster, paper and legs',
      query: entriesQuery,
      answer: entriesAnswer,
      description: 'A page; all pages are as of the first one',
    }),
    reportRoute(service, {
      name: 'events',
      path: '/v1/events',
      operationId: 'getEvents',
      summary: 'Lists every event, in the order of the ledger or against it',
      query: eventsQuery,
      answer: eventsAnswer,
      description: 'A page; all pages are as of the first one',
    }),
  ]

  async function exportJournal(
    filters: Omit<QueryParams<'journal'>, 'limit'>,
    options: { after: string | undefined; signal: AbortSignal },
  ): Promise<RouteAnswer | Problem> {
    const params = { ...filters, limit: projectionLimits.exportPageSize }
    const first = await service.ask('journal', params, options)
    if (isProblem(first)) return first
    if (isRefusal(first)) return problemOf(first, reportRefusals)
    const body = csvLines(first, params, options.signal)
    return { status: 200, contentType: csv, headers: stampHeaders(first), body }
  }

  async function* csvLines(
    first: JournalPage,
    params: QueryParams<'journal'>,
    signal: AbortSignal,
  ): AsyncIterable<string> {
    yield `${journalCsvColumns.join(',')}\r\n`
    let page = first
    while (true) {
      yield journalCsvLines(page.legs)
      if (page.nextCursor === null || signal.aborted) return
      const next = await service.ask('journal', { ...params, cursor: page.nextCursor }, { signal })
      if (isProblem(next) || isRefusal(next)) throw new Error(`the export broke off: ${next.code}`)
      page = next
    }
  }
}

type JournalPage = Exclude<StampedAnswer<'journal'>, { readonly code: string }>

const csv = 'text/csv; charset=utf-8; header=present'
