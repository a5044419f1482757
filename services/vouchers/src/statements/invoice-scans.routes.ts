import { attachmentId, attachmentPurpose } from '@welfare/contracts/events/attachments.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import {
  ATTACHMENT_TYPE,
  attachmentBody,
  readingRefusals,
  uploadAnswer,
  uploadRefusals,
} from '@welfare/http/attachments/attachments.ts'
import { type Problem, problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { statementCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { statementDecider } from './statement.decider.ts'
import { params } from './statement-wire.ts'

const unknown: Problem = { code: 'attachment-unknown', status: 404, facts: {} }

/** Scans of merchants' invoices: handed in, named by the invoice that is recorded, read. */
export function createInvoiceScanRoutes(context: VouchersContext): readonly Route[] {
  return [uploadRoute(context), readRoute(context)]
}

function uploadRoute({ runner, scans }: VouchersContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/statements/{id}/scans',
    operationId: 'uploadInvoiceScan',
    summary:
      'Hands in a scan of an invoice (JPEG, PNG or PDF, at most 10 MiB), for the invoice to name when it is recorded',
    tag: 'settlement',
    params,
    body: attachmentBody,
    answers: { 201: { description: 'What is kept', schema: uploadAnswer } },
    refusals: { ...uploadRefusals, 'statement-unknown': 404 },
    async handle(request) {
      const { id } = request.params
      const isThere = await runner.read(statementDecider, statementCodec, id, () => true)
      return isThere ? scans.receive(id, request) : problem('not-found', { id })
    },
  })
}

function readRoute({ runner, copy, scans }: VouchersContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/statements/{id}/scans/{attachment}',
    operationId: 'readInvoiceScan',
    summary: 'Reads a scan of an invoice as it was handed in; who read it, and what for, is recorded first',
    tag: 'settlement',
    params: z.strictObject({ id: idOf('statement'), attachment: attachmentId }),
    query: z.strictObject({ purpose: attachmentPurpose }),
    answers: { 200: { description: 'The file', contentType: ATTACHMENT_TYPE } },
    refusals: readingRefusals,
    async handle({ params: { id, attachment }, query: { purpose }, actor }) {
      const found = await runner.read(statementDecider, statementCodec, id, ({ programme, scans: all }) => ({
        programme,
        scan: all.get(attachment),
      }))
      const division = copy.findProgramme(found?.programme ?? '')?.division
      if (!found?.scan || division === undefined) return unknown
      const {
        programme,
        scan: { version, ...kept },
      } = found
      return scans.read(
        kept,
        { attachment, entry: `${id}.${version}`, purpose, division, programme, workers: [] },
        actor,
      )
    },
  })
}
