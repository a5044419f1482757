import { sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idNumber } from '../sample.fixture.ts'
import type { PaymentCommand } from './payment.commands.ts'
import { paymentDecider } from './payment.decider.ts'
import { due, first, merchant, otherDue, otherPayee, payee, second } from './payment.fixture.ts'
import type { PaymentEvent, PaymentState } from './payment.state.ts'
import { receivePart } from './payments.process.ts'

const dues = [
  { ...first, due },
  { ...second, due: otherDue },
  { ...first, statement: 2, due: { ...due, shares: [{ fund: idNumber('fund', 1), amountFen: 1_400 }] } },
]
const commands = ['approve', 'change', 'refuse', 'withdraw', 'send', 'paid', 'other', 'failed', 'return'] as const
const step = fc.record({
  does: fc.constantFrom(...commands, 'prepare', 'prepare', 'answer', 'answer', 'answer', 'approve', 'send', 'paid'),
  which: fc.nat(3),
  parts: fc.subarray([0, 1, 2], { minLength: 1 }),
})

/**
 * Officers who prepare whatever they like, statements that answer late and twice, an account that changes, results and returns that are said in
 * any order, twice, or with another amount.
 */
function play() {
  const payments = new Map<number, { state: PaymentState; version: number; events: PaymentEvent[] }>()
  /** Payment by statement, as the statements themselves decide. */
  const assigned = new Map<number, number>()
  const answers: (() => void)[] = []
  let now = payee

  function run(which: number, command: PaymentCommand): void {
    const payment = payments.get(which) ?? { state: { status: 'absent' as const }, version: 0, events: [] }
    payments.set(which, payment)
    if (command.type !== 'PreparePayment' && payment.state.status === 'absent') return
    const decision = paymentDecider.decide(payment.state, command)
    if (!decision.accepted) return
    for (const event of decision.events) {
      payment.version += 1
      payment.events.push(event)
      payment.state = paymentDecider.evolve(payment.state, event, payment.version, '2025-08-01')
      tell(which, event)
    }
  }

  /** What the statements do: each is in one payment, until that has ended or its money came back as something new. */
  function tell(which: number, event: PaymentEvent): void {
    if (event.type === 'PaymentPrepared') for (const part of event.data.parts) answers.push(() => assign(which, part))
    if (event.type === 'PaymentEnded')
      answers.push(() => {
        for (const [part, by] of assigned) if (by === which) assigned.delete(part)
      })
  }

  function assign(which: number, { stream, statement }: { readonly stream: string; readonly statement: number }): void {
    const index = dues.findIndex((part) => part.stream === stream && part.statement === statement)
    const { programme, shares } = dues[index]?.due ?? due
    const data = { payment: idNumber('payment', which), merchant, programme, statement }
    const isFree = !assigned.has(index)
    if (isFree) assigned.set(index, which)
    const word = isFree
      ? ({ type: 'StatementAssigned', data: { ...data, shares } } as const)
      : ({ type: 'StatementAssignmentRefused', data: { ...data, code: 'statement-already-assigned' } } as const)
    for (const { command } of receivePart(word, { stream })) {
      answers.push(() => run(which, command))
      answers.push(() => run(which, command))
    }
  }

  return {
    payments,
    assigned,
    take({ does, which, parts }: { readonly does: string; readonly which: number; readonly parts: readonly number[] }) {
      const chosen = parts.flatMap((part) => dues[part] ?? [])
      const by = {
        reference: `ZF-${which}`,
        merchant,
        preparedBy: 'desk-1',
        payee: now,
        parts: chosen,
        money: new Map(),
      }
      const state = payments.get(which)?.state
      const amountFen = state && state.status !== 'absent' ? state.totalFen : 1
      if (does === 'prepare') run(which, { type: 'PreparePayment', ...by })
      if (does === 'answer') answers.shift()?.()
      if (does === 'change') now = now === payee ? otherPayee : payee
      if (does === 'approve')
        run(which, {
          ...{ type: 'ApprovePayment', approver: 'chair-1', payee: now, seenVersion: now.version },
          needsAccount: false,
        })
      if (does === 'refuse') run(which, { type: 'RefusePayment', approver: 'chair-1', reason: 'r' })
      if (does === 'withdraw') run(which, { type: 'WithdrawPayment', reason: 'r' })
      if (does === 'send') run(which, { type: 'SendPayment', sentOn: '2025-08-05', payee: now })
      if (does === 'paid') run(which, { type: 'SettlePayment', paidOn: '2025-08-06', amountFen })
      if (does === 'other') run(which, { type: 'SettlePayment', paidOn: '2025-08-06', amountFen: amountFen - 1 })
      if (does === 'failed') run(which, { type: 'FailPayment', amountFen, reason: 'r' })
      if (does === 'return')
        run(which, { type: 'ReturnPayment', returnedOn: '2025-08-08', reason: 'r', needsAccount: false })
    },
    answerAll() {
      for (let next = answers.shift(); next; next = answers.shift()) next()
    },
  }
}

test('in whatever order people, statements and the bank speak, each statement is paid at most once, all of it, to whom was approved', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), (steps) => {
      const played = play()
      for (const one of steps) played.take(one)
      played.answerAll()
      const paidParts: string[] = []
      for (const [which, { state, events }] of played.payments) {
        if (state.status === 'absent') continue
        const said = events.map(({ type }) => type)
        const isSaid = (type: PaymentEvent['type']) => said.includes(type)
        expect(state.totalFen).toBe(sumFen(state.parts.map(({ shares }) => totalOf(shares))))
        // What has ended was never paid, what is sent or paid never ends; each is said once.
        expect(isSaid('PaymentEnded') && isSaid('PaymentSettled')).toBe(false)
        for (const once of ['PaymentPrepared', 'PaymentSent', 'PaymentSettled', 'PaymentBounced', 'PaymentEnded'])
          expect(said.filter((type) => type === once).length, once).toBeLessThanOrEqual(1)
        // Whoever was told to pay is asked: only the bank's no sets its statements free.
        for (const event of events)
          if (event.type === 'PaymentEnded') expect(event.data.why === 'failed').toBe(isSaid('PaymentSent'))
        if (isSaid('PaymentSent')) expect(state.taken.length).toBe(state.parts.length)
        if (isSaid('PaymentSettled')) {
          expect(said.slice(0, said.indexOf('PaymentSettled'))).toContain('PaymentSent')
          for (const event of events) if ('totalFen' in event.data) expect(event.data.totalFen).toBe(state.totalFen)
          paidParts.push(...state.parts.map(({ stream, statement }) => `${stream} ${statement}`))
        }
        // Every statement that is in no payment that ended is still held by it, and no other one is.
        const held = [...played.assigned.values()].filter((by) => by === which).length
        expect(held).toBe(state.status === 'ended' ? 0 : state.parts.length)
        if (state.status !== 'ended') expect(state.taken.length).toBe(state.parts.length)
      }
      expect(new Set(paidParts).size).toBe(paidParts.length)
    }),
    { numRuns: 300 },
  )
})
