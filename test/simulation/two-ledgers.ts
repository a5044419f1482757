/**
 * A model of the path between two ledgers, for `infra/SCALING.md`: a donor's money is in Beijing, the programme is in Qinghai. Neither can
 * append to the other's store, and messages between them are dropped, doubled, late and out of order. Each hop is one append in
 * one ledger; what crosses is either named by an id that follows from the transfer, and recorded at no-stream, or a total that only
 * rises. So everything may be said again, at any time, in any order.
 */

import { callOver } from './simulated-network.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import { startMachine } from './simulated-process.ts'
import { createWorld, type FaultRates, type World } from './world.ts'

/** The donor's gift stands in `available` at once: the model needs no account of income. */
type Account = 'available' | 'due-to' | 'due-from' | 'bank'

/** Legs in fen, debit positive; they sum to zero. */
type Legs = readonly (readonly [Account, number])[]

interface Entry {
  readonly id: string
  readonly type:
    | 'Donated'
    | 'TransferGiven'
    | 'TransferReceived'
    | 'TransferRefused'
    | 'AnswersHeard'
    | 'Paid'
    | 'PaymentHeard'
  readonly legs: Legs
  readonly number: number
  readonly amountFen: number
}

/** What a ledger's store promises: an id is recorded once; whoever says it again is told so. */
interface Ledger {
  readonly entries: readonly Entry[]
  record(entry: Entry): void
  balance(account: Account): number
  total(type: Entry['type']): number
}

/** What Qinghai says of all transfers so far. */
interface Answers {
  readonly acceptedFen: number
  readonly refusedFen: number
  /** Every transfer up to this number has been answered. */
  readonly through: number
}

/** What is broken on purpose. */
export interface PathFlaws {
  /** Answers say what is new since the last ones, instead of what there is in all. */
  readonly saysDeltas?: boolean
  /** Each message that arrives is recorded under an id of its own. */
  readonly newIdEachTime?: boolean
}

export interface PathOutcome {
  readonly seed: number
  readonly breaches: readonly string[]
  readonly steps: number
  readonly moments: number
  readonly faults: number
  readonly trace: () => readonly string[]
}

const rates: FaultRates = {
  ...{ dropped: 0.15, doubled: 0.1, late: 0.15, crash: 0.02, pause: 0.005 },
  ...{ overloaded: 0, failed: 0, torn: 0, stolenLease: 0 },
}
const donatedFen = 100_000

