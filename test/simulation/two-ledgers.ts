/**
 * A model of the path between two ledgers, for `infra/SCALING.md`: a donor's money is in Beijing, the programme is in Qinghai. Neither can
 * append to the other's store, and messages between them are dropped, doubled, late and out of order. Each hop is one append in
 * one ledger; what crosses is either named by an id that follows from the transfer, and recorded at no-stream, or a total that only
 * rises. So everything may be said again, at any time, in any order.
 */

import { countOf, createModelLedger, type Entry, type ModelLedger, move } from './model-ledger.ts'
import { callOver } from './simulated-network.ts'
import { type SimulatedProcess, startMachine } from './simulated-process.ts'
import { createWorld, type FaultRates } from './world.ts'

/** What Qinghai says of all transfers so far. */
interface Answers {
  readonly acceptedFen: number
  readonly refusedFen: number
  /** Every transfer up to this number has been answered. */
  readonly through: number
  readonly paidFen: number
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
  const beijing = createModelLedger(world, 'beijing', check)
  const qinghai = createModelLedger(world, 'qinghai', check)
  const transfers = Array.from({ length: random.between(1, 6) }, () => random.between(1, donatedFen / 6))
  move(beijing, 'Donated', 'donation', 0, donatedFen, 'bank', 'available')
  const options = { mayCrash: true, mayLoseDisk: false }
  const say = (from: SimulatedProcess, what: string, serve: () => void): void =>
    void callOver(world, from, { what, serve, timeoutMs: 100 }).catch(() => undefined)
  const inBeijing = startMachine(world, 'beijing', (process) => openGiver(process), options)
  const inQinghai = startMachine(world, 'qinghai', (process) => openReceiver(process), options)

  function openReceiver(process: SimulatedProcess) {
    let said = { acceptedFen: 0, refusedFen: 0 }
    const answer = (): void => {
      const answers = answersOf(qinghai)
      const { acceptedFen, refusedFen } = answers
      const news = { acceptedFen: acceptedFen - said.acceptedFen, refusedFen: refusedFen - said.refusedFen }
      said = answers
      const told = flaws.saysDeltas === true ? { ...answers, ...news } : answers
      say(process, `answers through ${answers.through}`, () => void inBeijing.running?.hearAnswers(told))
    }
    return {
      async hearTransfer(transfer: Entry): Promise<void> {
        const id = flaws.newIdEachTime === true ? `${transfer.id} at step ${time.steps}` : transfer.id
        answerTransfer(qinghai, transfer, id)
        await process.delay(1)
        answer()
      },
      hearPayment(paidFen: number): void {
        const risenFen = paidFen - qinghai.total('PaymentHeard')
        if (risenFen > 0) move(qinghai, 'PaymentHeard', `payment ${paidFen}`, 0, risenFen, 'bank', 'due-from')
        answer()
      },
    }
  }

  function openGiver(process: SimulatedProcess) {
    let heard = { through: 0, paidFen: 0 }
    void giveAndRepeat()
    return {
      /** What was refused comes back to the fund, what was accepted is paid: by what the totals have risen, one append each. */
      async hearAnswers({ acceptedFen, refusedFen, through, paidFen }: Answers): Promise<void> {
        heard = { through: Math.max(heard.through, through), paidFen: Math.max(heard.paidFen, paidFen) }
        const backFen = refusedFen - (flaws.saysDeltas === true ? 0 : beijing.total('AnswersHeard'))
        if (backFen > 0) move(beijing, 'AnswersHeard', newId(beijing), 0, backFen, 'due-to', 'available')
        await process.delay(1)
        const payFen = acceptedFen - (flaws.saysDeltas === true ? 0 : beijing.total('Paid'))
        if (payFen > 0) move(beijing, 'Paid', newId(beijing), 0, payFen, 'due-to', 'bank')
      },
    }

    /** Gives the next transfer, and says again whatever may not have been heard, until Qinghai has said that all of it was. */
    async function giveAndRepeat(): Promise<void> {
      for (let isOver = false; !isOver; ) {
        await process.delay(random.between(5, 60))
        const next = transfers[countOf(beijing, 'TransferGiven')]
        if (next !== undefined) give(beijing, next)
        for (const transfer of beijing.entries)
          if (transfer.type === 'TransferGiven' && transfer.number > heard.through)
            say(process, `gives ${transfer.number}`, () => void inQinghai.running?.hearTransfer(transfer))
        const paidFen = beijing.total('Paid')
        if (paidFen > heard.paidFen) say(process, `has paid ${paidFen}`, () => inQinghai.running?.hearPayment(paidFen))
        isOver = heard.through === transfers.length && beijing.balance('due-to') === 0 && heard.paidFen === paidFen
      }
    }
  }
  time.plan(random.between(300, 1_500), () => world.stopFaults())
  await time.runUntilQuiet(5_000).catch((error: Error) => breaches.add(error.message))
  for (const breach of breachesInTheEnd(beijing, qinghai)) breaches.add(breach)
  const faults = Object.values(world.injected).reduce((sum, times) => sum + times, 0)
  return { seed, breaches: [...breaches], steps: time.steps, moments, faults, trace: world.describeTrace }
}

/** available → due to Qinghai, at once: what is under way can be given to nobody else. */
function give(beijing: ModelLedger, amountFen: number): void {
  const number = countOf(beijing, 'TransferGiven') + 1
  move(beijing, 'TransferGiven', `transfer ${number}`, number, amountFen, 'available', 'due-to')
}

/** Received and spendable, or refused: one of the two, once, because both have the transfer's id. */
function answerTransfer(qinghai: ModelLedger, { number, amountFen }: Entry, id: string): void {
  if (amountFen % 5 === 0) qinghai.record({ id, type: 'TransferRefused', number, amountFen, legs: [] })
  else move(qinghai, 'TransferReceived', id, number, amountFen, 'due-from', 'available')
}

function answersOf(qinghai: ModelLedger): Answers {
  const numbers = new Set(qinghai.entries.map(({ number }) => number))
  let through = 0
  while (numbers.has(through + 1)) through += 1
  const [acceptedFen, refusedFen] = [qinghai.total('TransferReceived'), qinghai.total('TransferRefused')]
  return { acceptedFen, refusedFen, through, paidFen: qinghai.total('PaymentHeard') }
}

function newId(ledger: ModelLedger): string {
  return `entry ${ledger.entries.length}`
}

/** At every moment: no fen is lost or made, and what the two owe one another differs by exactly what is under way. */
function breachesNow(beijing: ModelLedger, qinghai: ModelLedger): string[] {
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

function breachesInTheEnd(beijing: ModelLedger, qinghai: ModelLedger): string[] {
  const open = { 'due-to': beijing.balance('due-to'), 'due-from': qinghai.balance('due-from') }
  const left = Object.entries(open).filter(([, fen]) => fen !== 0)
  const answered = countOf(qinghai, 'TransferReceived') + countOf(qinghai, 'TransferRefused')
  const unanswered = answered === countOf(beijing, 'TransferGiven') ? [] : ['not every transfer was answered once']
  return [...left.map(([account, fen]) => `in the end ${account} is ${fen}`), ...unanswered]
}
