import { splitPart } from '@welfare/contracts/primitives.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import { receiptRefusals } from '@welfare/facts/bank.facts.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import { commandRoute, type StreamCommand } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor, Route } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { z } from 'zod'
import { statementCodec, walletCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import { type StatementCommand, statementRefusals } from './statement.commands.ts'
import { statementDecider } from './statement.decider.ts'
import * as wire from './statement-wire.ts'

const refusals = {
  ...statementRefusals,
  'redemption-unknown': 404,
  'paper-missing': 422,
  'statement-of-others': 422,
  ...receiptRefusals,
} as const
const refused = (code: keyof typeof refusals): Problem => ({ code, status: refusals[code], facts: {} })

interface Asked<Body> {
  readonly params: { readonly id: string }
  readonly body: Body
  readonly actor: Actor
}
type Command = Omit<StreamCommand<StatementCommand>, 'stream'> | Problem

/** What people do with one merchant's statements: each is one command to its stream. */
export function createStatementActsRoutes(context: VouchersContext): readonly Route[] {
  const { copy, clock, scans } = context
  const act = <Body extends z.ZodType>(
    path: string,
    operationId: string,
    summary: string,
    body: Body,
    toCommand: (asked: Asked<z.output<Body>>) => Promise<Command> | Command,
  ): Route =>
    commandRoute(context, {
      ...{ method: 'post', path: `/v1/statements/{id}/${path}`, operationId, summary, tag: 'settlement' },
      ...{ params: wire.params, body, refusals, decidedBy: [statementDecider, statementCodec] },
      answers: { 201: { description: 'Recorded', schema: wire.actAnswer } },
      async toCommand(request) {
        const asked = request as Asked<z.output<Body>>
        const command = await toCommand(asked)
        if ('status' in command) return command
        const { document } = request.body as { document?: { kind: string; number: string } }
        return { stream: asked.params.id, ...command, metadata: { ...command.metadata, ...(document && { document }) } }
      },
      toAnswer({ events }, request) {
        const { id } = (request as Asked<unknown>).params
        const said = request.body as { readonly number?: number }
        const recorded = events.flatMap(({ event: { data } }) => ('statement' in data ? [data.statement] : []))
        const number = recorded[0] ?? said.number
        return { status: 201, body: { id, ...(number !== undefined && { number }) } }
      },
    })
  const performed = (stream: string) => ({ stream, performed: copy.performedOf(stream) })

  return [
    act(
      'confirmation',
      'confirmStatement',
      'Confirms the proposed number: the merchant itself, or an officer with its signed paper, or after the agreed days of silence',
      wire.confirmBody,
      ({ body: { number: statement, revision, by = 'paper', document }, actor }) => {
        const isOfficer = actor.role === 'officer'
        if (isOfficer && by === 'paper' && !document) return refused('paper-missing')
        const today = shanghaiDay(clock.now())
        const said = { statement, revision, today, account: actor.id, by: isOfficer ? by : ('merchant' as const) }
        return { command: { type: 'ConfirmStatement', ...said } }
      },
    ),
    act(
      'withdrawal',
      'withdrawStatement',
      'Withdraws the proposed number: it is a draft again',
      wire.withdrawBody,
      ({ body: { number: statement, reason } }) => ({ command: { type: 'WithdrawStatement', statement, reason } }),
    ),
    act(
      'approval',
      'approveStatement',
      'Approves the confirmed number as it stands, by another person than who proposed or confirmed it',
      wire.approveBody,
      ({ params: { id }, body: { number: statement, revision, payFen }, actor }) => ({
        command: { type: 'ApproveStatement', ...performed(id), statement, revision, payFen, account: actor.id },
      }),
    ),
    act(
      'refusal',
      'refuseStatement',
      'Refuses the confirmed number with a note, by who may approve it: it is a draft again',
      wire.refuseBody,
      ({ body: { number: statement, revision, reason }, actor }) => ({
        command: { type: 'RefuseStatement', statement, revision, reason, account: actor.id },
      }),
    ),
    act(
      'disputes',
      'disputeLine',
      'Disputes a meal that no approved number holds: it is not paid before the dispute ends',
      wire.disputeBody,
      async ({ params: { id }, body: { redemption, reason } }) => {
        const known = performed(id)
        const line = await findLine(context, id, redemption)
        return line
          ? { command: { type: 'DisputeLine', ...known, ...line, redemption, reason }, mayCreate: true }
          : refused('redemption-unknown')
      },
    ),
    act(
      'disputes/end',
      'endDispute',
      'Ends a dispute: the meal stands and is due, or is taken back',
      wire.endDisputeBody,
      async ({ body: { redemption, outcome, reason } }) => {
        // A meal that is taken back leaves the coverage of its own day.
        const paperDay = outcome === 'taken-back' ? await dayOfMeal(context, redemption) : undefined
        const metadata = paperDay === shanghaiDay(clock.now()) ? {} : { paperDay }
        return { command: { type: 'EndDispute', redemption, outcome, reason }, metadata }
      },
    ),
    act(
      'repayments',
      'recordRepayment',
      'Records what the merchant gave back of what it owed',
      wire.repaymentBody,
      ({ params: { id }, body: { shares, bankAccount } }) => ({
        command: { type: 'RecordRepayment', ...performed(id), shares, ...copy.placeOfReceipt(shares, bankAccount) },
        refusal: copy.refusalOfReceipt(shares, bankAccount),
      }),
    ),
    act(
      'invoices',
      'recordInvoice',
      "Records the merchant's invoice for a proposed or approved number; its amount may be another than the number pays",
      wire.invoiceBody,
      async ({ params: { id }, body: { number: statement, scan: named, ...invoice } }) => {
        const scan = named === undefined ? undefined : await scans.find(id, [named], false)
        return { command: { type: 'RecordInvoice', statement, ...invoice, scan, today: shanghaiDay(clock.now()) } }
      },
    ),
    act(
      'invoices/struck-out',
      'strikeOutInvoice',
      'Strikes out an invoice that was recorded wrongly, or is void',
      wire.struckOutBody,
      ({ body }) => ({ command: { type: 'StrikeOutInvoice', ...body } }),
    ),
    act(
      'terms',
      'setSettlementTerms',
      'Sets what was agreed with the merchant: after how many days of silence a statement counts as confirmed',
      wire.termsBody,
      ({ params: { id }, body: { merchant, programme, silenceDays } }) =>
        statementId(merchant, programme) === id
          ? { command: { type: 'SetTerms', merchant, programme, silenceDays }, mayCreate: true }
          : refused('statement-of-others'),
    ),
  ]
}

function dayOfMeal({ runner }: VouchersContext, redemption: string): Promise<string | undefined> {
  const { stream, version } = splitPart(redemption)
  return runner.read(walletDecider, walletCodec, stream, ({ redemptions }) => redemptions.get(version)?.day)
}

/** What the credits still pay of a meal of this statement; what the wallets performed was read before. */
async function findLine({ runner, copy }: VouchersContext, statement: string, redemption: string) {
  const { stream, version } = splitPart(redemption)
  const meal = await runner.read(walletDecider, walletCodec, stream, ({ programme, redemptions }) => {
    const known = redemptions.get(version)
    const shares = known?.kept.draws.reduce<Share[]>((sum, draw) => addShares(sum, draw.shares), []) ?? []
    return known && shares.length > 0 ? { merchant: known.merchant, programme, shares } : undefined
  })
  if (!meal || statementId(meal.merchant, meal.programme) !== statement) return undefined
  const sequence = copy.sequenceOfMeal(meal.merchant, redemption)
  return sequence === undefined ? undefined : { ...meal, sequence }
}
