import { idOf } from '@welfare/contracts/primitives.ts'
import { queryInteger } from '@welfare/http/query-fields.ts'
import { z } from 'zod'
import { momentFields } from '../budget/answers.contract.ts'

export const statementQuery = z.strictObject({
  statement: idOf('statement'),
  number: queryInteger({ min: 1, max: 100_000 })
    .optional()
    .meta({ description: 'Left out: the one that is proposed, or the last that was approved' }),
  ...momentFields,
})
export type StatementQuery = z.infer<typeof statementQuery>
