import { createHash } from 'node:crypto'
import {
  bankFen,
  bankLine,
  bankStatementImported,
  MAX_STATEMENT_LINES,
} from '@welfare/contracts/events/bank-statements.ts'
import { day } from '@welfare/contracts/primitives.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { defineRoute, notKept, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { XLSX_TYPE } from '../roster/roster.routes.ts'
import { SPREADSHEET_REFUSALS } from '../roster/roster-refusals.ts'
import { kindOfUpload } from '../spreadsheet/kind-of-upload.ts'
import type { RosterReader } from '../spreadsheet/roster-reader.ts'
import { readStatement } from './read-statement.ts'
import { DEFAULT_MAPPING, findMapping, mappingName } from './statement-mapping.ts'

const MAX_BYTES = 4 * 1_048_576
const row = z.int().min(1)
const answer = z.strictObject({
  mapping: mappingName,
  fileHash: bankStatementImported.shape.fileHash,
  columns: z.array(z.strictObject({ field: z.string(), header: z.string(), letter: z.string() })),
  from: day.optional().meta({ description: 'Of the first line; the statement may begin before it' }),
  until: day.optional(),
  openingFen: bankFen.optional().meta({ description: 'Where the file has a column of balances' }),
  closingFen: bankFen.optional(),
  lines: z
    .array(bankLine.extend({ row, balanceFen: bankFen.optional() }))
    .meta({ description: 'From the earliest, as `POST /v1/bank-accounts/{id}/statements` takes them' }),
  problems: z.array(z.strictObject({ row, code: z.enum(['bank-row-day', 'bank-row-amount', 'bank-row-reference']) })),
  passedOver: z.array(row).meta({ description: 'Rows with neither a day nor an amount' }),
})
const refusals = {
  ...SPREADSHEET_REFUSALS,
  'bank-statement-columns-missing': 422,
  'bank-statement-too-long': 422,
} as const

/** Names and purposes on a bank's paper are personal: nothing of them leaves here, and nothing of the file is kept. */
export function createStatementReadingRoute(reader: Pick<RosterReader, 'readRows'>): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/bank-statement-readings',
    operationId: 'readBankStatementFile',
    summary: "Says how a bank's statement is read, line by line, without names and purposes; records nothing",
    tag: 'settlement',
    query: z.strictObject({
      mapping: mappingName.optional(),
      sheet: z.string().min(1).max(31).optional().meta({ description: 'Default: the first visible one' }),
    }),
    body: { file: [XLSX_TYPE, 'text/csv', 'application/octet-stream'], maxBytes: MAX_BYTES },
    answers: { 200: { description: 'What the file says', schema: answer } },
    refusals,
    async handle({ query: { mapping = DEFAULT_MAPPING, sheet }, body }) {
      const read = await reader.readRows({ bytes: body.bytes, kind: kindOfUpload(body), sheet })
      if (!read.read) return problemOf(read.refusal, refusals)
      const statement = readStatement(read.value.rows, findMapping(mapping))
      if ('missing' in statement) return refuse('bank-statement-columns-missing', { missing: [...statement.missing] })
      const { lines } = statement
      if (lines.length > MAX_STATEMENT_LINES)
        return refuse('bank-statement-too-long', { lines: lines.length, most: MAX_STATEMENT_LINES })
      const days = lines.map((line) => line.day).sort()
      const fileHash = createHash('sha256').update(body.bytes).digest('hex')
      const span = days.length === 0 ? {} : { from: days[0], until: days.at(-1) }
      return { status: 200, body: { mapping, fileHash, ...span, ...statement }, headers: notKept }
    },
  })
}

function refuse(code: keyof typeof refusals, facts: Problem['facts']): Problem {
  return problemOf({ code, facts }, refusals)
}
