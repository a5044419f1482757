import { derivedId, derivedUuid } from '@welfare/event-store/derived-id.ts'
import type { CommandResult } from '@welfare/event-store/runner.ts'
import type { AllocateFunds, FundCommand } from '@welfare/funds/fund.commands.ts'
import { fundDecider } from '@welfare/funds/fund.decider.ts'
import { fundCodec } from '@welfare/funds/funds.context.ts'
import type { FundsFacts } from '@welfare/funds/funds.facts.ts'
import { batchCodec, walletCodec } from '@welfare/vouchers/codecs.ts'
import type { BatchCommand } from '@welfare/vouchers/issuance/batch.commands.ts'
import { batchDecider } from '@welfare/vouchers/issuance/batch.decider.ts'
import type { VouchersFacts } from '@welfare/vouchers/vouchers.facts.ts'
import type { WalletCommand } from '@welfare/vouchers/wallets/wallet.commands.ts'
import { walletDecider } from '@welfare/vouchers/wallets/wallet.decider.ts'
import type { WalletEvent, WalletState } from '@welfare/vouchers/wallets/wallet.state.ts'
import {
  budget,
  closeProgramme,
  days,
  funds,
  merchants,
  neededFen,
  programme,
  round,
  walletOf,
  workers,
} from './givens.ts'
import type { Asker, Wish } from './officers.ts'
import type { Service } from './services.ts'
import { settleMerchants, takeMealBack } from './settlement-office.ts'
import type { SimulatedLedger } from './simulated-ledger.ts'
import type { Machine } from './simulated-process.ts'
import type { SimulatedStore } from './simulated-store.ts'

export interface Town {
  readonly simulated: SimulatedLedger
  readonly store: SimulatedStore
  readonly funds: readonly Machine<Service<FundsFacts>>[]
  readonly vouchers: readonly Machine<Service<VouchersFacts>>[]
  newAsker(name: string): Asker
  day: string
}

/** Resolves when everybody has done, or given up, what they came for. */
export async function liveThrough(town: Town): Promise<void> {
  const { random } = town.simulated
  const rush = Array.from({ length: 4 }, () => random.pick(workers))
  await Promise.all([
    fillFunds(town, town.newAsker('treasurer')),
    issueCredits(town, town.newAsker('issuer')),
    ...['till-1', 'till-2', 'till-3'].map((name) => redeemMeals(town, town.newAsker(name), rush)),
    settleMerchants(town, town.newAsker('settler')),
    turnDays(town, town.newAsker('sweeper')),
    ...(random.chance(0.2) ? [closeSomeTime(town)] : []),
  ])
}

async function fillFunds(town: Town, asker: Asker): Promise<void> {
  const { random } = town.simulated
  const restriction = { purposes: [], divisions: [] }
  const funder = { name: '总工会', kind: 'union' as const }
  for (const fund of funds) {
    const opening = { type: 'OpenFund' as const, name: '资金', division: '110000', funder, restriction }
    await asker.ask(town.funds, { ...onFund(town, fund, `open-${fund}`), creates: true, prepare: () => opening })
  }
  for (let turn = 0; turn < 3; turn += 1) {
    const fund = random.pick(funds)
    await donate(town, asker, fund, turn)
    const amountFen = random.between(2_500, neededFen)
    const answer = await asker.ask(town.funds, {
      ...onFund(town, fund, `allocate-${turn}`),
      prepare: (copy) => toAllocation(copy, town.day, fund, amountFen),
    })
    const proposed = eventOf(answer, 'AllocationProposed')
    if (proposed) await decideProposal(town, asker, fund, `${fund}.${proposed.version}`)
    await asker.process.delay(random.between(0, 60))
  }
}

async function donate(town: Town, asker: Asker, fund: string, turn: number): Promise<void> {
  const { random } = town.simulated
  const amountFen = random.between(3_000, 2 * neededFen)
  // Now and then a receipt is entered twice, under another key.
  const receiptNumber = `R-${random.chance(0.2) ? 0 : turn}`
  const donation = { receiptNumber, donor: { kind: 'individual' as const }, receivedOn: days.both }
  const answer = await asker.ask(town.funds, {
    ...onFund(town, fund, `donate-${turn}`),
    prepare: (): FundCommand => ({ type: 'ReceiveDonation', fund, ...donation, amountFen }),
  })
  const received = eventOf(answer, 'DonationReceived')
  if (!received || !random.chance(0.2)) return
  const refund = { donation: `${fund}.${received.version}`, amountFen: random.between(1, amountFen), reason: 'r' }
  await asker.ask(town.funds, {
    ...onFund(town, fund, `refund-${turn}`),
    prepare: (): FundCommand => ({ type: 'RefundDonation', fund, ...refund, day: town.day }),
  })
}

