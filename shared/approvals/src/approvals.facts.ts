import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { createFunds, fundFacts } from '@welfare/facts/fund.facts.ts'
import { periodFacts } from '@welfare/facts/periods/period.facts.ts'
import { actsSchema, createActsHandlers } from './proposals.store.ts'

/** Four eyes: limits, what waits for an approver, and what was counted. */
export const approvalFacts: FactsDeclaration = {
  name: 'approvals',
  version: 1,
  schema: actsSchema,
  needs: [fundFacts, periodFacts],
  handlers: (prepare) => [createActsHandlers(prepare, createFunds(prepare).divisionOfFund)],
}
