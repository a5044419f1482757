import { randomUUID } from 'node:crypto'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { commandMetadata, commandRoute } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import type { Actor, Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { type FundsContext, refusalOfStranger } from '../../funds.context.ts'
import { bankAccountCodec, bankAccountDecider } from '../bank-account.decider.ts'
import {
  accountParams,
  type BankStatement,
  lineAnswer,
  lineFilter,
  movementAnswer,
  movementFilter,
  returnedAnswer,
  statementAnswer,
  statementBody,
  withdrawalBody,
} from './statements-wire.ts'

export const accountUnknown = { 'bank-account-unknown': 404 } as const
/** Of what would change its papers. */
export const accountRefusals = { ...accountUnknown, 'bank-account-closed': 409 } as const
const importing = {
  'attachment-unknown': 422,
  'bank-statement-file-differs': 422,
  ...accountRefusals,
  'bank-statement-not-over': 422,
  'bank-statement-does-not-follow': 409,
  'bank-statement-opening-differs': 409,
  'bank-line-outside-days': 422,
  'bank-line-known': 409,
  'bank-line-balance-differs': 422,
  'bank-statement-closing-differs': 422,
  'bank-statement-withdrawn': 409,
} as const
export const decidedBy = [bankAccountDecider, bankAccountCodec] as const

/** Of somebody who does not hold for the account's union. */
export function strangeAccount({ facts }: Pick<FundsContext, 'facts'>, actor: Actor, id: string): Problem | undefined {
  const refusal = refusalOfStranger({ facts }, actor, { from: id })
  return refusal && problemOf(refusal, accountUnknown)
}

/** The bank's own papers of an account, line by line. */
export function createBankStatementsRoutes(context: FundsContext): readonly Route[] {
  return [
    importRoute(context),
    withdrawRoute(context),
    listStatementsRoute(context),
    listLinesRoute(context),
    listMovementsRoute(context),
  ]
}

function importRoute(context: FundsContext): Route {
  const { facts, runner, clock, bankFiles } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/statements',
    operationId: 'importBankStatement',
    summary:
      "Takes in the bank's statement of an account: it begins where the one before ends, and adds up line by line",
    tag: 'funds',
    params: accountParams,
    query: z.strictObject({ dryRun: queryBoolean.optional() }),
    body: statementBody,
    answers: {
      200: { description: 'With dryRun: it fits', schema: statementAnswer.omit({ id: true }) },
      201: { description: 'Taken in, now or before', schema: statementAnswer },
    },
    refusals: importing,
    decidedBy,
    async toCommand({ params: { id }, body: { file, ...body }, actor }) {
      const given = file === undefined ? undefined : await bankFiles.find(id, [file], false)
      const isOver = body.from <= body.until && body.until <= shanghaiDay(clock.now())
      const notOver = { code: 'bank-statement-not-over', facts: { from: body.from, until: body.until } }
      return {
        stream: id,
        command: { type: 'ImportStatement', bankAccount: id, ...body, given },
        refusal: refusalOfStranger({ facts }, actor, { from: id }) ?? (isOver ? undefined : notOver),
      }
    },
    async toPreview({ stream, command, refusal }, { actor, body: { lines, fileHash: _, file: __, ...said } }) {
      const trial = { commandId: randomUUID(), input: {}, isTrial: true, metadata: commandMetadata(clock, actor) }
      const result = await runner.execute(...decidedBy, { stream, command, refusal, ...trial })
      if (result.outcome !== 'accepted') return notAccepted(result, importing)
      return { status: 200, body: { ...said, lines: lines.length } }
    },
    async toAnswer(_, { body: { fileHash } }, { stream }) {
      const statement = await runner.read(...decidedBy, stream, (state) =>
        state.status === 'open' ? state.statements.statements.find((one) => one.fileHash === fileHash) : undefined,
      )
      if (!statement) return problemOf({ code: 'bank-statement-withdrawn', facts: {} }, importing)
      const { version, references: _references, fileHash: _fileHash, ...said } = statement
      return { status: 201, body: { id: `${stream}.${version}`, ...said } satisfies BankStatement }
    },
  })
}

function withdrawRoute(context: FundsContext): Route {
  const { facts } = context
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts/{id}/statement-withdrawals',
    operationId: 'withdrawBankStatement',
    summary: 'Takes the last statement of an account out again, before any of its lines is matched',
    tag: 'funds',
    params: accountParams,
    body: withdrawalBody,
    answers: { 201: { description: 'It is no more', schema: returnedAnswer } },
    refusals: { ...accountRefusals, 'bank-statement-not-last': 409, 'bank-statement-matched': 409 },
    decidedBy,
    toCommand: ({ params: { id }, body, actor }) => ({
      stream: id,
      command: { type: 'WithdrawStatement', ...body },
      refusal: refusalOfStranger({ facts }, actor, { from: id }),
    }),
    toAnswer: (_, { body: { bankStatement: id } }) => ({ status: 201, body: { id } }),
  })
}

function listStatementsRoute(context: FundsContext): Route {
  return listRoute({
    path: '/v1/bank-accounts/{id}/statements',
    operationId: 'listBankStatements',
    summary: "Lists the bank's statements of an account in their order",
    tag: 'funds',
    params: accountParams,
    item: statementAnswer,
    description: 'A page of statements',
    refusals: accountUnknown,
    listRows: ({ params: { id }, actor }, { from, limit }) =>
      strangeAccount(context, actor, id) ?? context.facts.listBankStatements(id, from, limit),
    placeOf: ({ id }) => Number(id.slice(id.lastIndexOf('.') + 1)),
    toItem: (statement) => statement,
  })
}

function listLinesRoute(context: FundsContext): Route {
  return listRoute({
    path: '/v1/bank-accounts/{id}/lines',
    operationId: 'listBankLines',
    summary: "Lists the lines of the bank's statements of an account, matched or open",
    tag: 'funds',
    params: accountParams,
    filter: lineFilter,
    item: lineAnswer,
    description: 'A page of lines',
    refusals: accountUnknown,
    listRows: ({ params: { id }, query: { state }, actor }, { from, limit }) =>
      strangeAccount(context, actor, id) ?? context.facts.listBankLines(id, state, from, limit),
    placeOf: ({ place }) => place,
    toItem: ({ line }) => line,
  })
}

function listMovementsRoute(context: FundsContext): Route {
  return listRoute({
    path: '/v1/bank-accounts/{id}/movements',
    operationId: 'listBankMovements',
    summary: 'Lists what the books moved on an account, matched, open, or contained in the first opening balance',
    tag: 'funds',
    params: accountParams,
    filter: movementFilter,
    item: movementAnswer,
    description: 'A page of movements',
    refusals: accountUnknown,
    listRows: ({ params: { id }, query: { state }, actor }, { from, limit }) =>
      strangeAccount(context, actor, id) ?? context.facts.listBankMovements(id, state, from, limit),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ movement }) => movement,
  })
}
