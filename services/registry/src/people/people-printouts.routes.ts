import { day, idOf, windowKey } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { queryInteger } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import { htmlContentType, htmlPrintoutHeaders, writeHtmlPrintout } from '@welfare/printouts/html-printout.ts'
import type { Printout } from '@welfare/printouts/printout.ts'
import { writeXlsxPrintout, xlsxContentType } from '@welfare/printouts/xlsx-printout.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { READING_REFUSALS, readPurpose } from '../personal-data/access-records.ts'
import type { RegistryContext } from '../registry.context.ts'
import { registryLimits } from '../registry-limits.ts'
import { listRecipients, type PrintoutFrame, publicList, type Recipient, signOffSheet } from './people-printouts.ts'

const FORMS = ['xlsx', 'html'] as const
type Form = (typeof FORMS)[number]

const REFUSALS = {
  'programme-unknown': 404,
  'printout-too-long': 422,
  'sequence-not-reached': 422,
  'moments-reversed': 422,
  'stamp-not-ready': 503,
} as const
const params = z.strictObject({ id: idOf('programme') })
const sequence = queryInteger({ min: 0, max: Number.MAX_SAFE_INTEGER })
const selectionFields = {
  round: idOf('round').optional(),
  window: windowKey.optional(),
  afterSequence: sequence.optional().meta({ description: 'What was issued after it, as the list before says' }),
  throughSequence: sequence.optional().meta({
    description: 'What was issued through it; lists of consecutive ranges hold each issuance once',
  }),
  unit: z.enum(['yuan', 'wan']).default('yuan').meta({ description: '元 or 万元' }),
  after: afterField,
}

/** Papers that name people: 签收表 with real names, 公示 with masked ones. */
export function createPeoplePrintoutsRoutes(context: RegistryContext): readonly Route[] {
  return FORMS.flatMap((form) => [signOffSheetRoute(context, form), publicListRoute(context, form)])
}

function signOffSheetRoute(context: RegistryContext, form: Form): Route {
  const operationId = form === 'xlsx' ? 'printSignOffSheetXlsx' : 'printSignOffSheetHtml'
  return defineRoute({
    method: 'get',
    path: `/v1/programmes/{id}/sign-off-sheet.${form}`,
    operationId,
    summary: 'Prints the sign-off sheet 签收表 with real names and room to sign; the read is recorded',
    tag: 'printouts',
    params,
    query: z.strictObject({
      ...selectionFields,
      purpose: readPurpose.optional(),
    }),
    answers: { 200: answerOf(form) },
    refusals: { ...REFUSALS, ...READING_REFUSALS },
    async handle({ params, query, actor }) {
      const drawn = await draw(context, params.id, query)
      if (isProblem(drawn)) return drawn
      const { frame, recipients } = drawn
      const read = { operation: operationId, purpose: query.purpose, programme: params.id, people: recipients }
      const refused = await context.accessRecords.record(actor, read)
      return refused ?? print(signOffSheet(frame, recipients), 'sign-off-sheet', form)
    },
  })
}

function publicListRoute(context: RegistryContext, form: Form): Route {
  return defineRoute({
    method: 'get',
    path: `/v1/programmes/{id}/public-list.${form}`,
    operationId: form === 'xlsx' ? 'printPublicListXlsx' : 'printPublicListHtml',
    summary: 'Prints the public list 公示名单: who was issued what; names are masked',
    tag: 'printouts',
    params,
    query: z.strictObject({
      ...selectionFields,
      postedFrom: day.optional().meta({ description: 'First day on the wall; default: today' }),
      postingDays: queryInteger({ min: 1, max: 60 })
        .default(registryLimits.postingDays)
        .meta({ description: 'Working days' }),
    }),
    answers: { 200: answerOf(form) },
    refusals: REFUSALS,
    async handle({ params, query }) {
      const drawn = await draw(context, params.id, query)
      if (isProblem(drawn)) return drawn
      const from = query.postedFrom ?? shanghaiDay(context.clock.now())
      const posting = { from, days: query.postingDays }
      return print(publicList(drawn.frame, drawn.recipients, posting), 'public-list', form)
    },
  })
}

interface Selected {
  readonly round?: string | undefined
  readonly window?: string | undefined
  readonly afterSequence?: number | undefined
  readonly throughSequence?: number | undefined
  readonly unit: 'yuan' | 'wan'
  readonly after?: string | undefined
}

/** Everything of one moment: the recipients, the sequence that they reflect, and the tree of exactly that sequence. */
async function draw(
  { facts, store, stamper }: RegistryContext,
  id: string,
  { unit, ...asked }: Selected,
): Promise<{ readonly frame: PrintoutFrame; readonly recipients: readonly Recipient[] } | Problem> {
  const programme = facts.findProgramme(id)
  if (programme === undefined) return problemOf({ code: 'programme-unknown', facts: {} }, REFUSALS)
  const { round, window } = asked
  const reached = facts.checkpoint.sequence()
  const range = rangeOf(asked, reached)
  if ('code' in range) return range
  const recipients = listRecipients(facts, { programme: id, ...asked })
  const of = [
    ...(window === undefined ? [] : [`使用期 ${facts.findLabel(`${id}/${window}`) ?? window}`]),
    ...(round === undefined ? [] : [`名单 ${facts.findLabel(round) ?? round}`]),
    ...range.lines,
  ]
  const { peopleOnPrintout } = registryLimits
  if (recipients.length > peopleOnPrintout) {
    return problemOf(
      { code: 'printout-too-long', facts: { people: recipients.length, limit: peopleOnPrintout } },
      REFUSALS,
    )
  }
  const tree = await stamper?.stampAt(reached)
  if (stamper && tree === undefined) return problemOf({ code: 'stamp-not-ready', facts: {} }, REFUSALS)
  const stamp = { ledger: store.ledger, epoch: store.epoch, sequence: reached, ...tree }
  return { frame: { programme, of, unit, stamp, through: range.through }, recipients }
}

function rangeOf({ afterSequence, throughSequence }: Omit<Selected, 'unit'>, reached: number) {
  const [after, through] = [afterSequence ?? 0, throughSequence ?? reached]
  const beyond = [after, through].find((sequence) => sequence > reached)
  if (beyond !== undefined)
    return problemOf({ code: 'sequence-not-reached', facts: { asked: beyond, reached } }, REFUSALS)
  if (after > through) return problemOf({ code: 'moments-reversed', facts: {} }, REFUSALS)
  const isWhole = afterSequence === undefined && throughSequence === undefined
  return { through, lines: isWhole ? [] : [`列示记账序号 ${after + 1} 至 ${through} 的发放`] }
}

function answerOf(form: Form) {
  return form === 'xlsx'
    ? { description: 'XLSX, set up for A4', contentType: xlsxContentType }
    : { description: 'A page for the printer, A4', contentType: htmlContentType }
}

async function print(printout: Printout, name: string, form: Form): Promise<RouteAnswer> {
  if (form === 'html')
    return {
      status: 200,
      contentType: htmlContentType,
      headers: htmlPrintoutHeaders,
      body: writeHtmlPrintout(printout),
    }
  const headers = { 'content-disposition': `attachment; filename="${name}.xlsx"` }
  return { status: 200, contentType: xlsxContentType, headers, body: await writeXlsxPrintout(printout) }
}
