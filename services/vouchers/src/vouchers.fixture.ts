import { codecFor, type EventOf, eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addFen, multiplyFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { imbalances, postingKey, postings } from '@welfare/contracts/postings.ts'
import { addShares, drawShares, type Share, sharesEqual, totalOf } from '@welfare/contracts/shares.ts'
import type { Decider } from '@welfare/event-store/decider/decider.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import type { CommandRequest, CommandResult, CommandRunner, EventCodec } from '@welfare/event-store/runner.ts'
import { openFacts } from '@welfare/facts/facts.store.ts'
import { expect } from 'vitest'
import { batchCodec, walletCodec } from './codecs.ts'
import type { BatchCommand } from './issuance/batch.commands.ts'
import { batchDecider } from './issuance/batch.decider.ts'
import type { BatchState } from './issuance/batch.state.ts'
import {
  budget,
  factsOfOtherServices,
  rounds,
  allocated as start,
  windows,
  workers,
} from './issuance/issuance-sample.fixture.ts'
import { codes, merchant, programme } from './sample.fixture.ts'
import { createVouchersFacts, vouchersFacts } from './vouchers.facts.ts'
import { createVouchersProcesses, walletId } from './vouchers.process.ts'
import { expiryDayOf, remainingOf } from './wallets/cards-and-credits.ts'
import { walletDecider } from './wallets/wallet.decider.ts'
import { grantedFor, openCredits, type WalletState } from './wallets/wallet.state.ts'

export type VouchersFixture = ReturnType<typeof openVouchersFixture>

/** The service's real deciders, processes and copy over a log in memory; the budget's part is played by the test. */
export function openVouchersFixture() {
  const facts = openFacts({ file: ':memory:', ledger: 'test', epoch: 1, declarations: [vouchersFacts] })
  const copy = createVouchersFacts(facts)
  const processes = createVouchersProcesses(copy, codes, 'test')
  const log: SequencedEvent[] = []
  const streams = new Map<string, { state: unknown; version: number }>()
  const done = new Set<string>()
  const balances = new Map<string, { account: string; fund: string; batch: string; amount: number }>()
  /** Of the budget; those of one batch in their order. */
  const unanswered: { readonly batch: string; readonly answer: () => void }[] = []
  const reservations = new Map<string, Share[]>()
  let budgetIsClosed = false
  const redemptions: string[] = []
  const repeatable: (() => boolean)[] = []
  let copied = 0
  let checkpoint = 0
  let day = '2025-07-01'
  const runner: Pick<CommandRunner, 'execute'> = { execute: async (...given) => execute(...given) }
  for (const { stream, event } of factsOfOtherServices()) record(stream, event)

  return {
    copy,
    facts,
    log,
    order,
    decide,
    deliver,
    answer,
    redeem,
    reverse,
    voidVoucher,
    closeProgramme,
    expire,
    again,
    drain,
    check,
    checkEnd,
  }

  async function order(which: number): Promise<void> {
    catchUp(log.length)
    const round = rounds[which % rounds.length] ?? ''
    const terms = windows.filter((_, index) => which % 3 === 2 || which % 3 === index)
    const names = terms.map(({ window }) => window)
    const batch = derivedId('batch', programme, round, ...names)
    const missing = copy.countMissing(round, programme, batch, terms)
    const totalFen = sumFen(
      [...missing.byWindow.values()].flat().map(({ amountFen, workers }) => multiplyFen(amountFen, workers)),
    )
    await execute(batchDecider, batchCodec, {
      stream: batch,
      command: {
        type: 'OrderIssuance',
        ...{ programme, budget, round, totalFen, workers: missing.workers, rosterSize: 6 },
        ...{ quota: {}, lateEntryDays: 2, rulesVersion: 1, programmeClosed: isClosed(), endedWindows: [] },
        ...{ maker: 'desk-1', limitFen: which % 2 === 0 ? undefined : totalFen - 1 },
        terms: terms.map(({ name: _, ...term }) => term),
      },
      ...request(`order-${log.length}`),
    })
  }

  /** An approver's or the maker's word on some proposal: what is reserved can always be approved. */
  async function decide(which: number): Promise<void> {
    catchUp(log.length)
    const proposals = log.filter(({ type }) => type === 'IssuanceProposed')
    const batch = proposals[which % Math.max(1, proposals.length)]?.stream
    if (batch === undefined) return
    const { status, order: proposed } = batchState(batch)
    const about = { batch, attempt: proposed?.attempt ?? 0 }
    const commands: BatchCommand[] = [
      { type: 'ApproveIssuance', ...about, approver: 'chair', programmeClosed: isClosed() },
      { type: 'ApproveIssuance', ...about, approver: 'chair', programmeClosed: isClosed() },
      { type: 'RefuseProposal', ...about, reason: 'r' },
      { type: 'WithdrawProposal', ...about, account: 'desk-1', reason: 'r' },
    ]
    const command = commands[Math.floor(which / 8) % commands.length]
    if (!command) return
    const { outcome } = execute(batchDecider, batchCodec, {
      stream: batch,
      command,
      ...request(`decide-${log.length}`),
    })
    if (command.type === 'ApproveIssuance') expect(outcome === 'accepted').toBe(status === 'reserved' && !isClosed())
  }

  /** What funds answers an order with: spendable is what the journal has allocated. */
  function answer(which: number): void {
    const chosen = unanswered[which % Math.max(1, unanswered.length)]
    const first = unanswered.findIndex(({ batch }) => batch === chosen?.batch)
    if (first >= 0) unanswered.splice(first, 1)[0]?.answer()
  }

  function reserve(batch: string, { attempt, totalFen }: EventOf<'IssuanceProposed'>['data']): void {
    const allocated = start.map(({ fund }) => ({ fund, amountFen: balanceOf('allocated', fund) }))
    const about = { programme, batch, attempt }
    const code = budgetIsClosed ? 'programme-closed' : 'budget-insufficient'
    if (budgetIsClosed || totalFen > totalOf(allocated)) {
      record(budget, { type: 'ReservationRefused', data: { ...about, code, facts: {} } })
      return
    }
    const shares = drawShares(allocated, totalFen)
    reservations.set(batch, shares)
    record(budget, { type: 'FundsReserved', data: { ...about, shares } })
  }

  function release(batch: string, attempt: number, cause: EventOf<'ReservationReleased'>['data']['cause']): Share[] {
    const shares = reservations.get(batch)
    if (!shares) return []
    reservations.delete(batch)
    record(budget, { type: 'ReservationReleased', data: { programme, batch, attempt, shares, cause } })
    return shares
  }

  function closeBudget(): void {
    budgetIsClosed = true
    for (const batch of [...reservations.keys()])
      release(batch, batchState(batch).order?.attempt ?? 0, 'programme-closed')
  }

  function commit(batch: string, { attempt, totalFen }: EventOf<'IssuanceOrdered'>['data']): void {
    const reserved = release(batch, attempt, 'committed')
    if (reserved.length > 0) {
      record(budget, { type: 'FundsCommitted', data: { programme, for: batch, attempt, shares: reserved } })
      return
    }
    const allocated = start.map(({ fund }) => ({ fund, amountFen: balanceOf('allocated', fund) }))
    const allocatedFen = totalOf(allocated)
    const about = { programme, for: batch, attempt }
    if (isClosed())
      record(budget, { type: 'CommitmentRefused', data: { ...about, code: 'programme-closed', facts: {} } })
    else if (totalFen > allocatedFen) {
      const facts = { allocatedFen, neededFen: totalFen }
      record(budget, { type: 'CommitmentRefused', data: { ...about, code: 'budget-insufficient', facts } })
    } else {
      const shares = drawShares(allocated, totalFen)
      record(budget, { type: 'FundsCommitted', data: { programme, for: batch, attempt, shares } })
    }
  }

  /** The next events through the service's processes; a crash before the checkpoint gives them again. */
  async function deliver(count: number, crashAfter: number | undefined, ahead: boolean): Promise<void> {
    const events = log.slice(checkpoint, checkpoint + count)
    catchUp(ahead ? log.length : checkpoint + events.length)
    for (const process of processes.slice(0, crashAfter))
      for (const event of events) for (const step of process.run(event, runner as CommandRunner)) await step()
    if (crashAfter === undefined) checkpoint += events.length
  }

  async function redeem(which: number, amountFen: number): Promise<void> {
    const wallet = walletId(programme, workers[which % workers.length] ?? '')
    const state = walletState(wallet)
    if (!state) return
    const before = streams.get(wallet)?.version ?? 0
    await execute(walletDecider, walletCodec, {
      stream: wallet,
      command: {
        type: 'RedeemMeal',
        ...{
          wallet,
          serial: state.card.serial,
          merchant,
          day,
          today: day,
          factsReadThrough: 0,
          deviceId: 't',
          deviceSequence: 0,
        },
        ...{ merchantAdmitted: true, programmeClosed: isClosed(), capturedOffline: false },
        ...{ enteredAt: `${day}T04:00:00.000Z`, enteredBy: 'till' as const },
        purchase: { kind: 'amount', amountFen },
      },
      ...request(`redeem-${log.length}`),
    })
    if ((streams.get(wallet)?.version ?? 0) > before) redemptions.push(`${wallet}.${before + 1}`)
  }

  async function reverse(which: number): Promise<void> {
    const redemption = redemptions[which % Math.max(1, redemptions.length)]
    if (!redemption) return
    await execute(walletDecider, walletCodec, {
      stream: redemption.slice(0, redemption.lastIndexOf('.')),
      command: { type: 'ReverseRedemption', redemption, by: 'union', today: day, part: undefined, reason: 'r' },
      ...request(`reverse-${log.length}`),
    })
  }

  async function voidVoucher(which: number): Promise<void> {
    const wallet = walletId(programme, workers[which % workers.length] ?? '')
    const serial = walletState(wallet)?.card.serial
    if (!serial) return
    const withdraw = which % 8 === 0
    const command = { type: 'VoidVoucher' as const, wallet, serial, today: day, withdraw, reason: 'r' }
    await execute(walletDecider, walletCodec, { stream: wallet, command, ...request(`void-${log.length}`) })
  }

  function closeProgramme(): void {
    if (isClosed()) return
    record(programme, { type: 'ProgrammeClosed', data: { reason: 'r' } })
    unanswered.push({ batch: 'all', answer: closeBudget })
  }

  async function expire(onDay: string): Promise<void> {
    if (onDay > day) day = onDay
    for (const worker of workers) {
      const wallet = walletId(programme, worker)
      if (!walletState(wallet)) continue
      await expireWallet(wallet)
    }
  }

  /** One command for each day of an end, the earliest first, as the sweep does. */
  async function expireWallet(wallet: string): Promise<void> {
    const ends = openCredits(walletState(wallet) ?? walletDecider.initialState).map(expiryDayOf)
    for (const endedOn of new Set(ends.filter((end) => end <= day).sort())) {
      const command = { type: 'ExpireCredits' as const, wallet, endedOn }
      const counts = { ...request(`expire-${log.length}`), metadata: { accountingDate: endedOn } }
      await execute(walletDecider, walletCodec, { stream: wallet, command, ...counts })
    }
  }

  /** A command of a process, decided again on what the stream is now. */
  function again(which: number): void {
    if (repeatable.length > 0) expect(repeatable[which % repeatable.length]?.()).toBe(true)
  }

  async function drain(): Promise<void> {
    while (checkpoint < log.length || unanswered.length > 0) {
      while (unanswered.length > 0) answer(0)
      await deliver(50, undefined, true)
    }
    catchUp(log.length)
  }

  function catchUp(through: number): void {
    if (through <= copied) return
    facts.apply(log.slice(copied, through))
    copied = through
  }

  function execute<State, Command, Event>(
    decider: Decider<State, Command, Event>,
    codec: EventCodec<Event>,
    { stream, command, commandId, metadata }: CommandRequest<Command>,
  ): CommandResult<Event> {
    const known = streams.get(stream) ?? { state: decider.initialState, version: 0 }
    const accepted = { outcome: 'accepted' as const, events: [], repeated: false, version: 0, position: undefined }
    if (done.has(`${stream}|${commandId}`)) return { ...accepted, repeated: true }
    const decision = decider.decide(known.state as State, command)
    if (!decision.accepted) return { outcome: 'refused', refusal: decision.refusal, version: known.version }
    if (decision.events.length > 0) done.add(`${stream}|${commandId}`)
    const counts = String(metadata.accountingDate ?? day)
    for (const event of decision.events) {
      const stored = codec.encode(event)
      const version = record(stream, eventCodec.decode(stored), counts)
      const current = streams.get(stream)?.state ?? known.state
      streams.set(stream, { state: decider.evolve(current as State, event, version, counts), version })
    }
    if (commandId.length === 36 && decider.category !== 'serials')
      repeatable.push(() => addsNothing(decider.decide(streams.get(stream)?.state as State, command)))
    return accepted
  }

  function record(stream: string, event: WelfareEvent, accountingDate = day): number {
    const version = (streams.get(stream)?.version ?? 0) + 1
    streams.set(stream, { state: streams.get(stream)?.state, version })
    const stored = codecFor<WelfareEvent['type']>().encode(event)
    const sequence = log.length + 1
    const at = {
      stream,
      version,
      sequence,
      position: String(sequence) as Position,
      recordedAt: '2025-07-01T00:00:00.000Z',
    }
    log.push({
      ...stored,
      ...at,
      id: `event-${sequence}`,
      metadata: { accountingDate },
      ledger: 'test',
      epoch: 1,
    } as SequencedEvent)
    post(event, stream)
    askBudget(stream, event)
    return version
  }

  function askBudget(batch: string, event: WelfareEvent): void {
    const ask = (answer: () => void) => unanswered.push({ batch, answer })
    if (event.type === 'IssuanceOrdered') ask(() => commit(batch, event.data))
    if (event.type === 'IssuanceProposed') ask(() => reserve(batch, event.data))
    if (
      event.type === 'IssuanceProposalRefused' ||
      event.type === 'IssuanceProposalWithdrawn' ||
      event.type === 'IssuanceRefused'
    )
      ask(() => release(batch, event.data.attempt, 'refused'))
  }

  function post(event: WelfareEvent, stream: string): void {
    const legs = postings(event, stream)
    expect(imbalances(legs)).toEqual([])
    for (const leg of legs) {
      const { account, fund = '', batch = '' } = leg
      const amount = balances.get(postingKey(leg))?.amount ?? 0
      balances.set(postingKey(leg), { account, fund, batch, amount: addFen(amount, leg.amount) })
    }
  }

  function check(): void {
    for (const [key, { account, amount }] of balances) {
      const shown = account === 'cost' || account === 'available' ? amount : subtractFen(0, amount)
      expect(shown, key).toBeGreaterThanOrEqual(0)
    }
    for (const { fund, amountFen } of start)
      expect(
        sumFen(['reserved', 'allocated', 'committed', 'issued', 'used'].map((account) => balanceOf(account, fund))),
      ).toBe(amountFen)
  }

  /** Once everything is delivered: nothing is reserved, and what is issued is what the wallets hold, by fund and batch. */
  function checkEnd(): void {
    expect(start.map(({ fund }) => balanceOf('committed', fund))).toEqual(start.map(() => 0))
    checkReserved()
    const held = new Map<string, Share[]>()
    for (const worker of workers) {
      const credits = openCredits(walletState(walletId(programme, worker)) ?? walletDecider.initialState)
      for (const credit of credits) held.set(credit.batch, addShares(held.get(credit.batch) ?? [], remainingOf(credit)))
      // What had ended before the programme was closed is recorded on the day of its end.
      if (isClosed()) expect(credits.filter(({ endsOn }) => endsOn > day)).toEqual([])
    }
    const issued = new Map<string, Share[]>()
    for (const { account, fund, batch, amount } of balances.values())
      if (account === 'issued') issued.set(batch, addShares(issued.get(batch) ?? [], [{ fund, amountFen: 0 - amount }]))
    for (const batch of new Set([...held.keys(), ...issued.keys()]))
      expect(sharesEqual(issued.get(batch) ?? [], held.get(batch) ?? []), batch).toBe(true)
    checkCreditedOnce()
  }

  /** Only what an approver can decide on is reserved still. */
  function checkReserved(): void {
    const waiting = [...streams]
      .filter(([stream]) => stream.startsWith('batch-'))
      .map(([, { state }]) => state as BatchState)
    expect(waiting.filter(({ status }) => status === 'proposed' || (status === 'reserved' && isClosed()))).toEqual([])
    const totals = waiting.filter(({ status }) => status === 'reserved').map(({ order: known }) => known?.totalFen ?? 0)
    expect(sumFen(start.map(({ fund }) => balanceOf('reserved', fund)))).toBe(sumFen(totals))
  }

  /** Nobody has more of a window than it is worth, however many batches gave it. */
  function checkCreditedOnce(): void {
    for (const worker of workers) {
      const state = walletState(walletId(programme, worker))
      for (const { window, creditFen } of windows)
        expect(state ? grantedFor(state, window) : 0, window).toBeLessThanOrEqual(creditFen)
    }
  }

  function balanceOf(account: string, fund: string): number {
    const all = [...balances.values()].filter((balance) => balance.account === account && balance.fund === fund)
    return 0 - sumFen(all.map(({ amount }) => amount))
  }

  function batchState(batch: string): BatchState {
    return streams.get(batch)?.state as BatchState
  }

  function walletState(wallet: string): WalletState | undefined {
    return streams.get(wallet)?.state as WalletState | undefined
  }

  function isClosed(): boolean {
    return log.some(({ type }) => type === 'ProgrammeClosed')
  }
}

function request(commandId: string) {
  return { commandId, input: {}, metadata: {} }
}

function addsNothing<Event>(decision: ReturnType<Decider<unknown, unknown, Event>['decide']>): boolean {
  return decision.accepted && decision.events.length === 0
}
