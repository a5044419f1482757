import { splitPart } from '@welfare/contracts/primitives.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import type { CommandResult } from '@welfare/event-store/runner.ts'
import { statementId } from '@welfare/facts/statement-id.ts'
import type { FundsFacts } from '@welfare/funds/funds.facts.ts'
import type { PaymentCommand } from '@welfare/funds/payments/payment.commands.ts'
import { paymentDecider } from '@welfare/funds/payments/payment.decider.ts'
import { paymentCodec, paymentOf } from '@welfare/funds/payments/payments.context.ts'
import { statementCodec, walletCodec } from '@welfare/vouchers/codecs.ts'
import type { StatementCommand } from '@welfare/vouchers/statements/statement.commands.ts'
import { statementDecider } from '@welfare/vouchers/statements/statement.decider.ts'
import type { StatementEvent } from '@welfare/vouchers/statements/statement.state.ts'
import type { VouchersFacts } from '@welfare/vouchers/vouchers.facts.ts'
import { sharesBack } from '@welfare/vouchers/wallets/meal-reversal.ts'
import { walletDecider } from '@welfare/vouchers/wallets/wallet.decider.ts'
import type { WalletState } from '@welfare/vouchers/wallets/wallet.state.ts'
import { merchants, programme } from './givens.ts'
import type { Asker } from './officers.ts'
import { stateOf } from './spendable.ts'
import type { Town } from './workload.ts'

const statementOf = (merchant: string) => statementId(merchant, programme)
const reason = 'r'

/** A meal, or a part of it, is taken back as the route does it: its statement decides, whatever number holds it by then; the process performs. Two at the same moment do not know of each other. */
export async function takeMealBack(town: Town, asker: Asker, merchant: string, redemption: string): Promise<void> {
  const takers = town.simulated.random.chance(0.2) ? ['till', 'desk'] : ['till']
  await Promise.all(takers.map((taker) => takeBackOnce(town, asker, merchant, redemption, taker)))
}

async function takeBackOnce(
  town: Town,
  asker: Asker,
  merchant: string,
  redemption: string,
  taker: string,
): Promise<void> {
  const amountFen = town.simulated.random.chance(0.3) ? 101 : undefined
  const part = amountFen === undefined ? undefined : { kind: 'amount' as const, amountFen }
  await onStatement(town, asker, merchant, `take-back-${taker}-${redemption}`, (copy) => {
    const sequence = copy.sequenceOfMeal(merchant, redemption)
    const red = { type: 'ReverseRedemption', redemption, by: 'union', today: town.day, reason, part } as const
    const wouldBe = walletDecider.decide(walletAt(town, redemption), red)
    if (sequence === undefined || !wouldBe.accepted) return undefined
    const line = { merchant, programme, redemption, sequence, shares: sharesBack(wouldBe.events), amountFen }
    return { type: 'TakeBackLine', ...line, by: 'union', reason }
  })
}

/** An officer, a merchant and an approver settle one merchant after the other, number after number; a bank pays, refuses, returns. */
export async function settleMerchants(town: Town, asker: Asker): Promise<void> {
  const { random } = town.simulated
  const isEaten = () => town.store.log.some(({ type }) => type === 'MealRedeemed')
  await waitUntil(asker, isEaten, 100)
  for (let turn = 0; turn < 6; turn += 1) {
    await asker.process.delay(random.between(50, 300))
    const merchant = random.pick(merchants)
    const name = `${asker.process.name}-${turn}`
    if (random.chance(0.3)) await disputeSomeMeal(town, asker, merchant, name)
    const approved = await settleNumber(town, asker, merchant, name)
    if (approved && random.chance(0.3)) await waiveSome(town, asker, merchant, approved, name)
    if (approved) await pay(town, asker, merchant, approved, name)
    if (random.chance(0.3)) await endClaim(town, asker, merchant, name)
  }
}