export async function simulatePath(seed: number, flaws: PathFlaws = {}): Promise<PathOutcome> {
  const world = createWorld(seed, rates)
  const { random, time } = world
  const breaches = new Set<string>()
  let moments = 0
  const check = (): void => {
    moments += 1
    for (const breach of breachesNow(beijing, qinghai)) breaches.add(breach)
  }
  const beijing = createLedger(world, 'beijing', check)
  const qinghai = createLedger(world, 'qinghai', check)
  const transfers = Array.from({ length: random.between(1, 6) }, () => random.between(1, donatedFen / 6))
  record(beijing, 'Donated', 'donation', 0, donatedFen, [
    ['bank', donatedFen],
    ['available', -donatedFen],
  ])
  const options = { mayCrash: true, mayLoseDisk: false }
  let hearPayment: (paidFen: number) => void = () => undefined
  let hearTransfer: (transfer: Entry) => void = () => undefined
  let hearAnswers: (answers: Answers) => void = () => undefined
  const say = (from: SimulatedProcess, what: string, serve: () => void): void =>
    void callOver(world, from, { what, serve, timeoutMs: 100 }).catch(() => undefined)

  startMachine(
    world,
    'qinghai',
    (process) => {
      let said = { acceptedFen: 0, refusedFen: 0 }
      hearTransfer = (transfer) => {
        if (!process.isAlive) return
        answerTransfer(
          qinghai,
          transfer,
          flaws.newIdEachTime === true ? `${transfer.id} at step ${time.steps}` : transfer.id,
        )
        const answers = answersOf(qinghai)
        const { acceptedFen, refusedFen, through } = answers
        const told = flaws.saysDeltas
          ? { acceptedFen: acceptedFen - said.acceptedFen, refusedFen: refusedFen - said.refusedFen, through }
          : answers
        said = answers
        say(process, `answers through ${through}`, () => hearAnswers(told))
      }
      hearPayment = (paidFen) => {
        const risenFen = paidFen - qinghai.total('PaymentHeard')
        if (!process.isAlive || risenFen <= 0) return
        record(qinghai, 'PaymentHeard', `payment ${paidFen}`, 0, risenFen, [
          ['bank', risenFen],
          ['due-from', -risenFen],
        ])
      }
      return process
    },
    options,
  )
  startMachine(
    world,
    'beijing',
    (process) => {
      let answeredThrough = 0
      hearAnswers = (answers) => {
        if (!process.isAlive) return
        answeredThrough = Math.max(answeredThrough, answers.through)
        hearAndPay(beijing, answers, flaws.saysDeltas === true)
      }
      void giveAndRepeat(process)
      return process

      /** Gives the next transfer, and says again whatever may not have been heard, until all is answered and paid for. */
      async function giveAndRepeat({ delay }: SimulatedProcess): Promise<void> {
        for (let isOver = false; !isOver; ) {
          await delay(random.between(5, 60))
          const next = transfers[countOf(beijing, 'TransferGiven')]
          if (next !== undefined) give(beijing, next)
          for (const transfer of beijing.entries)
            if (transfer.type === 'TransferGiven' && transfer.number > answeredThrough)
              say(process, `gives ${transfer.number}`, () => hearTransfer(transfer))
          const paidFen = beijing.total('Paid')
          if (paidFen > 0) say(process, `has paid ${paidFen}`, () => hearPayment(paidFen))
          const isPaid = qinghai.balance('due-from') === 0 && beijing.balance('due-to') === 0
          isOver = time.nowMs > 20_000 || (next === undefined && isPaid)
        }
      }
    },
    options,
  )
  time.plan(random.between(300, 1_500), () => world.stopFaults())
  await time.runUntilQuiet(20_000)
  for (const breach of breachesInTheEnd(beijing, qinghai)) breaches.add(breach)
  const faults = Object.values(world.injected).reduce((sum, times) => sum + times, 0)
  return { seed, breaches: [...breaches], steps: time.steps, moments, faults, trace: world.describeTrace }
}

/** available → due to Qinghai, at once: what is under way can be given to nobody else. */
function give(beijing: Ledger, amountFen: number): void {
  const number = countOf(beijing, 'TransferGiven') + 1
  record(beijing, 'TransferGiven', `transfer ${number}`, number, amountFen, [
    ['available', amountFen],
    ['due-to', -amountFen],
  ])
}

/** Received and spendable, or refused: one of the two, once, because both have the transfer's id. */
function answerTransfer(qinghai: Ledger, { number, amountFen }: Entry, id: string): void {
  const isRefused = amountFen % 5 === 0
  if (isRefused) record(qinghai, 'TransferRefused', id, number, amountFen, [])
  else
    record(qinghai, 'TransferReceived', id, number, amountFen, [
      ['due-from', amountFen],
      ['available', -amountFen],
    ])
}

function answersOf(qinghai: Ledger): Answers {
  const numbers = new Set(qinghai.entries.map(({ number }) => number))
  let through = 0
  while (numbers.has(through + 1)) through += 1
  return { acceptedFen: qinghai.total('TransferReceived'), refusedFen: qinghai.total('TransferRefused'), through }
}

