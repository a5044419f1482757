import type { EventOf } from '@welfare/contracts/catalogue.ts'
import type { ProgrammeWindow } from '@welfare/contracts/events/programmes.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Reaction } from '@welfare/facts/process-manager.ts'
import type { VouchersFacts } from '../vouchers.facts.ts'
import type { WalletCommand } from './wallet.commands.ts'

export function walletsToClose(
  copy: VouchersFacts,
  event: EventOf<'ProgrammeClosed' | 'WalletOpened'>,
  stream: string,
): string[] {
  if (event.type === 'ProgrammeClosed')
    return copy.listWallets(stream, 0, Number.MAX_SAFE_INTEGER).map(({ wallet }) => wallet)
  return copy.findProgramme(event.data.programme)?.closed ? [stream] : []
}

/** Where it was decided that a leaver's credits go back: those that were ordered for the round before. */
export function creditsOfLeavers(
  copy: VouchersFacts,
  { data: { programme, workers, credits } }: EventOf<'WorkersLeftRound'>,
  source: SequencedEvent,
): readonly Reaction<WalletCommand>[] {
  if (credits !== 'withdraw') return []
  const batches = copy.batchesOfRound(source.stream, source.sequence)
  return [...new Set(workers.map(copy.survivorOf))].flatMap((worker) => {
    const wallet = copy.walletOfWorker(programme, worker)?.wallet
    const command = { type: 'WithdrawCredits' as const, today: accountingDateOf(source), reason: 'left', batches }
    return wallet === undefined ? [] : [{ stream: wallet, command: { ...command, wallet } }]
  })
}

export function walletsOfDouble(
  copy: VouchersFacts,
  event: EventOf<'WorkerMergedInto' | 'WalletOpened'>,
  stream: string,
): string[] {
  if (event.type === 'WorkerMergedInto') return copy.listWalletsOfWorker(stream)
  return copy.isMergedAway(event.data.worker) ? [stream] : []
}

export function creditsToExtend(
  copy: VouchersFacts,
  event: EventOf<'ProgrammeRulesChanged' | 'CreditReceived'>,
  source: SequencedEvent,
): readonly Reaction<WalletCommand>[] {
  const extend = (wallet: string, windows: readonly ProgrammeWindow[], rulesVersion: number) => ({
    stream: wallet,
    command: { type: 'ExtendCredits' as const, wallet, windows, rulesVersion, today: accountingDateOf(source) },
  })
  if (event.type === 'ProgrammeRulesChanged') {
    const { rules, rulesVersion } = event.data
    // Newer rules have an event of their own: where events are read again, those of before must not come back.
    if ((copy.findProgramme(source.stream)?.rulesVersion ?? 0) > rulesVersion) return []
    const wallets = rules.windows.flatMap(({ window, until }) => copy.listWalletsToExtend(source.stream, window, until))
    return [...new Set(wallets)].map((wallet) => extend(wallet, rules.windows, rulesVersion))
  }
  const { programme: id, window, until } = event.data
  const programme = copy.findProgramme(id)
  const longer = programme?.rules.windows.filter((known) => known.window === window && known.until > until) ?? []
  return programme && longer.length > 0 ? [extend(source.stream, longer, programme.rulesVersion)] : []
}
