import { sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { commandMetadata } from '@welfare/http/room.ts'
import type { Actor, RouteAnswer } from '@welfare/http/route.ts'
import { serialsDecider } from '../issuance/serials.decider.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { serialsCodec, serialsStream, walletCodec } from '../vouchers.process.ts'
import { walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

export const cardRefusals = { ...walletRefusals, 'serials-exhausted': 409 } as const

interface Asked {
  readonly actor: Actor
  readonly body: { readonly reason: string }
  /** Who or which card was asked for: a repeat of the request says the same. */
  readonly of: string
  readonly commandId: string
}

/** A new serial, and with it a new code, for the same wallet. */
export async function replaceCard(
  { codes, clock, store, runner }: VouchersContext,
  { wallet, serial }: { readonly wallet: string; readonly serial: number },
  { actor, body, of, commandId }: Asked,
): Promise<RouteAnswer | Problem> {
  const request = { commandId, input: { ...body, of }, metadata: commandMetadata(clock, actor) }
  const toReplacement = (newSerial: number) => ({
    type: 'ReplaceVoucher' as const,
    serial,
    newSerial,
    qrHash: codes.qrHashOf(codes.qrTokenOf(newSerial)),
    reason: body.reason,
  })
  // Asked before a serial is taken, so that a refused request leaves nothing behind.
  const isReplaceable = await runner.read(
    walletDecider,
    walletCodec,
    wallet,
    (state) => walletDecider.decide(state, toReplacement(serial)).accepted,
  )
  const taken = isReplaceable
    ? await runner.execute(serialsDecider, serialsCodec, {
        ...request,
        stream: serialsStream(store.ledger),
        command: { type: 'TakeSerials', takenFor: wallet, count: 1 },
        mayCreate: true,
      })
    : undefined
  if (taken && taken.outcome !== 'accepted')
    return answerCommand(taken, { refusals: cardRefusals, onAccepted: () => ({ status: 500 }) })
  const result = await runner.execute(walletDecider, walletCodec, {
    ...request,
    stream: wallet,
    command: toReplacement(taken?.events[0]?.event.data.first ?? serial),
  })
  return answerCommand(result, {
    refusals: cardRefusals,
    onAccepted: ({ events }) => {
      const [replaced] = events
      if (replaced?.event.type !== 'VoucherReplaced') throw new Error('a replacement led to no event')
      const { serial: fresh } = replaced.event.data
      return { status: 201, body: { wallet, serial: fresh, code: codes.codeOf(fresh), qr: codes.qrTokenOf(fresh) } }
    },
  })
}

export function sumWithdrawn(events: readonly { readonly event: WalletEvent }[]): number {
  return sumFen(events.map(({ event }) => (event.type === 'CreditWithdrawn' ? totalOf(event.data.shares) : 0)))
}
