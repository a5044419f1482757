/**
 * The service's processes, in the order in which a batch of events runs through them: commit → serials → issue part by part, each part's
 * wallets before the next part → complete; and the end of a programme. Pure but for look-ups in the service's own copy.
 */
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { categoryOf } from '@welfare/contracts/primitives.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { defineProcess } from '@welfare/facts/process-manager.ts'
import { batchCodec, serialsCodec, walletCodec } from './codecs.ts'
import type { BatchCommand, PlannedWallet } from './issuance/batch.commands.ts'
import { batchDecider } from './issuance/batch.decider.ts'
import { toCommitmentAnswer, toReservationAnswer } from './issuance/budget-answers.ts'
import { walletsThatFit } from './issuance/event-size.ts'
import type { RosterEntry } from './issuance/rounds.facts.ts'
import { serialsDecider } from './issuance/serials.decider.ts'
import { createStatementProcesses } from './statements/statement-reactions.ts'
import type { VoucherCodes } from './till/voucher-code.ts'
import type { BatchFacts, VouchersFacts } from './vouchers.facts.ts'
import type { ReceiveCredits } from './wallets/wallet.commands.ts'
import { walletDecider } from './wallets/wallet.decider.ts'
import { creditsOfLeavers, creditsToExtend, walletsOfDouble, walletsToClose } from './wallets/wallet-reactions.ts'

/** Wallets that one event issues to at most; with many windows and funds fewer fit. */
const WALLETS_PER_PART = 100

export function walletId(programme: string, worker: string): string {
  return derivedId('wallet', programme, worker)
}

export function serialsStream(ledger: string): string {
  return derivedId('serials', ledger)
}

export function createVouchersProcesses(copy: VouchersFacts, codes: VoucherCodes, ledger: string) {
  return [
    defineProcess({
      name: 'receive-reservation',
      on: ['FundsReserved', 'ReservationRefused', 'ReservationReleased'],
      decider: batchDecider,
      codec: batchCodec,
      react: (event, { stream, version }) => toReservationAnswer(event, `${stream}.${version}`),
    }),
    defineProcess({
      name: 'receive-commitment',
      on: ['FundsCommitted', 'CommitmentRefused'],
      decider: batchDecider,
      codec: batchCodec,
      react: (event, { stream, version }) =>
        categoryOf(event.data.for) === 'batch'
          ? [{ stream: event.data.for, command: toCommitmentAnswer(event, `${stream}.${version}`) }]
          : [],
    }),
    defineProcess({
      name: 'take-serials',
      on: ['CommitmentReceived'],
      decider: serialsDecider,
      codec: serialsCodec,
      react: (_, { stream }) => [
        {
          stream: serialsStream(ledger),
          command: { type: 'TakeSerials', takenFor: stream, count: rosterSize(copy, stream) },
        },
      ],
    }),
    defineProcess({
      name: 'assign-serials',
      on: ['SerialsTaken'],
      decider: batchDecider,
      codec: batchCodec,
      react: ({ data: { takenFor, first, count } }) =>
        takenFor.startsWith('batch-')
          ? [{ stream: takenFor, command: { type: 'AssignSerials' as const, first, count } }]
          : [],
    }),
    defineProcess({
      name: 'deliver-credits',
      on: ['CreditsIssued'],
      decider: walletDecider,
      codec: walletCodec,
      react: (event, { stream }) =>
        event.data.wallets.map((issued) => ({
          stream: issued.wallet,
          command: toReceiveCredits(copy, codes, stream, event.data.programme, issued),
        })),
    }),
    defineProcess({
      name: 'issue-credits',
      on: ['SerialsAssigned', 'CreditsIssued'],
      decider: batchDecider,
      codec: batchCodec,
      react: (event, source) => [
        { stream: source.stream, command: nextPart(copy, source.stream, event, accountingDateOf(source)) },
      ],
    }),
    defineProcess({
      name: 'stop-issuance',
      on: ['ProgrammeClosed'],
      decider: batchDecider,
      codec: batchCodec,
      react: (_, { stream }) =>
        copy
          .listRunningBatches(stream)
          .map((batch) => ({ stream: batch, command: { type: 'CompleteIssuance' as const } })),
    }),
    defineProcess({
      name: 'close-wallets',
      // A wallet that was being opened while its programme was closed is met at its own opening.
      on: ['ProgrammeClosed', 'WalletOpened'],
      decider: walletDecider,
      codec: walletCodec,
      react: (event, source) =>
        walletsToClose(copy, event, source.stream).map((wallet) => ({
          stream: wallet,
          command: {
            type: 'CloseWallet' as const,
            wallet,
            today: accountingDateOf(source),
            reason: 'programme-closed',
          },
        })),
    }),
    defineProcess({
      name: 'close-merged-wallets',
      // A wallet that was being opened while its worker was merged is met at its own opening.
      on: ['WorkerMergedInto', 'WalletOpened'],
      decider: walletDecider,
      codec: walletCodec,
      react: (event, source) =>
        walletsOfDouble(copy, event, source.stream).map((wallet) => ({
          stream: wallet,
          command: { type: 'CloseWallet' as const, wallet, today: accountingDateOf(source), reason: 'worker-merged' },
        })),
    }),
    defineProcess({
      name: 'withdraw-credits-of-leavers',
      on: ['WorkersLeftRound'],
      decider: walletDecider,
      codec: walletCodec,
      react: (event, source) => creditsOfLeavers(copy, event, source),
    }),
    defineProcess({
      name: 'extend-credits',
      // A credit that was on its way while the window was extended is met when it comes.
      on: ['ProgrammeRulesChanged', 'CreditReceived'],
      decider: walletDecider,
      codec: walletCodec,
      react: (event, source) => creditsToExtend(copy, event, source),
    }),
    ...createStatementProcesses(copy),
  ]
}

