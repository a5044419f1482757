import { problemOf } from '@welfare/http/answer-command.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import type { z } from 'zod'
import { isRefusal } from '../query-context.ts'
import { type ReportQueries, reading, reportRefusals } from '../report-route.ts'
import type { Asker } from './asker.ts'
import { type PrintoutForm, type PrintoutFormName, printoutForms } from './printout-forms.ts'
import { createPrintoutSources, type FoundPrintout } from './printout-sources.ts'
import {
  bankBalancesPrintoutQuery,
  budgetPrintoutQuery,
  comparisonPrintoutQuery,
  coveragePrintoutQuery,
  findingsPrintoutQuery,
  fundStatementQuery,
  gapsPrintoutQuery,
  giftPrintoutQuery,
  journalPrintoutQuery,
  merchantsOwedPrintoutQuery,
  payablesPrintoutQuery,
  reconciliationPrintoutQuery,
  statementPrintoutQuery,
  yearReportQuery,
} from './printouts.contract.ts'

/** Each printout as a spreadsheet and as a page for the printer. */
export function createPrintoutRoutes(
  service: Pick<ReportQueries, 'ask'>,
  receiptCodeKey: Uint8Array,
): readonly Route[] {
  const sources = createPrintoutSources(service, receiptCodeKey)
  const printed: readonly PrintoutFormName[] = ['xlsx', 'html']
  return [
    ...printoutRoutes(printed, {
      name: 'budget',
      summary: 'Prints the budget: balances and turnovers',
      query: budgetPrintoutQuery,
      make: sources.budget,
    }),
    ...printoutRoutes([...printed, 'summedCsv'], {
      name: 'bank-balances',
      summary: 'Prints where the money lies: by account and fund, on none, and in transit',
      query: bankBalancesPrintoutQuery,
      make: sources.bankBalances,
    }),
    ...printoutRoutes([...printed, 'csv'], {
      name: 'bank-reconciliation',
      summary: 'Prints the reconciliation of an account with its bank at the end of a month (银行存款余额调节表)',
      query: reconciliationPrintoutQuery,
      make: sources.reconciliation,
    }),
    ...printoutRoutes([...printed, 'summedCsv'], {
      name: 'merchants-owed',
      summary: 'Prints which merchants are still owed money, by programme and in all',
      query: merchantsOwedPrintoutQuery,
      make: sources.merchantsOwed,
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
    ...printoutRoutes(printed, {
      name: 'findings',
      summary: 'Prints findings: what deserves a second look, and what became of it',
      query: findingsPrintoutQuery,
      make: sources.findings,
    }),
    ...printoutRoutes(printed, {
      name: 'comparison',
      summary: 'Prints two report dates beside each other: every figure that differs, and by which events',
      query: comparisonPrintoutQuery,
      make: sources.comparison,
    }),
    // As a spreadsheet it is as long as it is: `/v1/journal.xlsx`.
    ...printoutRoutes(['html'], {
      name: 'journal',
      summary: 'Prints legs of the journal',
      query: journalPrintoutQuery,
      make: sources.journal,
    }),
    ...printoutRoutes([...printed, 'csv'], {
      name: 'payables',
      summary: 'Prints what a merchant is owed: every meal, reversal, dispute and payment, by day',
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
      name: 'year-report',
      summary:
        'Prints a year: by fund, programme, division and account, what was there, what came, what was used, what is left',
      query: yearReportQuery,
      make: sources.yearReport,
    }),
    ...printoutRoutes(printed, {
      name: 'gift',
      summary: 'Prints for its donor what became of a gift, with the code by which anybody who has it looks again',
      query: giftPrintoutQuery,
      make: sources.gift,
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
  return forms.map((named) => {
    const form: PrintoutForm = printoutForms[named]
    const { ending = named } = form
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
