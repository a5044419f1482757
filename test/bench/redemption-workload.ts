import { derivedId } from '@welfare/event-store/derived-id.ts'
import { walletCodec } from '@welfare/vouchers/codecs.ts'
import type { RedeemMeal, WalletCommand } from '@welfare/vouchers/wallets/wallet.commands.ts'
import { walletDecider } from '@welfare/vouchers/wallets/wallet.decider.ts'
import type { WalletEvent, WalletState } from '@welfare/vouchers/wallets/wallet.state.ts'
import type { Workload } from './runner-contender.ts'

const programme = derivedId('programme', 'bench')
const batch = derivedId('batch', 'bench')
export const merchant = derivedId('merchant', 'bench')
const fund = derivedId('fund', 'bench')
const day = '2025-07-25'
let serials = 0
let slips = 0

/** The till's own command on a wallet with money enough: price, quota and window checked, shares drawn, the event checked by its schema. */
export const redemptionWorkload: Workload<WalletState, WalletCommand, WalletEvent> = {
  name: 'our runner, redemption',
  decider: walletDecider,
  codec: walletCodec,
  streamCount: 10_000,
  prepare: (stream) => {
    serials += 1
    const voucher = { serial: serials, qrHash: '0'.repeat(64) }
    const shares = [{ fund, amountFen: 100_000_000 }]
    const credits = [{ window: 'bench', from: day, until: day, shares, creditFen: 100_000_000 }]
    const worker = stream.replace('wallet-', 'worker-')
    serialOf.set(stream, serials)
    return [
      {
        type: 'ReceiveCredits',
        programme,
        worker,
        batch,
        voucher,
        credits,
        quota: {},
        lateEntryDays: 3,
        programmeClosed: false,
      },
    ]
  },
  getCommand: (stream) => ({
    command: redeem(stream),
    input: { merchant, amountFen: 500, deviceId: 'till-1', deviceSequence: 7 },
    metadata: { actor: 'merchant/till-1', occurredAt: '2025-07-25T04:10:00.000Z', accountingDate: day },
  }),
}

const serialOf = new Map<string, number>()

function redeem(wallet: string): RedeemMeal {
  slips += 1
  return {
    type: 'RedeemMeal',
    wallet,
    serial: serialOf.get(wallet) ?? 0,
    merchant,
    merchantAdmitted: true,
    programmeClosed: false,
    day,
    today: day,
    enteredAt: '2025-07-25T04:10:00.000Z',
    enteredBy: 'till',
    purchase: { kind: 'amount', amountFen: 500 },
    factsReadThrough: 1_000,
    deviceId: 'till-1',
    deviceSequence: slips,
    capturedOffline: false,
  }
}
