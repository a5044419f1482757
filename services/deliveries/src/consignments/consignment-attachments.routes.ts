import {
  attachmentId,
  attachmentPurpose,
  consignmentAttachmentAdded,
  consignmentAttachmentErased,
} from '@welfare/contracts/events/attachments.ts'
import { day } from '@welfare/contracts/primitives.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import {
  ATTACHMENT_TYPE,
  attachmentBody,
  readingRefusals,
  uploadAnswer,
  uploadRefusals,
} from '@welfare/http/attachments/attachments.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { consignmentCodec, type DeliveriesContext } from '../deliveries.context.ts'
import { attachedTo } from './attached-to.ts'
import { consignmentDecider } from './consignment.decider.ts'
import { attachmentRefusals, attachmentsField } from './consignment-steps.routes.ts'
import { consignmentId, consignmentParams } from './consignment-view.ts'

const attachmentParams = z.strictObject({ id: consignmentId, attachment: attachmentId })
const { entry } = consignmentAttachmentAdded.shape
const additionBody = z.strictObject({ entry, attachments: attachmentsField.unwrap().min(1) })
const addition = z.strictObject({ id: consignmentId, entry, attachments: z.array(attachmentId) })
const { reason } = consignmentAttachmentErased.shape
const erasureBody = z.strictObject({
  reason,
  retentionEndedOn: day.optional().meta({ description: 'Asked of every reason but attached-by-mistake' }),
})
const erasure = z.strictObject({ id: consignmentId, attachment: attachmentId, erased: reason })
const erasureRefusals = {
  'consignment-unknown': 404,
  'attachment-unknown': 404,
  'retention-running': 409,
  /** The register of erasures beside the master key. */
  'erasure-register-not-writable': 503,
} as const

/** Photos and scans of signed sheets: handed in, named by a receipt or a hand-out, read, erased. */
export function createAttachmentRoutes(context: DeliveriesContext): Route[] {
  return [uploadAttachment(context), addAttachments(context), readAttachment(context), eraseAttachment(context)]
}

function uploadAttachment({ runner, attachments }: DeliveriesContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/consignments/{id}/attachments',
    operationId: 'uploadAttachment',
    summary: 'Hands in a photo or scan of a signed sheet (JPEG, PNG or PDF, at most 10 MiB), for a command to name',
    tag: 'deliveries',
    params: consignmentParams,
    body: attachmentBody,
    answers: { 201: { description: 'What is kept', schema: uploadAnswer } },
    refusals: { ...uploadRefusals, 'consignment-unknown': 404 },
    async handle(request) {
      const { id } = request.params
      const isPlanned = await runner.read(consignmentDecider, consignmentCodec, id, ({ phase }) => phase !== 'unknown')
      return isPlanned ? attachments.receive(id, request) : problem('not-found', { id })
    },
  })
}

function addAttachments(context: DeliveriesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/consignments/{id}/attachments/additions',
    operationId: 'addAttachments',
    summary: 'Adds what was handed in to a receipt or hand-out that was recorded before',
    tag: 'deliveries',
    params: consignmentParams,
    body: additionBody,
    answers: { 201: { description: 'What was added', schema: addition } },
    refusals: { ...attachmentRefusals, 'consignment-unknown': 404, 'attachment-entry-unknown': 422 },
    decidedBy: [consignmentDecider, consignmentCodec],
    async toCommand({ params: { id }, body: { entry, attachments } }) {
      const given = await attachedTo(context, id, { attachments, isLate: false })
      const attached = given ?? { consignment: id, attachments: [], unknownAttachment: undefined }
      return { stream: id, command: { type: 'AddAttachments', entry, attached } }
    },
    toAnswer: (_, { params: { id }, body }) => ({ status: 201, body: { id, ...body } }),
  })
}

function readAttachment({ runner, facts, attachments }: DeliveriesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/consignments/{id}/attachments/{attachment}',
    operationId: 'readAttachment',
    summary: 'Reads a photo or scan as it was handed in; who read it, and what for, is recorded first',
    tag: 'deliveries',
    params: attachmentParams,
    query: z.strictObject({ purpose: attachmentPurpose }),
    answers: { 200: { description: 'The file', contentType: ATTACHMENT_TYPE } },
    refusals: readingRefusals,
    async handle({ params: { id, attachment }, query: { purpose }, actor }) {
      const found = await runner.read(consignmentDecider, consignmentCodec, id, ({ attachments: all, plan }) => ({
        kept: all.find((one) => one.attachment === attachment),
        programme: plan?.programme,
      }))
      const division = facts.divisionOfConsignment(id)
      if (!found?.kept || division === undefined) return unknownAttachment
      const { kept, programme } = found
      if (kept.erased !== undefined) return problemOf({ code: 'attachment-erased', facts: {} }, readingRefusals)
      const where = { entry: kept.entry, division, ...(programme !== undefined && { programme }) }
      return attachments.read(kept, { attachment, ...where, workers: [...kept.workers], purpose }, actor)
    },
  })
}

function eraseAttachment(context: DeliveriesContext): Route {
  const { attachments, clock } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/consignments/{id}/attachments/{attachment}/erasure',
    operationId: 'eraseAttachment',
    summary: 'Destroys the key of a photo or scan: nobody can read it again, in no backup; the entry and the hash stay',
    tag: 'deliveries',
    params: attachmentParams,
    body: erasureBody,
    answers: { 200: { description: 'Erased, or already so', schema: erasure } },
    refusals: erasureRefusals,
    decidedBy: [consignmentDecider, consignmentCodec],
    toCommand({ params: { id, attachment }, body }) {
      if (!attachments.canErase())
        return problemOf({ code: 'erasure-register-not-writable', facts: {} }, erasureRefusals)
      return { stream: id, command: { type: 'EraseAttachment', attachment, today: shanghaiDay(clock.now()), ...body } }
    },
    async toAnswer(_, { params: { id, attachment }, body: { reason } }) {
      await attachments.erase(attachment)
      return { status: 200, body: { id, attachment, erased: reason } }
    },
  })
}

const unknownAttachment = problemOf({ code: 'attachment-unknown', facts: {} }, readingRefusals)
