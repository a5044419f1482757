import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { defineProcess } from '@welfare/facts/process-manager.ts'
import { statementCodec, walletCodec } from '../codecs.ts'
import type { VouchersFacts } from '../vouchers.facts.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import type { AssignPayment } from './statement.commands.ts'
import { statementDecider } from './statement.decider.ts'
import { takeBackProcess, toWalletCommand, walletOf } from './take-back.ts'

/** A line that was taken back is performed by its wallet, or given back; a payment takes, pays, releases its statements. */
export function createStatementProcesses(copy: Pick<VouchersFacts, 'statementsOfPayment'>) {
  return [
    defineProcess({
      ...takeBackProcess,
      on: ['LineTakenBack'],
      decider: walletDecider,
      codec: walletCodec,
      react: ({ data }, source) => [{ stream: walletOf(data), command: toWalletCommand(data, source) }],
    }),
    defineProcess({
      name: 'give-line-back',
      on: ['TakingBackDeclined'],
      decider: statementDecider,
      codec: statementCodec,
      react: ({ data: { takenBack, code } }) => [
        { stream: splitPart(takenBack).stream, command: { type: 'EndTakingBack' as const, takenBack, code } },
      ],
    }),
    defineProcess({
      name: 'answer-payment',
      on: ['PaymentPrepared', 'PaymentEnded', 'PaymentSettled', 'PaymentBounced'],
      decider: statementDecider,
      codec: statementCodec,
      react(event, { stream: payment }) {
        if (event.type === 'PaymentPrepared') {
          const { merchant, parts: all } = event.data
          const parts = all.filter(({ stream }) => stream.startsWith('statement-'))
          const streams = [...new Set(parts.map(({ stream }) => stream))]
          return streams.map((stream) => {
            const own = parts.filter((part) => part.stream === stream)
            const programme = own[0]?.programme ?? ''
            const command: AssignPayment = { type: 'AssignPayment', merchant, programme, payment, parts: own }
            return { stream, command }
          })
        }
        return copy.statementsOfPayment(payment).map((stream) => ({ stream, command: toCommand(event, payment) }))
      },
    }),
  ]
}

function toCommand(event: EventOf<'PaymentEnded' | 'PaymentSettled' | 'PaymentBounced'>, payment: string) {
  switch (event.type) {
    case 'PaymentEnded':
      return { type: 'ReleaseStatements' as const, payment, reason: event.data.reason }
    case 'PaymentSettled':
      return {
        type: 'RecordPaid' as const,
        payment,
        paidOn: event.data.paidOn,
        bankAccount: event.data.bankAccount,
        payer: event.data.payer,
      }
    case 'PaymentBounced':
      return {
        type: 'TakeInReturned' as const,
        payment,
        reason: event.data.reason,
        bankAccount: event.data.bankAccount,
        payer: event.data.payer,
      }
  }
}
