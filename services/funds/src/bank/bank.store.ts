import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { createClosingLookUps } from './closing/closing.queries.ts'
import { createGrantHandlers, createGrantLookUps, grantSchema } from './grants.store.ts'
import { createStatementsLookUps } from './statements/statements.queries.ts'
import { createStatementsHandlers, statementsSchema } from './statements/statements.store.ts'
import { createSuspenseHandlers, createSuspenseLookUps, suspenseSchema } from './suspense.store.ts'
import { createTransferHandlers, createTransferLookUps, transferSchema } from './transfers.store.ts'

/** What this service knows of accounts beside what every service may: a part of its facts. */
export const accountsSchema = `
  ${transferSchema}
  ${statementsSchema}
  ${suspenseSchema}
  ${grantSchema}
`

export function createAccountsHandlers(prepare: Prepare) {
  return [
    createTransferHandlers(prepare),
    createStatementsHandlers(prepare),
    createSuspenseHandlers(prepare),
    createGrantHandlers(prepare),
  ]
}

export function createAccountsLookUps(prepare: Prepare) {
  return {
    ...createTransferLookUps(prepare),
    ...createStatementsLookUps(prepare),
    ...createSuspenseLookUps(prepare),
    ...createGrantLookUps(prepare),
    ...createClosingLookUps(prepare),
  }
}
