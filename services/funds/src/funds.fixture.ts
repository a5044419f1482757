import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { imbalances, type Leg, postings } from '@welfare/contracts/postings.ts'
import { drawShares, type Share, subtractShares, totalOf } from '@welfare/contracts/shares.ts'
import type { Decider } from '@welfare/event-store/decider/decider.ts'
import { expect } from 'vitest'
import type { BudgetCommand, CommitFunds } from './budgets/budget.commands.ts'
import { budgetDecider } from './budgets/budget.decider.ts'
import type { BudgetState, OpenBudget } from './budgets/budget.state.ts'
import type { FundCommand } from './fund.commands.ts'
import { fundDecider } from './fund.decider.ts'
import type { FundState, OpenFund } from './fund.state.ts'
import { receiveAllocation, receiveReturn } from './funds.process.ts'
import { allocate, budget, donated, fundOpened, idNumber, programme } from './sample.fixture.ts'

const funds = [idNumber('fund', 1), idNumber('fund', 2), idNumber('fund', 3)]

interface Batch {
  readonly id: string
  committed: Share[]
  issued: Share[]
  returned: Share[]
  releases: number
}

/** The two deciders over real postings, with vouchers' part (issue, expire, release) played by the test. */
export function openFixture(sharing: 'in-proportion' | 'in-order') {
  const states = new Map<string, FundState | BudgetState>()
  const versions = new Map<string, number>()
  const balances = new Map<string, number>()
  const batches: Batch[] = []
  const proposals: { readonly fund: string; readonly proposal: string }[] = []
  const undelivered: (() => void)[] = []
  const executed: (() => boolean)[] = []
  let sequence = 0
  for (const fund of funds)
    onFund(fund, { type: 'OpenFund', ...fundOpened.data, restriction: { purposes: [], divisions: [] } })
  onBudget({ type: 'OpenBudget', programme, division: '632701', kind: 'festival-meal', sharing })

  return { take, check, decideAll, deliverAll, reservedFen, spendableEverywhere, postedEverywhere }

  function take(does: string, which: number, amountFen: number): void {
    const fund = funds[which % funds.length] ?? ''
    const batch = batches[which % Math.max(1, batches.length)]
    if (does === 'donate') {
      const { receiptNumber, donor, receivedOn } = (donated(`R-${which}`, amountFen, 0) as { data: DonationData }).data
      onFund(fund, {
        type: 'ReceiveDonation',
        fund,
        receiptNumber,
        donor,
        receivedOn,
        amountFen: amountFen * 20,
      })
    }
    if (does === 'refund')
      onFund(fund, {
        type: 'RefundDonation',
        fund,
        donation: `${fund}.${2 + (which % 9)}`,
        amountFen,
        reason: 'r',
        day: allocate.day,
      })
    if (does === 'allocate') onFund(fund, { ...allocate, fund, amountFen: amountFen * 3 })
    if (does === 'propose') onFund(fund, { ...allocate, fund, amountFen: amountFen * 3, limitFen: 0 })
    const proposed = proposals[which % Math.max(1, proposals.length)]
    if (does === 'approve' && proposed) approve(proposed)
    if (does === 'withdraw' && proposed)
      onFund(proposed.fund, { type: 'WithdrawAllocation', ...proposed, account: 'desk-1', reason: 'r' })
    if (does === 'end' && proposed) onFund(proposed.fund, { type: 'EndProposal', ...proposed, reason: 'r' })
    const order = { batch: idNumber('batch', which % 7), attempt: 1 + (which % 2) }
    if (does === 'reserve') onBudget({ type: 'ReserveFunds', ...order, amountFen })
    // A decision on a proposal comes after the proposal, in the one order of the ledger.
    if (does === 'unreserve' && isReserveSettled(order))
      onBudget({ type: 'ReleaseReservation', ...order, cause: 'refused' })
    if (does === 'return') onBudget({ type: 'ReturnAllocation', fund, amountFen, reason: 'r' })
    if (does === 'commit') commit({ type: 'CommitFunds', ...order, amountFen })
    if (does === 'issue' && batch) issue(batch, amountFen)
    if (does === 'release' && batch) release(batch)
    if (does === 'expire' && batch) expire(batch, amountFen)
    if (does === 'deliver' && undelivered.length > 0) undelivered.splice(which % undelivered.length, 1)[0]?.()
    if (does === 'again' && executed.length > 0) expect(executed[which % executed.length]?.()).toBe(true)
    if (does === 'close' && which % 10 === 0) onBudget({ type: 'CloseBudget', reason: 'over' })
  }

  /** What waits can always be approved, whatever has been spent meanwhile. */
  function approve(about: { readonly fund: string; readonly proposal: string }): void {
    const open = (states.get(about.fund) as OpenFund).proposals.get(about.proposal)?.status === 'proposed'
    const { facts, day: today } = allocate
    const command: FundCommand = {
      ...{ type: 'ApproveAllocation', ...about, approver: 'chair' },
      ...{ facts, today, factsReadThrough: 0 },
    }
    expect(fundDecider.decide(states.get(about.fund) as FundState, command).accepted).toBe(open)
    onFund(about.fund, command)
  }

  /** What is reserved can always be committed, to the fen. */
  function commit(command: CommitFunds): void {
    const known = (states.get(budget) as OpenBudget).reserved.get(`${command.batch}#${command.attempt}`)
    const before = batches.length
    onBudget(command)
    if (known) expect(batches.slice(before).map(({ committed }) => committed)).toEqual([known.shares])
  }

  function isReserveSettled({ batch, attempt }: { readonly batch: string; readonly attempt: number }): boolean {
    return (states.get(budget) as OpenBudget).settled.has(`reserve ${batch}#${attempt}`)
  }

  /** Every proposal is taken back, every reservation released. */
  function decideAll(): void {
    for (const proposed of proposals) onFund(proposed.fund, { type: 'EndProposal', ...proposed, reason: 'r' })
    for (const { batch, attempt } of [...(states.get(budget) as OpenBudget).reserved.values()])
      onBudget({ type: 'ReleaseReservation', batch, attempt, cause: 'withdrawn' })
  }

  function onFund(fund: string, command: FundCommand): void {
    execute(fundDecider, fund, command)
    if (command.type === 'ReceiveReturn' || command.type === 'EndProposal')
      executed.push(() => isNoOp(fundDecider, fund, command))
  }

  function onBudget(command: BudgetCommand): void {
    execute(budgetDecider, budget, command)
    const isAcknowledgement = command.type !== 'ReturnAllocation'
    if (isAcknowledgement) executed.push(() => isNoOp(budgetDecider, budget, command))
  }

  function execute<State extends FundState | BudgetState, Command, Event extends WelfareEvent>(
    decider: Decider<State, Command, Event>,
    stream: string,
    command: Command,
  ): void {
    const decision = decider.decide((states.get(stream) as State | undefined) ?? decider.initialState, command)
    if (!decision.accepted) return
    for (const event of decision.events) {
      const version = record(event, stream)
      states.set(
        stream,
        decider.evolve((states.get(stream) as State | undefined) ?? decider.initialState, event, version, '2025-07-01'),
      )
      hop(event, { stream, version })
    }
  }

  function isNoOp<State extends FundState | BudgetState, Command, Event>(
    decider: Decider<State, Command, Event>,
    stream: string,
    command: Command,
  ): boolean {
    const decision = decider.decide(states.get(stream) as State, command)
    return decision.accepted && decision.events.length === 0
  }

  function record(event: WelfareEvent, stream: string): number {
    sequence += 1
    const version = (versions.get(stream) ?? 0) + 1
    versions.set(stream, version)
    const legs = postings(event, stream)
    expect(imbalances(legs)).toEqual([])
    for (const leg of legs) balances.set(keyOf(leg), addFen(balances.get(keyOf(leg)) ?? 0, leg.amount))
    return version
  }

  function hop(event: WelfareEvent, source: { stream: string; version: number }): void {
    if (event.type === 'AllocationProposed')
      proposals.push({ fund: source.stream, proposal: `${source.stream}.${source.version}` })
    if (event.type === 'FundsAllocated') {
      for (const { command } of receiveAllocation(event, source)) undelivered.push(() => onBudget(command))
    }
    if (event.type === 'AllocationReturned') {
      for (const { stream, command } of receiveReturn(event, source)) undelivered.push(() => onFund(stream, command))
    }
    if (event.type === 'FundsCommitted') {
      batches.push({ id: event.data.for, committed: event.data.shares, issued: [], returned: [], releases: 0 })
    }
  }

  function issue(batch: Batch, amountFen: number): void {
    const shares = drawShares(batch.committed, Math.min(amountFen, totalOf(batch.committed)))
    if (shares.length === 0) return
    const credits = [{ window: 'all', shares }]
    const wallets = [{ wallet: idNumber('wallet', 1), worker: idNumber('worker', 1), credits }]
    record({ type: 'CreditsIssued', data: { programme, part: versions.get(batch.id) ?? 1, wallets } }, batch.id)
    batch.committed = subtractShares(batch.committed, shares)
    batch.issued = withFunds(batch.issued, shares)
  }

  function release(batch: Batch): void {
    const shares = batch.committed.filter(({ amountFen }) => amountFen > 0)
    if (shares.length === 0) return
    record({ type: 'CommitmentReleased', data: { programme, budget, shares } }, batch.id)
    batch.committed = []
    batch.releases += 1
    const command: BudgetCommand = { type: 'ReceiveRelease', release: `${batch.id}.${versions.get(batch.id)}`, shares }
    undelivered.push(() => onBudget(command))
  }

  function expire(batch: Batch, amountFen: number): void {
    const shares = drawShares(batch.issued, Math.min(amountFen, totalOf(batch.issued)))
    if (shares.length === 0) return
    const wallet = { worker: idNumber('worker', 1), credit: `${idNumber('wallet', 1)}.2`, window: 'all' }
    record({ type: 'CreditExpired', data: { programme, batch: batch.id, ...wallet, shares } }, idNumber('wallet', 1))
    batch.issued = subtractShares(batch.issued, shares)
    const ofBatch = batches.filter(({ id }) => id === batch.id)
    batch.returned = withFunds(batch.returned, shares)
    const totals = ofBatch.reduce<Share[]>((all, one) => withFunds(all, one.returned), [])
    const command: BudgetCommand = { type: 'ReceiveCreditReturns', batch: batch.id, totals, throughSequence: sequence }
    undelivered.push(() => onBudget(command))
  }

  function deliverAll(): void {
    for (let next = undelivered.shift(); next; next = undelivered.shift()) next()
  }

  function check(): void {
    const balance = (account: string, fund: string) =>
      sumFen([...balances].filter(([key]) => key.startsWith(`${account}|${fund}`)).map(([, amount]) => amount))
    for (const [key, amount] of balances) {
      const debitSide = key.startsWith('granted') || key.startsWith('bank')
      expect(debitSide ? amount : -amount, key).toBeGreaterThanOrEqual(0)
    }
    for (const fund of funds) {
      const budgetBook = ['available', 'reserved', 'allocated', 'committed', 'issued', 'used'].map(
        (account) => 0 - balance(account, fund),
      )
      expect(sumFen(budgetBook)).toBe(0 - balance('donated', fund))
      expect(balance('bank', fund)).toBe(0 - balance('donated', fund))
    }
    reservedFen()
    const posted = postedEverywhere()
    for (const [key, spendableFen] of Object.entries(spendableEverywhere())) {
      expect(spendableFen, key).toBeGreaterThanOrEqual(0)
      expect(subtractFen(posted[key] ?? 0, spendableFen), key).toBeGreaterThanOrEqual(0)
    }
  }

  /** In the journal; what the two kinds of stream remember as reserved must be the same. */
  function reservedFen(): number {
    const ofFunds = funds.flatMap((fund) => [...(states.get(fund) as OpenFund).proposals.values()])
    const open = ofFunds.filter(({ status }) => status === 'proposed').map(({ amountFen }) => amountFen)
    const ofBudget = [...(states.get(budget) as OpenBudget).reserved.values()].map(({ shares }) => totalOf(shares))
    const posted = [...balances].filter(([key]) => key.startsWith('reserved')).map(([, amount]) => amount)
    expect(0 - sumFen(posted)).toBe(sumFen([...open, ...ofBudget]))
    return sumFen([...open, ...ofBudget])
  }

  function spendableEverywhere(): Record<string, number> {
    const open = states.get(budget) as { allocated?: readonly Share[] }
    const ofFunds = funds.map((fund) => [
      `available|${fund}`,
      (states.get(fund) as { available: { total: number } }).available.total,
    ])
    const ofBudget = funds.map((fund) => [
      `allocated|${fund}`,
      open.allocated?.find((share) => share.fund === fund)?.amountFen ?? 0,
    ])
    return Object.fromEntries([...ofFunds, ...ofBudget])
  }

  function postedEverywhere(): Record<string, number> {
    const posted = (account: string, fund: string) => 0 - (balances.get(`${account}|${fund}`) ?? 0)
    return Object.fromEntries(
      funds.flatMap((fund) =>
        ['available', 'allocated'].map((account) => [`${account}|${fund}`, posted(account, fund)]),
      ),
    )
  }
}

type DonationData = { receiptNumber: string; donor: { kind: 'individual' }; receivedOn: string }

function keyOf({ account, fund, batch }: Leg): string {
  return [account, fund, batch].filter((part) => part !== undefined).join('|')
}

function withFunds(known: readonly Share[], more: readonly Share[]): Share[] {
  const names = [...new Set([...known, ...more].map(({ fund }) => fund))]
  return names.map((fund) => ({
    fund,
    amountFen: sumFen([...known, ...more].filter((share) => share.fund === fund).map(({ amountFen }) => amountFen)),
  }))
}
