import { problemOf } from '@welfare/http/answer-command.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import type { z } from 'zod'
import { isRefusal } from '../query-context.ts'
import { type Asks, reading, reportRefusals } from '../report-route.ts'
import { type PaperFormName, paperForms } from './printout-forms.ts'
import { type Asker, createPaperSources, type FoundPaper } from './printout-sources.ts'
import { budgetPaperQuery, coveragePaperQuery, gapsPaperQuery, payablesPaperQuery } from './printouts.contract.ts'

/** Each paper as a spreadsheet and as a page for the printer. */
export function createPaperRoutes(service: Pick<Asks, 'ask'>): readonly Route[] {
  const sources = createPaperSources(service)
  const printed: readonly PaperFormName[] = ['xlsx', 'html']
  return [
    ...paperRoutes(printed, {
      name: 'budget',
      summary: 'Budget: balances and turnovers',
      query: budgetPaperQuery,
      make: sources.budget,
    }),
    ...paperRoutes(printed, {
      name: 'coverage',
      summary: 'Coverage: people, sites and goods against the plan',
      query: coveragePaperQuery,
      make: sources.coverage,
    }),
    ...paperRoutes(printed, {
      name: 'gaps',
      summary: 'Gaps: who and which site is still missing, and why',
      query: gapsPaperQuery,
      make: sources.gaps,
    }),
    ...paperRoutes([...printed, 'csv'], {
      name: 'payables',
      summary: 'What a merchant is owed: every redemption and reversal, by day',
      query: payablesPaperQuery,
      make: sources.payables,
    }),
  ]
}

interface PaperSource<Query extends z.ZodType> {
  readonly name: string
  readonly summary: string
  readonly query: Query
  make(query: z.output<Query>, asker: Asker): Promise<FoundPaper>
}

function paperRoutes<Query extends z.ZodType>(
  forms: readonly PaperFormName[],
  { name, summary, query, make }: PaperSource<Query>,
): Route[] {
  return forms.map((ending) => {
    const form = paperForms[ending]
    return defineRoute({
      ...reading,
      refusals,
      path: `/v1/papers/${name}.${ending}`,
      operationId: `print${name.charAt(0).toUpperCase()}${name.slice(1)}${form.name}`,
      summary: `${summary}; ${form.summary}`,
      query,
      answers: { 200: { description: summary, contentType: form.contentType } },
      async handle({ query: asked, actor: { reach }, signal }) {
        const found = await make(asked as z.output<Query>, { reach, signal })
        if (isProblem(found)) return found
        if (isRefusal(found)) return problemOf(found, refusals)
        const headers = form.headers(`${name}.${ending}`)
        return { status: 200, contentType: form.contentType, headers, body: await form.write(found) }
      },
    })
  })
}

const refusals = { ...reportRefusals, 'paper-too-long': 422 } as const