async function decideProposal(town: Town, asker: Asker, fund: string, proposal: string): Promise<void> {
  const isRefused = town.simulated.random.chance(0.3)
  await asker.ask(town.funds, {
    ...onFund(town, fund, `decide-${proposal}`),
    prepare(copy): FundCommand | undefined {
      if (isRefused) return { type: 'RefuseAllocation', fund, proposal, reason: 'r' }
      const facts = copy.findProgramme(programme)
      const read = { today: town.day, factsReadThrough: copy.sequence() }
      return facts && { type: 'ApproveAllocation', fund, proposal, approver: 'chair', facts, ...read }
    },
  })
}

function toAllocation(copy: FundsFacts, day: string, fund: string, amountFen: number): AllocateFunds | undefined {
  const facts = copy.findProgramme(programme)
  const allocation = { programme, budget, factsReadThrough: copy.sequence() }
  const perAct = copy.limitsOf('632701', 'allocation')?.perAct
  const limitFen = perAct !== undefined && amountFen > perAct ? perAct : undefined
  return (
    facts && {
      type: 'AllocateFunds',
      fund,
      amountFen,
      allocation,
      day,
      facts,
      fundsInBudget: [],
      maker: 'desk',
      limitFen,
    }
  )
}

/** Orders until the budget can pay for it, or it has been tried often enough. */
async function issueCredits(town: Town, asker: Asker): Promise<void> {
  const { random } = town.simulated
  const order = random.pick([['first', 'second'], ['second']])
  const batch = derivedId('batch', programme, round, ...order)
  for (let turn = 0; turn < 5; turn += 1) {
    await asker.process.delay(random.between(50, 250))
    const answer = await asker.ask(town.vouchers, {
      ...{ commandId: `order-${turn}`, stream: batch, decider: batchDecider, codec: batchCodec, mayCreate: true },
      ...{ input: { windows: order }, day: town.day },
      prepare: (copy): BatchCommand | undefined => toOrder(copy, batch, order),
    })
    const proposed = eventOf(answer, 'IssuanceProposed')
    if (answer?.outcome === 'accepted' && answer.events.length === 0 && random.chance(0.7)) return
    if (proposed?.event.type !== 'IssuanceProposed') continue
    const { attempt } = proposed.event.data
    const isRefused = random.chance(0.3)
    await asker.process.delay(random.between(0, 100))
    await asker.ask(town.vouchers, {
      ...{ commandId: `decide-${batch}-${turn}`, stream: batch, decider: batchDecider, codec: batchCodec },
      ...{ input: {}, day: town.day },
      prepare(copy): BatchCommand {
        if (isRefused) return { type: 'RefuseProposal', batch, attempt, reason: 'r' }
        const programmeClosed = copy.findProgramme(programme)?.closed ?? false
        return { type: 'ApproveIssuance', batch, attempt, approver: 'chair', programmeClosed }
      },
    })
  }
}

function toOrder(copy: VouchersFacts, batch: string, order: readonly string[]) {
  const facts = copy.findProgramme(programme)
  const roster = copy.findRound(round)
  if (!facts || !roster?.sealed) return undefined
  const terms = facts.rules.windows.filter(({ window }) => order.includes(window)).map(({ name: _, ...term }) => term)
  const missing = copy.countMissing(round, programme, batch, terms)
  const totalFen = [...missing.byWindow.values()]
    .flat()
    .reduce((sum, { amountFen, workers }) => sum + amountFen * workers, 0)
  const perAct = copy.limitsOf('632701', 'issuance')?.perAct
  return {
    ...{ type: 'OrderIssuance' as const, programme, budget, round, terms, quota: {}, rulesVersion: 1, maker: 'desk' },
    ...{ workers: missing.workers, totalFen, rosterSize: roster.size },
    ...{ lateEntryDays: facts.rules.lateEntryDays, programmeClosed: facts.closed, endedWindows: [] },
    limitFen: perAct !== undefined && totalFen > perAct ? perAct : undefined,
  }
}

/** Some meals at the same wallet as the other tills, at the same moment: one of them is the last. */
async function redeemMeals(town: Town, asker: Asker, rush: readonly string[]): Promise<void> {
  const { simulated } = town
  const { random } = simulated
  const { name } = asker.process
  if (!(await isOpened(town, asker, rush[0] ?? ''))) return
  const beganAtMs = simulated.time.nowMs
  for (const [turn, rushed] of rush.entries()) {
    await asker.process.delay(Math.max(0, beganAtMs + turn * 150 - simulated.time.nowMs))
    const worker = random.chance(0.8) ? rushed : random.pick(workers)
    const merchant = random.pick(merchants)
    const meal = { day: town.day, merchant, amountFen: random.pick([300, 500, 667, 1_000, 1_333]), turn }
    const answer = await asker.ask(town.vouchers, toRedemption(name, worker, meal), 10)
    const redeemed = eventOf(answer, 'MealRedeemed')
    if (!redeemed || !random.chance(0.35)) continue
    await asker.process.delay(random.between(0, 300))
    const redemption = `${walletOf(worker)}.${redeemed.version}`
    await takeMealBack(town, asker, merchant, redemption)
  }
  if (random.chance(0.1)) await voidVoucher(town, asker, random.pick(workers))
}

