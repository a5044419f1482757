import type { DataOf, EventType } from '@welfare/contracts/catalogue.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { appendAll, createHistory, idOf } from '@welfare/reports/history.fixture.ts'
import { walletCodec } from '@welfare/vouchers/codecs.ts'
import type { ReceiveCredits, RedeemMeal } from '@welfare/vouchers/wallets/wallet.commands.ts'
import { walletDecider } from '@welfare/vouchers/wallets/wallet.decider.ts'

export const MEAL_FEN = 500
export const MEALS_PER_WALLET = 20
export const programme = idOf('programme', 'brokers')
export const day = '2025-07-25'
export const startsAt = new Date(`${day}T04:10:00.000Z`)

const budget = idOf('budget', 'brokers')
const fund = idOf('fund', 'brokers')
const batch = idOf('batch', 'brokers')
const round = idOf('round', 'brokers')
const employer = idOf('employer', 'brokers')
const merchant = idOf('merchant', 'brokers')
const window = 'heat'
const CREDIT_FEN = MEAL_FEN * MEALS_PER_WALLET
/** Wallets in one part of a batch, and people in one group of a roster. */
const PART = 100

/** One fund, one programme, and as many wallets as there are, each with credit for 20 meals: appended as events, the wallets by their own commands. */
export async function beginHistory(store: EventStore, runner: CommandRunner, wallets: number): Promise<void> {
  await appendAll(store, issued(wallets).events)
  const numbers = Array.from({ length: wallets }, (_, number) => number)
  for (let from = 0; from < wallets; from += PART) {
    await Promise.all(numbers.slice(from, from + PART).map((number) => open(runner, number)))
  }
}

export function walletOf(number: number): string {
  return idOf('wallet', `brokers|${number}`)
}

export function redeem(number: number, deviceSequence: number): RedeemMeal {
  return {
    type: 'RedeemMeal',
    wallet: walletOf(number),
    serial: number + 1,
    merchant,
    merchantAdmitted: true,
    programmeClosed: false,
    day,
    today: day,
    enteredAt: startsAt.toISOString(),
    enteredBy: 'till',
    purchase: { kind: 'amount', amountFen: MEAL_FEN },
    factsReadThrough: 1,
    deviceId: 'till-1',
    deviceSequence,
    capturedOffline: false,
  }
}

async function open(runner: CommandRunner, number: number): Promise<void> {
  const command: ReceiveCredits = {
    type: 'ReceiveCredits',
    programme,
    worker: workerOf(number),
    batch,
    voucher: { serial: number + 1, qrHash: '0'.repeat(64) },
    credits: [{ window, from: day, until: day, shares: [{ fund, amountFen: CREDIT_FEN }], creditFen: CREDIT_FEN }],
    quota: {},
    lateEntryDays: 3,
    programmeClosed: false,
  }
  const stream = walletOf(number)
  const metadata = { actor: 'process/issue', occurredAt: startsAt.toISOString(), accountingDate: day }
  const request = { stream, command, commandId: `receive-${number}`, input: {}, metadata, mayCreate: true }
  const { outcome } = await runner.execute(walletDecider, walletCodec, request)
  if (outcome !== 'accepted') throw new Error(`wallet ${number} was not opened: ${outcome}`)
}

/** From the donation to credits that are issued. */
function issued(wallets: number) {
  const history = createHistory()
  const add = <T extends EventType>(stream: string, type: T, data: DataOf<T>) => history.add(stream, type, data, day)
  const shares = [{ fund, amountFen: wallets * CREDIT_FEN }]
  const reserved = { programme, batch, attempt: 1, shares }
  const rules = {
    windows: [{ window, name: '高温慰问', from: day, until: day, creditFen: CREDIT_FEN }],
    quota: {},
    lateEntryDays: 3,
    sharing: 'in-proportion' as const,
  }
  const funder = { name: '市总工会', kind: 'union' as const }
  add(fund, 'FundOpened', {
    ...{ name: '送清凉资金', division: '632700', funder },
    restriction: { purposes: [], divisions: [] },
  })
  add(programme, 'ProgrammeDefined', {
    ...{ name: '爱心餐', kind: 'meal', division: '632701', plan: 'people', year: 2025, rules, rulesVersion: 1 },
  })
  add(employer, 'EmployerRegistered', { name: '环卫所', division: '632701', trade: '环卫' })
  add(merchant, 'MerchantRegistered', { name: '清真面馆', division: '632701' })
  const donor = { kind: 'organisation' as const, name: '州总工会' }
  add(fund, 'DonationReceived', {
    ...{ receiptNumber: 'R-1', donor, receivedOn: day, shares, availableAfterFen: wallets * CREDIT_FEN },
  })
  add(fund, 'FundsAllocated', { programme, budget, shares, availableAfterFen: 0 })
  add(round, 'RoundOpened', {
    ...{ programme, plan: 'people', name: '第一轮', windows: [window], entries: wallets, rosterReadThrough: 1 },
  })
  for (const workers of inParts(wallets, workerOf)) {
    const group = { employer, division: '632701', trade: '环卫', workers }
    add(round, 'RosterFrozen', { programme, groups: [group] })
  }
  add(round, 'RoundSealed', { programme, entries: wallets })
  add(budget, 'FundsReserved', reserved)
  const { batch: committedFor, ...committed } = reserved
  add(budget, 'FundsCommitted', { ...committed, for: committedFor })
  const credits = [{ window, shares: [{ fund, amountFen: CREDIT_FEN }] }]
  const toWallet = (number: number) => ({ wallet: walletOf(number), worker: workerOf(number), credits })
  for (const [index, part] of inParts(wallets, toWallet).entries()) {
    add(batch, 'CreditsIssued', { programme, part: index + 1, wallets: part })
  }
  return history
}

function workerOf(number: number): string {
  return idOf('worker', `brokers|${number}`)
}

function inParts<Item>(count: number, make: (number: number) => Item): Item[][] {
  const all = Array.from({ length: count }, (_, number) => make(number))
  return Array.from({ length: Math.ceil(count / PART) }, (_, part) => all.slice(part * PART, (part + 1) * PART))
}
