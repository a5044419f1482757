import { division, idOf } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/service-kit/after.ts'
import { jobSchema } from '@welfare/service-kit/jobs.ts'
import { queryBoolean } from '@welfare/service-kit/query-fields.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { READING_REFUSALS } from './access-records.ts'
import type { RosterDesk } from './roster-desk.ts'
import { ROW_STATUSES } from './roster-plan.ts'
import { ROSTER_REFUSALS } from './roster-refusals.ts'
import { rosterLimits } from './spreadsheet/roster-limits.ts'
import { writeRosterTemplate } from './spreadsheet/roster-writer.ts'

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const CSV_TYPE = 'text/csv'

const facts = z.record(z.string(), z.json())
const plannedRow = z.strictObject({
  row: z.int().min(1).meta({ description: 'As the spreadsheet program counts it' }),
  status: z.enum(ROW_STATUSES),
  reason: z.string().optional(),
  facts: facts.optional(),
  worker: idOf('worker').optional(),
  problems: z.array(
    z.strictObject({
      severity: z.enum(['error', 'warning']),
      field: z.string(),
      column: z.string().optional().meta({ description: 'Letter of the column', example: 'B' }),
      code: z.string(),
      facts,
    }),
  ),
})
const counts = z.strictObject({ new: z.int(), update: z.int(), unchanged: z.int(), duplicate: z.int(), error: z.int() })
const preview = z.strictObject({
  programme: idOf('programme'),
  sheet: z.string().optional(),
  encoding: z.string().optional(),
  columns: z.array(z.strictObject({ field: z.string(), header: z.string(), letter: z.string() })),
  ignoredHeaders: z.array(z.string()),
  counts,
  rows: z.array(plannedRow),
})

const upload = { file: [XLSX_TYPE, CSV_TYPE, 'application/octet-stream'], maxBytes: rosterLimits.fileBytes }
const params = z.strictObject({ id: idOf('programme') })
const fileFields = {
  division: division.optional().meta({ description: "For rows without one; default: the programme's" }),
  sheet: z.string().min(1).max(31).optional().meta({ description: 'Default: the first visible one' }),
  after: afterField,
}

export function createRosterRoutes(desk: RosterDesk): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/programmes/{id}/roster',
      operationId: 'importRoster',
      summary: "Previews a roster (dryRun=true), or puts its people on the programme's roster as a job",
      tag: 'rosters',
      params,
      query: z.strictObject({
        ...fileFields,
        dryRun: queryBoolean.optional(),
        acceptErrors: queryBoolean.optional().meta({ description: 'Import the good rows of a file that has bad ones' }),
      }),
      body: upload,
      answers: {
        200: { description: 'What the file would do', schema: preview },
        202: { description: 'The job that does it', schema: jobSchema },
      },
      refusals: ROSTER_REFUSALS,
      handle: (request) => desk.receive(request),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/programmes/{id}/roster/error-file',
      operationId: 'annotateRoster',
      summary: 'The same sheet with a red column 错误; changes nothing',
      tag: 'rosters',
      params,
      query: z.strictObject(fileFields),
      body: upload,
      answers: { 200: { description: 'XLSX', contentType: XLSX_TYPE } },
      refusals: { ...ROSTER_REFUSALS, ...READING_REFUSALS },
      async handle(request) {
        const annotated = await desk.annotate(request)
        return annotated instanceof Uint8Array ? answerFile('roster-errors.xlsx', annotated) : annotated
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/roster-template',
      operationId: 'readRosterTemplate',
      summary: 'An empty roster to fill in',
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