/** Who eats has heard of the credit; or has waited long enough. */
async function isOpened({ store }: Town, { process }: Asker, worker: string): Promise<boolean> {
  for (let looks = 0; looks < 60; looks += 1) {
    if (store.versionOf(walletOf(worker)) > 0) return true
    await process.delay(30)
  }
  return false
}

function toRedemption(
  till: string,
  worker: string,
  { day, merchant, amountFen, turn }: { day: string; merchant: string; amountFen: number; turn: number },
) {
  return {
    ...onWallet(worker, `meal-${till}-${turn}`, day),
    prepare(copy: VouchersFacts): WalletCommand | undefined {
      const wallet = walletOf(worker)
      const serial = serialOf(copy, wallet)
      const facts = copy.findProgramme(programme)
      if (serial === undefined || !facts) return undefined
      return {
        ...{ type: 'RedeemMeal', wallet, serial, merchant, merchantAdmitted: copy.isAdmitted(programme, merchant) },
        ...{ programmeClosed: facts.closed, day, today: day, purchase: { kind: 'amount', amountFen } },
        ...{ enteredAt: `${day}T04:00:00.000Z`, enteredBy: 'till' },
        ...{ factsReadThrough: copy.sequence(), deviceId: till, deviceSequence: turn, capturedOffline: false },
      }
    },
  }
}

async function voidVoucher(town: Town, asker: Asker, worker: string): Promise<void> {
  const wallet = walletOf(worker)
  await asker.ask(
    town.vouchers,
    {
      ...onWallet(worker, `void-${wallet}-${asker.process.name}`, town.day),
      prepare(copy): WalletCommand | undefined {
        const serial = serialOf(copy, wallet)
        const withdraw = town.simulated.random.chance(0.5)
        return serial === undefined
          ? undefined
          : { type: 'VoidVoucher', wallet, serial, today: town.day, withdraw, reason: 'lost' }
      },
    },
    10,
  )
}

/** Nights fall while people still eat; each time, every instance looks for credits that have ended. */
async function turnDays(town: Town, asker: Asker): Promise<void> {
  const { random } = town.simulated
  if (random.chance(0.8)) await isOpened(town, asker, random.pick(workers))
  for (const day of [days.second, days.neither]) {
    await asker.process.delay(random.between(200, 700))
    town.day = day
    town.simulated.trace('sun', 'rises on', day)
    await Promise.all(town.vouchers.map((machine) => sweep(asker, machine, day)))
  }
}

async function sweep(asker: Asker, machine: Machine<Service<VouchersFacts>>, day: string): Promise<void> {
  const due = machine.running?.copy.listEndedCredits(day) ?? []
  await Promise.all(
    due.map(({ wallet, endedOn, credits }) =>
      asker.ask([machine], {
        ...{
          commandId: derivedUuid('end-credits', wallet, endedOn, ...credits),
          stream: wallet,
          decider: walletDecider,
          codec: walletCodec,
        },
        ...{ input: { endedOn }, day: endedOn },
        prepare: (): WalletCommand => ({ type: 'ExpireCredits', wallet, endedOn }),
      }),
    ),
  )
}

async function closeSomeTime({ simulated, store }: Town): Promise<void> {
  simulated.time.plan(simulated.random.between(100, 1_500), () => closeProgramme(store))
}

function onFund(town: Town, fund: string, commandId: string) {
  return { commandId, stream: fund, decider: fundDecider, codec: fundCodec, input: { commandId }, day: town.day }
}

function onWallet(worker: string, commandId: string, day: string): Omit<Wallets, 'prepare'> {
  const stream = walletOf(worker)
  return { commandId, stream, decider: walletDecider, codec: walletCodec, input: { commandId }, day }
}

type Wallets = Wish<VouchersFacts, WalletState, WalletCommand, WalletEvent>

function serialOf(copy: VouchersFacts, wallet: string): number | undefined {
  return copy.listWallets(programme, 0, 100).find((known) => known.wallet === wallet)?.serial
}

function eventOf<Event extends { readonly type: string }>(
  answer: CommandResult<Event> | undefined,
  type: Event['type'],
): { readonly event: Event; readonly version: number } | undefined {
  return answer?.outcome === 'accepted' ? answer.events.find(({ event }) => event.type === type) : undefined
}