function toReceiveCredits(
  copy: VouchersFacts,
  codes: VoucherCodes,
  batch: string,
  programme: string,
  issued: EventOf<'CreditsIssued'>['data']['wallets'][number],
): ReceiveCredits {
  const { order } = knownBatch(copy, batch)
  const { worker, serial, credits } = issued
  return {
    type: 'ReceiveCredits',
    programme,
    worker,
    batch,
    voucher: serial === undefined ? undefined : { serial, qrHash: codes.qrHashOf(codes.qrTokenOf(serial)) },
    credits: credits.map(({ window, shares }) => {
      const terms = order.terms.find((known) => known.window === window)
      if (!terms) throw new Error(`batch ${batch} issued for window ${window} that it was not ordered for`)
      return { window, from: terms.from, until: terms.until, shares, creditFen: terms.creditFen }
    }),
    quota: order.quota,
    lateEntryDays: order.lateEntryDays,
    ownSharePerRedemptionFen: order.ownSharePerRedemptionFen,
    split: order.split,
    itemsOnly: order.itemsOnly,
    programmeClosed: copy.findProgramme(programme)?.closed ?? false,
    barredBy: copy.barredBy(programme, worker),
  }
}

/** The workers after the last one issued who still lack a credit; none left, or the programme closed: complete. */
function nextPart(
  copy: VouchersFacts,
  batchId: string,
  event: EventOf<'SerialsAssigned' | 'CreditsIssued'>,
  today: string,
): BatchCommand {
  const batch = knownBatch(copy, batchId)
  if (copy.findProgramme(batch.programme)?.closed) return { type: 'CompleteIssuance' }
  const lastWorker = event.type === 'CreditsIssued' ? event.data.wallets.at(-1)?.worker : undefined
  const fromOrdinal = lastWorker === undefined ? 0 : placeOf(copy, batch.round, lastWorker) + 1
  const wallets = planWallets(copy, batch, { fromOrdinal, today }, partSize(batch))
  const part = event.type === 'CreditsIssued' ? event.data.part + 1 : 1
  if (wallets.length > 0) return { type: 'IssueCredits', part, wallets }
  const excluded = copy.countExcluded(batch.round, batch.programme, batch.id, batch.order.terms)
  return { type: 'CompleteIssuance', excluded }
}

function planWallets(
  copy: VouchersFacts,
  batch: BatchFacts,
  { fromOrdinal, today }: { readonly fromOrdinal: number; readonly today: string },
  limit: number,
): PlannedWallet[] {
  const planned: PlannedWallet[] = []
  const isAsked = copy.findProgramme(batch.programme)?.rules.announcementDays !== undefined
  for (let ordinal = fromOrdinal; planned.length < limit; ) {
    const entries = copy.listRoster(batch.round, ordinal, limit)
    for (const entry of entries) {
      if (copy.isHeldBack(batch.round, entry.worker, isAsked, today)) continue
      const credits = copy.missingCredits(batch.programme, entry.worker, batch.id, batch.order.terms)
      if (credits.length > 0 && planned.length < limit && canOpen(copy, batch, entry))
        planned.push(planWallet(copy, batch, entry, credits))
    }
    const last = entries.at(-1)
    if (!last) break
    ordinal = last.ordinal + 1
  }
  return planned
}

/** Who joined the round after the batch took its serials waits for the next one. */
function canOpen(copy: VouchersFacts, { id, programme }: BatchFacts, { worker, ordinal }: RosterEntry): boolean {
  return ordinal < copy.serialsOf(id) || copy.hasWallet(walletId(programme, worker))
}

function planWallet(
  copy: VouchersFacts,
  { programme, firstSerial }: BatchFacts,
  { worker, ordinal }: { readonly worker: string; readonly ordinal: number },
  credits: PlannedWallet['credits'],
): PlannedWallet {
  const wallet = walletId(programme, worker)
  const needsVoucher = firstSerial !== undefined && !copy.hasWallet(wallet)
  return { wallet, worker, credits, ...(needsVoucher && { serial: firstSerial + ordinal }) }
}

function partSize({ order, funds }: BatchFacts): number {
  return Math.max(1, Math.min(WALLETS_PER_PART, walletsThatFit(order.terms, funds)))
}

function rosterSize(copy: VouchersFacts, batch: string): number {
  return copy.findRound(knownBatch(copy, batch).round)?.size ?? 0
}

function knownBatch(copy: VouchersFacts, id: string): BatchFacts {
  const batch = copy.findBatch(id)
  if (!batch) throw new Error(`the facts do not know ${id}, although it was awaited`)
  return batch
}

/** Also of somebody who left the round, or went on under another record, since the part was issued. */
function placeOf(copy: VouchersFacts, round: string, worker: string): number {
  const listed = copy.ordinalOf(round, worker)
  return listed >= 0 ? listed : copy.goneOrdinal(round, worker)
}
