import { problemOf } from '@welfare/http/answer-command.ts'
import type { StreamCommand } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { RouteAnswer } from '@welfare/http/route.ts'
import { walletCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { type WalletCommand, walletRefusals } from './wallet.commands.ts'
import { walletDecider } from './wallet.decider.ts'
import type { WalletEvent } from './wallet.state.ts'

/** What the wallet would record, from its own decision; nothing is recorded. */
export async function previewWallet(
  { runner }: Pick<VouchersContext, 'runner'>,
  { stream, command }: StreamCommand<WalletCommand>,
  toBody: (events: readonly { readonly event: WalletEvent }[]) => object,
): Promise<RouteAnswer | Problem> {
  const decided = await runner.read(walletDecider, walletCodec, stream, (state, version) => ({
    decision: walletDecider.decide(state, command),
    version,
  }))
  if (decided === undefined) return problemOf({ code: 'voucher-unknown', facts: {} }, walletRefusals)
  const { decision, version } = decided
  if (!decision.accepted) return problemOf(decision.refusal, walletRefusals)
  return { status: 200, version, body: toBody(decision.events.map((event) => ({ event }))) }
}
