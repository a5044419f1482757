import {
  attachedFile,
  attachmentId,
  attachmentKinds,
  attachmentPurpose,
  spreadsheetKinds,
} from '@welfare/contracts/events/attachments.ts'
import { bankStatementFileErased } from '@welfare/contracts/events/bank-statements.ts'
import { idOf } from '@welfare/contracts/primitives.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import {
  ATTACHMENT_TYPE,
  attachmentBody,
  readingRefusals,
  uploadAnswerOf,
  uploadRefusals,
} from '@welfare/http/attachments/attachments.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { type FundsContext, refusalOfStranger } from '../../funds.context.ts'
import { accountUnknown, decidedBy, strangeAccount } from './statements.routes.ts'
import { accountParams } from './statements-wire.ts'

const fileParams = z.strictObject({ id: idOf('bankaccount'), attachment: attachmentId })
const erasureBody = bankStatementFileErased.pick({ reason: true })
const erasing = {
  ...accountUnknown,
  'attachment-unknown': 404,
  'erasure-register-not-writable': 409,
} as const

/** The bank's own files, as it gave them: handed in, named by the statement that was read from it, read by few. */
export function createBankFilesRoutes(context: FundsContext): readonly Route[] {
  return [uploadRoute(context), readRoute(context), eraseRoute(context)]
}

function uploadRoute(context: FundsContext): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/bank-accounts/{id}/statement-files',
    operationId: 'uploadBankStatementFile',
    summary:
      "Hands in the bank's own file of a statement (CSV, XLSX, PDF, JPEG or PNG, at most 10 MiB), for the statement to name when it is taken in",
    tag: 'funds',
    params: accountParams,
    body: { ...attachmentBody, file: [...spreadsheetKinds, ...attachmentKinds, ATTACHMENT_TYPE] },
    answers: { 201: { description: 'What is kept', schema: uploadAnswerOf(attachedFile) } },
    refusals: { ...uploadRefusals, ...accountUnknown },
    handle(request) {
      const { id } = request.params
      return strangeAccount(context, request.actor, id) ?? context.bankFiles.receive(id, request)
    },
  })
}

function readRoute(context: FundsContext): Route {
  const { runner, facts, bankFiles } = context
  const refusals = { ...readingRefusals, ...accountUnknown } as const
  return defineRoute({
    method: 'get',
    path: '/v1/bank-accounts/{id}/statement-files/{attachment}',
    operationId: 'readBankStatementOriginal',
    summary: "Reads the bank's own file of a statement; who read it, and what for, is recorded first",
    tag: 'funds',
    params: fileParams,
    query: z.strictObject({ purpose: attachmentPurpose }),
    answers: { 200: { description: 'The file', contentType: ATTACHMENT_TYPE } },
    refusals,
    async handle({ params: { id, attachment }, query: { purpose }, actor }) {
      const stranger = strangeAccount(context, actor, id)
      if (stranger) return stranger
      const found = await runner.read(...decidedBy, id, (state) =>
        state.status === 'open' ? state.statements.files.get(attachment) : undefined,
      )
      if (!found) return problemOf({ code: 'attachment-unknown', facts: {} }, refusals)
      if (found.isErased) return problemOf({ code: 'attachment-erased', facts: {} }, refusals)
      const division = facts.findBankAccount(id)?.division ?? ''
      const entry = `${id}.${found.statement}`
      return bankFiles.read(found.file, { attachment, entry, purpose, division, workers: [] }, actor)
    },
  })
}

function eraseRoute(context: FundsContext): Route {
  const { bankFiles } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/statement-files/{attachment}/erasure',
    operationId: 'eraseBankStatementFile',
    summary:
      "Destroys the key of the bank's own file: nobody can read it again, in no backup; its lines and its hash stay",
    tag: 'funds',
    params: fileParams,
    body: erasureBody,
    answers: { 200: { description: 'Erased, or already so', schema: z.strictObject({ attachment: attachmentId }) } },
    refusals: erasing,
    decidedBy,
    toCommand({ params: { id, attachment }, body, actor }) {
      if (!bankFiles.canErase()) return problemOf({ code: 'erasure-register-not-writable', facts: {} }, erasing)
      return {
        stream: id,
        command: { type: 'EraseStatementFile', attachment, ...body },
        refusal: refusalOfStranger(context, actor, { from: id }),
      }
    },
    async toAnswer(_, { params: { attachment } }) {
      await bankFiles.erase(attachment)
      return { status: 200, body: { attachment } }
    },
  })
}
