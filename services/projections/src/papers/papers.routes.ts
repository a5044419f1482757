import { htmlContentType, htmlPaperHeaders, writeHtmlPaper } from '@welfare/papers/html-paper.ts'
import type { Paper } from '@welfare/papers/paper.ts'
import { writeXlsxPaper, xlsxContentType } from '@welfare/papers/xlsx-paper.ts'
import { problemOf } from '@welfare/service-kit/answer-command.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/service-kit/route.ts'
import type { z } from 'zod'
import { isRefusal } from '../query-context.ts'
import { type Asks, reading, reportRefusals } from '../report-route.ts'
import { type Asker, createPaperSources, type FoundPaper } from './paper-sources.ts'
import { budgetPaperQuery, coveragePaperQuery, gapsPaperQuery, payablesPaperQuery } from './papers.contract.ts'

/** Each paper twice: as a spreadsheet, and as a page for the printer. */
export function createPaperRoutes(service: Pick<Asks, 'ask'>): readonly Route[] {
  const sources = createPaperSources(service)
  return [
    ...twice({
      name: 'budget',
      summary: 'Budget: balances and turnovers',
      query: budgetPaperQuery,
      make: sources.budget,
    }),
    ...twice({
      name: 'coverage',
      summary: 'Coverage: people, sites and goods against the plan',
      query: coveragePaperQuery,
      make: sources.coverage,
    }),
    ...twice({
      name: 'gaps',
      summary: 'Gaps: who and which site is still missing, and why',
      query: gapsPaperQuery,
      make: sources.gaps,
    }),
    ...twice({
      name: 'payables',
      summary: 'What a merchant is owed: every redemption and reversal, by day',
      query: payablesPaperQuery,
      make: sources.payables,
    }),
  ]
}

interface PaperRoute<Query extends z.ZodType> {
  readonly name: string
  readonly summary: string
  readonly query: Query
  make(query: z.output<Query>, asker: Asker): Promise<FoundPaper>
}

function twice<Query extends z.ZodType>({ name, summary, query, make }: PaperRoute<Query>): Route[] {
  const operation = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const shared = { ...reading, refusals, query }
  return [
    defineRoute({
      ...shared,
      path: `/v1/papers/${name}.xlsx`,
      operationId: `print${operation}Xlsx`,
      summary: `${summary}, as a spreadsheet set up for A4`,
      answers: { 200: { description: 'XLSX; amounts are numbers', contentType: xlsxContentType } },
      handle: ({ query: asked, actor: { reach }, signal }) =>
        printed(make(asked as z.output<Query>, { reach, signal }), async (paper) => ({
          contentType: xlsxContentType,
          headers: { 'content-disposition': `attachment; filename="${name}.xlsx"` },
          body: await writeXlsxPaper(paper),
        })),
    }),
    defineRoute({
      ...shared,
      path: `/v1/papers/${name}.html`,
      operationId: `print${operation}Html`,
      summary: `${summary}, as an A4 page`,
      answers: { 200: { description: 'A page that stands alone', contentType: htmlContentType } },
      handle: ({ query: asked, actor: { reach }, signal }) =>
        printed(make(asked as z.output<Query>, { reach, signal }), async (paper) => ({
          contentType: htmlContentType,
          headers: htmlPaperHeaders,
          body: writeHtmlPaper(paper),
        })),
    }),
  ]
}

const refusals = { ...reportRefusals, 'paper-too-long': 422 } as const

async function printed(
  asked: Promise<FoundPaper>,
  print: (paper: Paper) => Promise<Omit<RouteAnswer, 'status'>>,
): Promise<RouteAnswer | Problem> {
  const found = await asked
  if (isProblem(found)) return found
  if (isRefusal(found)) return problemOf(found, refusals)
  return { status: 200, ...(await print(found)) }
}