/** @returns the number, where it was approved with something to pay */
async function settleNumber(town: Town, asker: Asker, merchant: string, name: string): Promise<number | undefined> {
  const stream = statementOf(merchant)
  const answer = await onStatement(town, asker, merchant, `propose-${name}`, (copy) => {
    const after = copy.listNumbers(stream).findLast(({ approval }) => approval)?.proposal.through ?? 0
    const through = Math.max(after, copy.sequence())
    const due = copy.dueBetween({ merchant, programme }, after, through)
    return { type: 'ProposeStatement', merchant, programme, after, through, ...due, account: 'desk' }
  })
  const proposed = recordedOf(answer, 'StatementProposed')
  if (proposed?.type !== 'StatementProposed') return undefined
  const { statement, revision } = proposed.data
  const { random } = town.simulated
  if (random.chance(0.1)) {
    await onStatement(town, asker, merchant, `withdraw-${name}`, () => ({
      type: 'WithdrawStatement',
      statement,
      reason,
    }))
    return undefined
  }
  const seen = { statement, revision }
  await onStatement(town, asker, merchant, `confirm-${name}`, () => ({
    ...{ type: 'ConfirmStatement', ...seen, by: 'merchant', today: town.day, account: 'owner' },
  }))
  if (random.chance(0.1)) {
    await onStatement(town, asker, merchant, `refuse-${name}`, () => ({
      ...{ type: 'RefuseStatement', ...seen, reason, account: 'chair' },
    }))
    return undefined
  }
  for (let tries = 0; tries < 4; tries += 1) {
    const approval = await onStatement(town, asker, merchant, `approve-${name}-${tries}`, (copy) => ({
      ...{ type: 'ApproveStatement', ...seen, account: 'chair', stream, performed: copy.performedOf(stream) },
    }))
    const approved = recordedOf(approval, 'StatementApproved')
    if (approved?.type === 'StatementApproved') return approved.data.payFen > 0 ? statement : undefined
    await asker.process.delay(random.between(20, 120))
  }
  return undefined
}

async function pay(town: Town, asker: Asker, merchant: string, statement: number, name: string): Promise<void> {
  const { random } = town.simulated
  const stream = statementOf(merchant)
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const reference = `ZF-${name.toUpperCase()}-${attempt}`
    const payment = paymentOf(reference)
    const step = (what: string, prepare: (copy: FundsFacts) => PaymentCommand | undefined) =>
      asker.ask(town.funds, {
        ...{ commandId: `${what}-${reference}`, stream: payment, decider: paymentDecider, codec: paymentCodec },
        ...{ input: { what }, day: town.day, mayCreate: true, prepare },
      })
    const prepared = await step('prepare', (copy) => {
      const due = copy.findDue({ stream, statement })
      const payee = copy.payeeOf(merchant)
      return (
        due && {
          type: 'PreparePayment',
          reference,
          merchant,
          preparedBy: 'desk',
          payee,
          money: new Map(),
          parts: [{ stream, statement, due }],
        }
      )
    })
    if (prepared?.outcome !== 'accepted') return
    const [first] = prepared.events
    const amountFen = first?.event.type === 'PaymentPrepared' ? first.event.data.totalFen : 0
    await waitUntil(asker, () => town.store.versionOf(payment) > 1)
    if (random.chance(0.1)) return void (await step('withdraw', () => ({ type: 'WithdrawPayment', reason })))
    await step('approve', (copy) => {
      const payee = copy.payeeOf(merchant)
      return (
        payee && { type: 'ApprovePayment', approver: 'chair', payee, seenVersion: payee.version, needsAccount: false }
      )
    })
    await step('send', (copy) => ({ type: 'SendPayment', sentOn: town.day, payee: copy.payeeOf(merchant) }))
    // Whose outcome nobody tells stays unknown.
    if (random.chance(0.1)) return
    await step('differ', () => ({ type: 'SettlePayment', paidOn: town.day, amountFen: amountFen + 1 }))
    if (random.chance(0.25)) {
      await step('fail', () => ({ type: 'FailPayment', amountFen, reason }))
      await asker.process.delay(random.between(50, 200))
      continue
    }
    await step('settle', () => ({ type: 'SettlePayment', paidOn: town.day, amountFen }))
    if (random.chance(0.2))
      await step('return', () => ({
        ...{ type: 'ReturnPayment', returnedOn: town.day, reason },
        needsAccount: false,
      }))
    return
  }
}

