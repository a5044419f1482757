import { eventCatalogue } from '@welfare/contracts/catalogue.ts'
import { attachmentId } from '@welfare/contracts/events/attachments.ts'
import {
  bankFen,
  bankLine,
  bankLinesMatched,
  bankReconciliationChecked,
  bankReconciliationSigned,
  bankReference,
  bankStatementImported,
  MAX_MATCHED,
  MAX_STATEMENT_LINES,
} from '@welfare/contracts/events/bank-statements.ts'
import { anyPart, day, idOf, partOf, reason, text } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'

const MATCHES_OF_ONE_ACT = 200
const part = partOf('bankaccount')

export const accountParams = z.strictObject({ id: idOf('bankaccount') })

export const statementBody = z.strictObject({
  ...bankStatementImported.omit({ lines: true, file: true }).shape,
  file: attachmentId.optional().meta({ description: 'The file itself, as it was handed in before' }),
  lines: z
    .array(
      bankLine.extend({
        balanceFen: bankFen.optional().meta({ description: 'After this line, where the paper says it; is checked' }),
      }),
    )
    .max(MAX_STATEMENT_LINES),
})
export const statementAnswer = z.strictObject({
  id: part,
  ...bankStatementImported.omit({ fileHash: true }).shape,
  isFileErased: z.literal(true).optional(),
})
export type BankStatement = z.infer<typeof statementAnswer>
export const withdrawalBody = z.strictObject({ bankStatement: part, reason })

const stateOfLine = z.enum(['open', 'matched'])
export type StateOfLine = z.infer<typeof stateOfLine>
export const lineFilter = { state: stateOfLine.optional() }
export const lineAnswer = z.strictObject({
  ...bankLine.omit({ row: true }).shape,
  bankStatement: part,
  match: part.optional(),
})
export type ListedLine = z.infer<typeof lineAnswer>

const stateOfMovement = z.enum(['open', 'before', 'matched']).meta({
  description: 'before: in no match, and contained in the opening balance of the first statement',
})
export type StateOfMovement = z.infer<typeof stateOfMovement>
export const movementFilter = { state: stateOfMovement.optional() }
export const movementAnswer = z.strictObject({
  event: anyPart,
  type: z.enum(Object.keys(eventCatalogue) as [keyof typeof eventCatalogue]),
  day,
  amountFen: bankFen,
  payment: idOf('payment').optional(),
  reference: text(60).optional(),
  match: part.optional(),
})
export type BankMovement = z.infer<typeof movementAnswer>

const pair = {
  lines: z.array(bankReference).max(MAX_MATCHED),
  movements: z.array(anyPart).max(MAX_MATCHED),
}
export const matchesBody = z.strictObject({
  matches: z.array(z.strictObject(pair)).min(1).max(MATCHES_OF_ONE_ACT),
})
export const matchAnswer = bankLinesMatched.extend({ id: part })
export type ListedMatch = z.infer<typeof matchAnswer>
export const matchesAnswer = z.strictObject({ matches: z.array(part) })
export const proposalsAnswer = z.strictObject({
  items: z
    .array(bankLinesMatched.extend({ foundBy: z.enum(['reference', 'amount-and-day']) }))
    .max(MATCHES_OF_ONE_ACT)
    .meta({ description: 'Up to 200; the others once these are confirmed' }),
})
export const matchReturnBody = z.strictObject({ match: part, reason })
export const reconciliationBody = bankReconciliationSigned.omit({ madeBy: true })
export const checkBody = bankReconciliationChecked.omit({ checkedBy: true })
export const returnedAnswer = z.strictObject({ id: part })
export const FIRST_PROPOSALS = MATCHES_OF_ONE_ACT
