import { leaverCredits } from '@welfare/contracts/events/people.ts'
import { rosterImportCompleted } from '@welfare/contracts/events/registry.ts'
import { division, idOf, name, trade } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { jobSchema } from '@welfare/http/jobs.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { READING_REFUSALS } from '../personal-data/access-records.ts'
import { rosterLimits } from '../spreadsheet/roster-limits.ts'
import { writeRosterTemplate } from '../spreadsheet/roster-writer.ts'
import { ROW_STATUSES } from './roster-plan.ts'
import { ROSTER_REFUSALS } from './roster-refusals.ts'
import type { RosterUpload } from './roster-upload.ts'
import { ROW_RANGES } from './row-ranges.ts'

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const CSV_TYPE = 'text/csv'

const facts = z.record(z.string(), z.json())
const severity = z
  .enum(['error', 'warning', 'notice'])
  .meta({ description: 'A row with a warning is imported only when it is confirmed; nothing hangs on a notice' })
const problemFields = {
  severity,
  field: z.string().optional().meta({ description: 'Absent where the row is wrong as a whole' }),
  column: z.string().optional().meta({ description: 'Letter of the column', example: 'B' }),
  code: z.string(),
}
const sheetCells = z
  .strictObject({
    name: z.string(),
    identityNumber: z.string(),
    phone: z.string(),
    employer: z.string(),
    trade: z.string(),
    division: z.string(),
  })
  .partial()
  .meta({ description: 'With cells=true: what the sheet says there, field by field; an employer as above included' })
const plannedRow = z.strictObject({
  row: z.int().min(1).meta({ description: 'As the spreadsheet program counts it' }),
  status: z.enum(ROW_STATUSES),
  reason: z.string().optional(),
  facts: facts.optional(),
  worker: idOf('worker').optional(),
  confirmed: z.literal(true).optional(),
  cells: sheetCells.optional(),
  problems: z.array(z.strictObject({ ...problemFields, facts })),
})
const counts = rosterImportCompleted.shape.counts.meta({
  description: 'Every row of the sheet stands in one of these; together they are physicalRows',
})
const rowRanges = z.string().meta({ description: 'Rows and ranges of rows', example: '3,7-9' })
const preview = z.strictObject({
  programme: idOf('programme'),
  file: z.strictObject({
    kind: z.enum(['xlsx', 'csv']),
    encoding: z.string().optional(),
    delimiter: z.string().optional(),
    lineEnds: z.array(z.enum(['crlf', 'lf', 'cr'])).optional(),
    sheet: z.string().optional(),
    otherSheets: z.array(z.string()).optional().meta({ description: 'Visible, and not read: name one with sheet=' }),
    physicalRows: z.int(),
    headerRows: z.array(z.int()),
  }),
  columns: z.array(z.strictObject({ field: z.string(), header: z.string(), letter: z.string() })),
  ignoredHeaders: z.array(z.string()),
  counts,
  leavers: z
    .strictObject({
      credits: leaverCredits,
      count: z.int(),
      workers: z.array(z.strictObject({ worker: idOf('worker'), name: z.string().optional() })),
    })
    .optional()
    .meta({ description: 'With mode=replace: who is missing on the file, masked' }),
  fileProblems: z
    .array(z.strictObject({ code: z.string(), facts, detail: z.string() }))
    .meta({ description: 'What is wrong with the file as a whole, said once and of no row' }),
  undecided: z
    .strictObject({
      employerAsAbove: rowRanges.optional(),
      hiddenRows: rowRanges.optional(),
      hiddenColumns: z.array(z.string()).optional(),
    })
    .meta({ description: 'What fillEmployers= and hidden= have to say before the file is imported' }),
  offered: z
    .strictObject({ employer: z.string() })
    .optional()
    .meta({ description: 'As the head of the sheet names it' }),
  passedOver: z.array(z.strictObject({ row: z.int(), why: z.string() })),
  problems: z
    .array(z.strictObject({ ...problemFields, detail: z.string(), count: z.int(), rows: rowRanges }))
    .meta({ description: 'The same sentence of many rows once' }),
  rows: z.array(plannedRow),
})

const upload = { file: [XLSX_TYPE, CSV_TYPE, 'application/octet-stream'], maxBytes: rosterLimits.fileBytes }
const params = z.strictObject({ id: idOf('programme') })
const fileFields = {
  division: division.optional().meta({ description: "For rows without one; default: the programme's" }),
  employer: name.optional().meta({ description: 'For rows without one' }),
  trade: trade.optional().meta({ description: 'For rows without one' }),
  sheet: z.string().min(1).max(31).optional().meta({ description: 'Default: the first visible one' }),
  hidden: z
    .enum(['include', 'leave'])
    .optional()
    .meta({ description: 'What happens with rows and columns that the spreadsheet program hides' }),
  fillEmployers: queryBoolean
    .optional()
    .meta({ description: 'Whether a blank employer below a filled one is the same one, as in merged cells' }),
  confirmRows: z
    .string()
    .regex(ROW_RANGES)
    .optional()
    .meta({ description: 'Rows whose warnings were looked at; only they are imported of all that have any' }),
  after: afterField,
}

/** @param maxRows people that a roster may name */
export function createRosterRoutes(rosterUpload: RosterUpload, maxRows: number): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/programmes/{id}/roster',
      operationId: 'importRoster',
      summary: `Previews a roster of up to ${maxRows} people (dryRun=true), or puts them on the programme's roster as a job`,
      tag: 'rosters',
      params,
      query: z.strictObject({
        ...fileFields,
        dryRun: queryBoolean.optional(),
        cells: queryBoolean.optional().meta({
          description: 'With dryRun: each row as the sheet has it; of people who are registered the read is recorded',
        }),
        acceptErrors: queryBoolean
          .optional()
          .meta({ description: 'Import the good rows of a file that has others; confirms no warning' }),
        mode: z
          .enum(['add', 'replace'])
          .optional()
          .meta({ description: 'replace: the file takes the place of the roster; who is missing on it has left' }),
        leaverCredits: leaverCredits
          .optional()
          .meta({ description: 'With mode=replace: what becomes of the credits of who has left; default: run-on' }),
      }),
      body: upload,
      answers: {
        200: { description: 'What the file would do', schema: preview },
        202: { description: 'The job that does it', schema: jobSchema },
      },
      refusals: { ...ROSTER_REFUSALS, ...READING_REFUSALS },
      handle: (request) => rosterUpload.receive(request),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/programmes/{id}/roster/error-file',
      operationId: 'annotateRoster',
      summary: 'Returns the same sheet with a red column 错误; changes nothing',
      tag: 'rosters',
      params,
      query: z.strictObject(fileFields),
      body: upload,
      answers: { 200: { description: 'XLSX', contentType: XLSX_TYPE } },
      refusals: { ...ROSTER_REFUSALS, ...READING_REFUSALS },
      async handle(request) {
        const annotated = await rosterUpload.annotate(request)
        return annotated instanceof Uint8Array ? answerFile('roster-errors.xlsx', annotated) : annotated
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/roster-template',
      operationId: 'readRosterTemplate',
      summary: 'Reads an empty roster to fill in',
      tag: 'rosters',
      answers: { 200: { description: 'XLSX', contentType: XLSX_TYPE } },
      refusals: {},
      handle: async () => answerFile('roster-template.xlsx', await writeRosterTemplate()),
    }),
  ]
}

function answerFile(name: string, bytes: Uint8Array): RouteAnswer {
  const headers = { 'Content-Disposition': `attachment; filename="${name}"` }
  return { status: 200, contentType: XLSX_TYPE, body: Buffer.from(bytes), headers }
}