/** All of a fund, or a fen of it. */
async function waiveSome(town: Town, asker: Asker, merchant: string, statement: number, name: string): Promise<void> {
  const isAll = town.simulated.random.chance(0.5)
  await onStatement(town, asker, merchant, `waive-${name}`, () => {
    const { approved } = stateOf(statementDecider, statementCodec, town.store.readStream(statementOf(merchant), 1))
    const shares = approved.get(statement)?.shares.slice(0, 1) ?? []
    const some = shares.map(({ fund, amountFen }) => ({ fund, amountFen: isAll ? amountFen : 1 }))
    return some.length > 0 ? { type: 'WaivePayable', statement, shares: some, reason } : undefined
  })
}

async function disputeSomeMeal(town: Town, asker: Asker, merchant: string, name: string): Promise<void> {
  const { random } = town.simulated
  const stream = statementOf(merchant)
  const meals = town.store.log.filter(({ type, data }) => type === 'MealRedeemed' && data.merchant === merchant)
  if (meals.length === 0) return
  const meal = random.pick(meals)
  const { sequence } = meal
  const redemption = `${meal.stream}.${meal.version}`
  const answer = await onStatement(
    town,
    asker,
    merchant,
    `dispute-${name}`,
    (copy) => {
      const performed = copy.performedOf(stream)
      const { version } = splitPart(redemption)
      const draws = walletAt(town, redemption).redemptions.get(version)?.kept.draws ?? []
      const shares = draws.reduce<Share[]>((sum, draw) => addShares(sum, draw.shares), [])
      if (shares.length === 0) return undefined
      return { type: 'DisputeLine', merchant, programme, stream, performed, redemption, sequence, shares, reason }
    },
    5,
  )
  if (!recordedOf(answer, 'LineDisputed')) return
  await asker.process.delay(random.between(0, 400))
  const outcome = random.pick(['stands', 'taken-back'] as const)
  await onStatement(town, asker, merchant, `end-${name}`, () => ({ type: 'EndDispute', redemption, outcome, reason }))
}

/** As much as is owed, of the fund that comes first: given back, or given up. */
async function endClaim(town: Town, asker: Asker, merchant: string, name: string): Promise<void> {
  const stream = statementOf(merchant)
  if (town.store.versionOf(stream) === 0) return
  const isRepaid = town.simulated.random.chance(0.5)
  await onStatement(
    town,
    asker,
    merchant,
    `end-claim-${name}`,
    (copy) => {
      const performed = copy.performedOf(stream)
      const { claims } = stateOf(statementDecider, statementCodec, town.store.readStream(stream, 1))
      const shares = [...claims].filter(([, fen]) => fen > 0).map(([fund, amountFen]) => ({ fund, amountFen }))
      if (shares.length === 0) return undefined
      const claim = { stream, performed, shares: shares.slice(0, 1) }
      return isRepaid ? { type: 'RecordRepayment', ...claim } : { type: 'GiveUpClaim', ...claim, reason }
    },
    3,
  )
}

/** Asked of any instance, from its own copy. */
function onStatement(
  town: Town,
  asker: Asker,
  merchant: string,
  commandId: string,
  prepare: (copy: VouchersFacts) => StatementCommand | undefined,
  patience?: number,
): Promise<CommandResult<StatementEvent> | undefined> {
  const wish = { commandId, stream: statementOf(merchant), decider: statementDecider, codec: statementCodec }
  return asker.ask(town.vouchers, { ...wish, mayCreate: true, input: { commandId }, day: town.day, prepare }, patience)
}

function walletAt(town: Town, redemption: string): WalletState {
  return stateOf(walletDecider, walletCodec, town.store.readStream(splitPart(redemption).stream, 1))
}

function recordedOf(answer: CommandResult<StatementEvent> | undefined, type: StatementEvent['type']) {
  return answer?.outcome === 'accepted' ? answer.events.find(({ event }) => event.type === type)?.event : undefined
}

/** Processes have answered, or it has been waited for long enough. */
async function waitUntil({ process }: Asker, isSo: () => boolean, mostLooks = 40): Promise<void> {
  for (let looks = 0; looks < mostLooks && !isSo(); looks += 1) await process.delay(30)
}