/** What was refused comes back to the fund; what was accepted is paid. Both by what the totals have risen. */
function hearAndPay(beijing: Ledger, { acceptedFen, refusedFen }: Answers, isDelta: boolean): void {
  const heardFen = beijing.total('AnswersHeard')
  const backFen = isDelta ? refusedFen : refusedFen - heardFen
  if (backFen > 0)
    record(beijing, 'AnswersHeard', `refused ${heardFen + backFen}`, 0, backFen, [
      ['due-to', backFen],
      ['available', -backFen],
    ])
  const paidFen = beijing.total('Paid')
  const payFen = isDelta ? acceptedFen : acceptedFen - paidFen
  if (payFen > 0)
    record(beijing, 'Paid', `paid ${paidFen + payFen}`, 0, payFen, [
      ['due-to', payFen],
      ['bank', -payFen],
    ])
}

/** At every moment: no fen is lost or made, and what the two owe one another differs by exactly what is under way. */
function breachesNow(beijing: Ledger, qinghai: Ledger): string[] {
  const answered = qinghai.total('TransferReceived') + qinghai.total('TransferRefused')
  const transfersUnderWayFen = beijing.total('TransferGiven') - answered
  const refusalsUnderWayFen = qinghai.total('TransferRefused') - beijing.total('AnswersHeard')
  const paymentsUnderWayFen = beijing.total('Paid') - qinghai.total('PaymentHeard')
  const underWayFen = transfersUnderWayFen + refusalsUnderWayFen - paymentsUnderWayFen
  const [dueToFen, dueFromFen] = [-beijing.balance('due-to'), qinghai.balance('due-from')]
  const held = -beijing.balance('available') - qinghai.balance('available')
  const breaches: string[] = []
  if (dueToFen !== dueFromFen + underWayFen) breaches.push('due-to is not due-from and what is under way')
  if (beijing.balance('bank') + qinghai.balance('bank') + paymentsUnderWayFen !== donatedFen)
    breaches.push('the two banks and what is paid between them are not what was donated')
  if (held + transfersUnderWayFen + refusalsUnderWayFen !== donatedFen)
    breaches.push('what can be given in both ledgers and what is under way are not what was donated')
  for (const [name, fen] of Object.entries({
    transfersUnderWayFen,
    refusalsUnderWayFen,
    paymentsUnderWayFen,
    dueToFen,
    dueFromFen,
  }))
    if (fen < 0) breaches.push(`${name} is below zero`)
  return breaches
}

function breachesInTheEnd(beijing: Ledger, qinghai: Ledger): string[] {
  const open = { 'due-to': beijing.balance('due-to'), 'due-from': qinghai.balance('due-from') }
  const left = Object.entries(open).filter(([, fen]) => fen !== 0)
  const answered = countOf(qinghai, 'TransferReceived') + countOf(qinghai, 'TransferRefused')
  const unanswered = answered === countOf(beijing, 'TransferGiven') ? [] : ['not every transfer was answered once']
  return [...left.map(([account, fen]) => `in the end ${account} is ${fen}`), ...unanswered]
}

function createLedger(world: World, name: string, onRecorded: () => void): Ledger {
  const entries: Entry[] = []
  const ids = new Set<string>()
  return {
    entries,
    record(entry) {
      if (ids.has(entry.id)) return
      ids.add(entry.id)
      entries.push(entry)
      world.trace(name, entry.type, entry.amountFen)
      if (entry.legs.reduce((sum, [, fen]) => sum + fen, 0) !== 0) throw new Error(`${entry.id} does not balance`)
      onRecorded()
    },
    balance: (account) =>
      entries.reduce((sum, { legs }) => legs.reduce((all, [of, fen]) => (of === account ? all + fen : all), sum), 0),
    total: (type) => entries.reduce((sum, entry) => (entry.type === type ? sum + entry.amountFen : sum), 0),
  }
}

function record(ledger: Ledger, type: Entry['type'], id: string, number: number, amountFen: number, legs: Legs): void {
  ledger.record({ id, type, legs, number, amountFen })
}

function countOf(ledger: Ledger, type: Entry['type']): number {
  return ledger.entries.filter((entry) => entry.type === type).length
}
