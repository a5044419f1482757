import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { budgetOf } from '@welfare/contracts/events/funds.ts'
import { type History, idOf } from './history.fixture.ts'
import { playsOfBank } from './random-bank.fixture.ts'
import {
  divisions,
  employers,
  funds,
  merchants,
  opened,
  type Play,
  pick,
  programmes,
  rules,
  type Step,
  windows,
  workers,
} from './random-town.fixture.ts'
import { playSettlement } from './settlement-history.fixture.ts'

type Credit = Pick<DataOf<'CreditExpired'>, 'programme' | 'worker' | 'batch' | 'credit' | 'window' | 'shares'>

/** Money from a donation to meals and their settlement. @param nextRound numbers rounds, whatever they are of */
export function playsOfMoney(history: History, nextRound: () => number): readonly Play[] {
  const open: { readonly data: DataOf<'MealRedeemed'>; readonly id: string }[] = []
  const { heldOf, plays: ofBank } = playsOfBank(history)
  const batchOf = ({ a }: Step): string => idOf('batch', a % 2)
  const walletOf = (programme: string, worker: string): string => idOf('wallet', `${programme}|${worker}`)
  const one = ({ a, amount }: Step) => [{ fund: pick(funds, a), amountFen: amount }]
  const some = ({ a, amount }: Step) =>
    a % 3 === 0
      ? [
          { fund: pick(funds, 0), amountFen: amount },
          { fund: pick(funds, 1), amountFen: amount + 7 },
        ]
      : one({ a, amount } as Step)
  const group = (index: number) => ({
    employer: pick(employers, index),
    division: pick(divisions, index),
    trade: index % 2 ? '环卫' : '清运',
  })
  const someWorkers = (number: number): string[] =>
    workers.filter((_, index) => (number >> index) % 2 === 1 || index === number % 3)
  const someWindows = (number: number): string[] => (number % 3 === 2 ? [...windows] : [pick(windows, number)])

  const donate: Play = (step, date) => {
    const fund = pick(funds, step.a)
    const donor = { kind: 'individual' as const }
    const receiptNumber = `R-${history.versionOf(fund)}`
    const shares = one(step)
    const data = { receiptNumber, donor, receivedOn: date, shares, availableAfterFen: 0, ...heldOf(step, shares) }
    history.add(fund, 'DonationReceived', data, date)
  }
  const refund: Play = (step, date) => {
    const fund = pick(funds, step.a)
    const shares = one(step)
    const data = { donation: `${fund}.2`, shares, reason: 'asked', availableAfterFen: 0, ...heldOf(step, shares) }
    history.add(fund, 'DonationRefunded', data, date)
  }
  const allocate: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const data = { programme, budget: budgetOf(programme), shares: one(step), availableAfterFen: 0 }
    history.add(pick(funds, step.a), 'FundsAllocated', data, date)
  }
  const propose: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const fund = pick(funds, step.a)
    const proposed = { programme, shares: one(step), availableAfterFen: 0 }
    const waiting = { budget: budgetOf(programme), limitFen: 1, proposedBy: 'desk' }
    const { version } = history.add(fund, 'AllocationProposed', { ...proposed, ...waiting }, date)
    const proposal = `${fund}.${version}`
    if (step.a % 3 === 0) history.add(fund, 'AllocationProposalRefused', { proposal, ...proposed, reason: 'no' }, date)
    if (step.a % 3 === 1) history.add(fund, 'AllocationApproved', { proposal, ...proposed }, date)
  }
  const reserve: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const reserved = { programme, batch: batchOf(step), attempt: 1, shares: some(step) }
    history.add(budgetOf(programme), 'FundsReserved', reserved, date)
    if (step.a % 2 === 0)
      history.add(budgetOf(programme), 'ReservationReleased', { ...reserved, cause: 'withdrawn' }, date)
  }
  const giveBack: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    history.add(
      budgetOf(programme),
      'AllocationReturned',
      { programme, fund: pick(funds, step.a), shares: one(step), reason: 'left' },
      date,
    )
  }
  const commit: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    history.add(
      budgetOf(programme),
      'FundsCommitted',
      { programme, for: batchOf(step), attempt: 1, shares: some(step) },
      date,
    )
  }
  const release: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    history.add(
      batchOf(step),
      'CommitmentReleased',
      { programme, budget: budgetOf(programme), shares: some(step) },
      date,
    )
  }
  const freezeRoster: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const number = nextRound()
    const round = idOf('round', number)
    const named = { plan: 'people' as const, name: `Round ${number + 1}`, windows: someWindows(step.a) }
    const plan = { ...opened, programme, ...named }
    history.add(round, 'RoundOpened', plan, date)
    history.add(
      round,
      'RosterFrozen',
      { programme, groups: [{ ...group(step.a), workers: someWorkers(step.amount) }] },
      date,
    )
    history.add(round, 'RoundSealed', { programme, entries: 1 }, date)
  }
  const issue: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const wallets = someWorkers(step.amount).map((worker) => ({
      wallet: walletOf(programme, worker),
      worker,
      credits: someWindows(step.a).map((window) => ({ window, shares: some(step) })),
    }))
    history.add(
      batchOf(step),
      'CreditsIssued',
      { programme, part: history.versionOf(batchOf(step)) + 1, wallets },
      date,
    )
  }
  const creditOf = (step: Step): Credit => {
    const programme = pick(programmes, step.b)
    const worker = pick(workers, step.amount)
    const credit = `${walletOf(programme, worker)}.1`
    return { programme, worker, batch: batchOf(step), credit, window: pick(windows, step.a), shares: some(step) }
  }
  const decline: Play = (step, date) => {
    const { credit: _, ...data } = creditOf(step)
    history.add(walletOf(data.programme, data.worker), 'CreditDeclined', { ...data, code: 'voucher-voided' }, date)
  }
  const expire: Play = (step, date) => {
    const data = creditOf(step)
    history.add(walletOf(data.programme, data.worker), 'CreditExpired', data, date)
  }
  const withdraw: Play = (step, date) => {
    const data = creditOf(step)
    history.add(walletOf(data.programme, data.worker), 'CreditWithdrawn', { ...data, reason: 'closed' }, date)
  }
  const voidOrExclude: Play = (step, date) => {
    if (step.a % 3 !== 0) return exclude(step, date)
    const { programme, worker } = creditOf(step)
    history.add(walletOf(programme, worker), 'VoucherVoided', { programme, worker, serial: 1, reason: 'left' }, date)
  }
  const redeem: Play = (step, date) => {
    const { programme, worker, batch, credit } = creditOf(step)
    const wallet = walletOf(programme, worker)
    const draws = someWindows(step.a).map((window) => ({ credit, batch, window, shares: some(step) }))
    const data = {
      programme,
      worker,
      merchant: pick(merchants, step.a),
      redeemedOn: date,
      items: [],
      factsReadThrough: 1,
      listPriceFen: 1_000_000,
      discountFen: step.amount % 300,
      ownShareFen: step.b,
      draws,
      balanceAfterFen: 0,
      deviceId: 'till-1',
      deviceSequence: 1,
      capturedOffline: false,
    }
    const { version } = history.add(wallet, 'MealRedeemed', data, date)
    open.push({ data, id: `${wallet}.${version}` })
  }
  const settle: Play = (step, date) => {
    const shares = some(step)
    const held = heldOf(step, shares)
    playSettlement(history, pick(programmes, step.b), pick(merchants, step.a), shares, { ...step, date, held })
  }
  const reverse: Play = (step, date) => {
    const [redeemed] = open.splice(step.a % Math.max(1, open.length), 1)
    if (!redeemed) return
    const { programme, worker, merchant, draws, redeemedOn } = redeemed.data
    const to = pick(['allocated', 'issued', 'issued', 'claimed', 'issued'] as const, step.b)
    const data = {
      ...{ programme, worker, merchant, redemption: redeemed.id },
      draws: draws.map((draw) => ({ ...draw, to })),
      ...(step.a % 5 === 2 && { priorYear: true }),
      ...{ reason: 'mistake', balanceAfterFen: 0 },
    }
    const wallet = walletOf(programme, worker)
    history.add(wallet, 'RedemptionReversed', data, date, { paperDay: redeemedOn })
    if (step.b % 2 === 0) return
    const right = { ...redeemed.data, correctedFrom: redeemed.id }
    const { version } = history.add(wallet, 'MealRedeemed', right, date, { paperDay: redeemedOn })
    open.push({ data: right, id: `${wallet}.${version}` })
  }
  /** The second programme, the first, or no longer. */
  const exclude: Play = ({ a }, date) => {
    const others = a % 3 === 1 ? {} : { exclusiveWith: [pick(programmes, 0)] }
    const data = { rules: { ...rules, ...others }, rulesVersion: 2, reason: 'one of the two' }
    history.add(pick(programmes, 1), 'ProgrammeRulesChanged', data, date)
  }

  return [
    donate,
    refund,
    allocate,
    propose,
    reserve,
    giveBack,
    commit,
    release,
    freezeRoster,
    freezeRoster,
    issue,
    issue,
    decline,
    expire,
    withdraw,
    voidOrExclude,
    ...[redeem, redeem, redeem, reverse, reverse, settle, settle],
    ...ofBank,
  ]
}
