import { problemOf } from '@welfare/http/answer-command.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import type { z } from 'zod'
import { isRefusal } from '../query-context.ts'
import { type ReportQueries, reading, reportRefusals } from '../report-route.ts'
import { type PrintoutFormName, printoutForms } from './printout-forms.ts'
import { type Asker, createPrintoutSources, type FoundPrintout } from './printout-sources.ts'
import {
  budgetPrintoutQuery,
  coveragePrintoutQuery,
  fundStatementQuery,
  gapsPrintoutQuery,
  payablesPrintoutQuery,
  statementPrintoutQuery,
} from './printouts.contract.ts'

/** Each printout as a spreadsheet and as a page for the printer. */
export function createPrintoutRoutes(service: Pick<ReportQueries, 'ask'>): readonly Route[] {
  const sources = createPrintoutSources(service)
  const printed: readonly PrintoutFormName[] = ['xlsx', 'html']
  return [
    ...printoutRoutes(printed, {
      name: 'budget',
      summary: 'Prints the budget: balances and turnovers',
      query: budgetPrintoutQuery,
      make: sources.budget,
    }),
    ...printoutRoutes(printed, {
      name: 'coverage',
      summary: 'Prints coverage: people, sites and goods against the plan',
      query: coveragePrintoutQuery,
      make: sources.coverage,
    }),
    ...printoutRoutes(printed, {
      name: 'gaps',
      summary: 'Prints gaps: who and which site is still missing, and why',
      query: gapsPrintoutQuery,
      make: sources.gaps,
    }),
    ...printoutRoutes([...printed, 'csv'], {
      name: 'payables',
      summary: 'Prints what a merchant is owed: every redemption and reversal, by day',
      query: payablesPrintoutQuery,
      make: sources.payables,
    }),
    ...printoutRoutes(printed, {
      name: 'fund-statement',
      summary: 'Prints the statement of a fund: what moved in a period with its papers, and where every fen is',
      query: fundStatementQuery,
      make: sources.fundStatement,
    }),
    ...printoutRoutes(printed, {
      name: 'statement',
      summary:
        "Prints one number of a merchant's statement: meals by day, every line beside them, what is due and in words",
      query: statementPrintoutQuery,
      make: sources.statement,
    }),
  ]
}

interface PrintoutSource<Query extends z.ZodType> {
  readonly name: string
  readonly summary: string
  readonly query: Query
  make(query: z.output<Query>, asker: Asker): Promise<FoundPrintout>
}

function printoutRoutes<Query extends z.ZodType>(
  forms: readonly PrintoutFormName[],
  { name, summary, query, make }: PrintoutSource<Query>,
): Route[] {
  return forms.map((ending) => {
    const form = printoutForms[ending]
    return defineRoute({
      ...reading,
      tag: 'printouts',
      refusals,
      path: `/v1/printouts/${name}.${ending}`,
      operationId: `print${name.split('-').map(capitalized).join('')}${form.name}`,
      summary: `${summary}; ${form.summary}`,
      query,
      answers: { 200: { description: 'The printout', contentType: form.contentType } },
      async handle({ query: asked, actor: { scope }, signal }) {
        const found = await make(asked as z.output<Query>, { scope, signal })
        if (isProblem(found)) return found
        if (isRefusal(found)) return problemOf(found, refusals)
        const headers = form.headers(`${name}.${ending}`)
        return { status: 200, contentType: form.contentType, headers, body: await form.write(found) }
      },
    })
  })
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}

const refusals = {
  ...reportRefusals,
  'printout-too-long': 422,
  'statement-unknown': 404,
  'statement-not-proposed': 409,
} as const
