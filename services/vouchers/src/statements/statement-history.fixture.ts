import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addFen, sumFen } from '@welfare/contracts/money.ts'
import { postings } from '@welfare/contracts/postings.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import fc from 'fast-check'
import { idNumber, merchant, programme } from '../sample.fixture.ts'
import type { StatementCommand } from './statement.commands.ts'
import { statementDecider } from './statement.decider.ts'
import type { StatementEvent } from './statement.state.ts'
import { freeShares } from './taken-shares.ts'

const stream = idNumber('statement')
export const funds = [idNumber('fund', 1), idNumber('fund', 2)]
export const between = { merchant, programme }

/** What may be tried; `whole`: after what has to come before it. */
export const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('eat' as const), a: fc.nat(30), b: fc.nat(30) }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('take-back' as const), which: fc.nat(50), answered: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('answer' as const), declines: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom('dispute' as const, 'stands' as const, 'taken-back' as const),
      which: fc.nat(50),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom('repay' as const, 'give-up' as const),
      share: fc.nat(1),
      part: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('waive' as const),
      number: fc.nat(5),
      share: fc.nat(1),
      part: fc.integer({ min: 1, max: 60 }),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'propose' as const,
        'withdraw' as const,
        'refuse' as const,
        'confirm' as const,
        'approve' as const,
        'approve' as const,
      ),
      back: fc.nat(3),
      whole: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constantFrom('assign' as const, 'pay' as const, 'release' as const, 'return' as const),
      payment: fc.nat(9),
      whole: fc.boolean(),
    }),
  },
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

/** The statement's stream beside wallets that are as simple as can be: a meal stands, or is taken back as a whole. */
export class History {
  readonly events: StatementEvent[] = []
  readonly meals: { sequence: number; redemption: string; shares: Share[]; stands: boolean }[] = []
  readonly performed = new Set<string>()
  readonly underway: { id: string; event: Extract<StatementEvent, { type: 'LineTakenBack' }> }[] = []
  sequence = 0
  readonly balances = new Map<string, number>()

  state = statementDecider.initialState

  decide(command: StatementCommand): readonly StatementEvent[] {
    const decision = statementDecider.decide(this.state, command)
    if (!decision.accepted) return []
    for (const event of decision.events) {
      this.events.push(event)
      this.state = statementDecider.evolve(this.state, structuredClone(event), this.events.length, '2025-08-01')
      this.sequence += 1
      this.post(event)
      if (event.type === 'LineTakenBack') this.underway.push({ id: `${stream}.${this.events.length}`, event })
    }
    return decision.events
  }

  move(account: string, fund: string, fen: number) {
    const key = `${account}|${fund}`
    this.balances.set(key, addFen(this.balances.get(key) ?? 0, fen))
  }

  of(account: string, fund: string): number {
    return this.balances.get(`${account}|${fund}`) ?? 0
  }

  /** Credit-normal accounts; of the bank: what left it. What the contracts' rules say of it; and the budget's word on claims that end. */
  post(event: StatementEvent) {
    for (const { account, fund = '', amount } of postings(event as WelfareEvent, stream))
      this.move(account, fund, -amount)
    const { setOff = [] } = isSettingOff(event) ? event.data : {}
    for (const { fund, amountFen } of setOff) this.move('claimed', fund, -amountFen)
    if (event.type === 'MerchantRepaid')
      for (const { fund, amountFen } of event.data.shares) this.move('claimed', fund, -amountFen)
    if (event.type === 'ClaimGivenUp')
      for (const { fund, amountFen } of event.data.shares) {
        this.move('claimed', fund, -amountFen)
        this.move('payable', fund, amountFen)
      }
  }

  answer(declines: boolean) {
    const line = this.underway.shift()
    if (!line) return
    const { redemption, shares, to } = line.event.data
    const meal = this.meals.find((known) => known.redemption === redemption)
    if (declines || !meal?.stands) {
      this.decide({ type: 'EndTakingBack', takenBack: line.id, code: 'declined' })
      return
    }
    meal.stands = false
    this.sequence += 1
    this.performed.add(line.id)
    for (const { fund, amountFen } of shares) {
      this.move('payable', fund, -amountFen)
      if (to === 'claim') this.move('claimed', fund, amountFen)
    }
  }

  /** One that has come to that; now and then one that has not. */
  paymentIn(status: 'assigned' | 'paid', which: number): string {
    const there = [...this.state.approved.values()].flatMap(({ payments }) =>
      [...payments].flatMap(([payment, taken]) => (taken.status === status ? [payment] : [])),
    )
    return there[which % (there.length + 1)] ?? idNumber('payment', which + 1)
  }

  mealsBetween(after: number, through: number) {
    return this.meals.filter(({ sequence }) => sequence > after && sequence <= through)
  }

  play(one: Action) {
    const { state } = this
    switch (one.does) {
      case 'eat': {
        this.sequence += 1
        const shares = [one.a, one.b].flatMap((amountFen, index) =>
          amountFen > 0 ? [{ fund: funds[index] ?? '', amountFen }] : [],
        )
        if (shares.length === 0) return
        const redemption = `${idNumber('wallet', this.sequence)}.3`
        this.meals.push({ sequence: this.sequence, redemption, shares, stands: true })
        for (const { fund, amountFen } of shares) this.move('payable', fund, amountFen)
        return
      }
      case 'take-back': {
        const meal = this.meals[one.which % Math.max(1, this.meals.length)]
        if (!meal?.stands) return
        const { redemption, sequence, shares } = meal
        this.decide({ type: 'TakeBackLine', ...between, redemption, sequence, shares, by: 'union', reason: 'x' })
        if (one.answered) while (this.underway.length > 0) this.answer(false)
        return
      }
      case 'answer':
        this.answer(one.declines)
        return
      case 'dispute': {
        const meal = this.meals[one.which % Math.max(1, this.meals.length)]
        if (!meal?.stands) return
        const { redemption, sequence, shares } = meal
        const { performed } = this
        this.decide({ type: 'DisputeLine', ...between, stream, redemption, sequence, shares, performed, reason: 'x' })
        return
      }
      case 'stands':
      case 'taken-back': {
        const open = [...state.disputes.keys()]
        const redemption = open[one.which % Math.max(1, open.length)]
        if (redemption !== undefined) this.decide({ type: 'EndDispute', redemption, outcome: one.does, reason: 'x' })
        return
      }
      case 'repay':
        this.decide({
          type: 'RecordRepayment',
          stream,
          performed: this.performed,
          shares: [{ fund: funds[one.share] ?? '', amountFen: one.part }],
        })
        return
      case 'give-up':
        this.decide({
          type: 'GiveUpClaim',
          stream,
          performed: this.performed,
          shares: [{ fund: funds[one.share] ?? '', amountFen: one.part }],
          reason: 'x',
        })
        return
      case 'waive': {
        const statement = one.number + 1
        const fund = funds[one.share] ?? ''
        const due = fenOf(state.approved.get(statement)?.shares ?? [], fund)
        const shares = [{ fund, amountFen: Math.min(one.part, Math.max(1, due)) }]
        this.decide({ type: 'WaivePayable', statement, shares, reason: 'x' })
        return
      }
      case 'propose':
        this.propose(one.back)
        return
      case 'withdraw':
        this.decide({ type: 'WithdrawStatement', statement: state.number, reason: 'x' })
        return
      case 'refuse': {
        const seen = { statement: state.number, revision: state.revision }
        this.decide({ type: 'RefuseStatement', ...seen, reason: 'x', account: 'desk-2' })
        return
      }
      case 'confirm':
        this.confirm()
        return
      case 'approve':
        if (one.whole) {
          if (!state.draft) this.propose(one.back)
          this.confirm()
        }
        this.approve()
        return
      case 'assign':
        this.assign(one.payment)
        return
      case 'pay':
        if (one.whole) this.assign(one.payment)
        this.decide({ type: 'RecordPaid', payment: this.paymentIn('assigned', one.payment), paidOn: '2025-08-05' })
        return
      case 'release':
        this.decide({ type: 'ReleaseStatements', payment: this.paymentIn('assigned', one.payment), reason: 'x' })
        return
      case 'return':
        this.decide({ type: 'TakeInReturned', payment: this.paymentIn('paid', one.payment), reason: 'x' })
        return
    }
  }

  propose(back: number) {
    const after = this.state.through
    const through = Math.max(after, this.sequence - back)
    const meals = this.mealsBetween(after, through)
    const of = funds.map((fund) => ({ fund, mealsFen: sumFen(meals.map(({ shares }) => fenOf(shares, fund))) }))
    this.decide({
      type: 'ProposeStatement',
      ...between,
      after,
      through,
      meals: meals.length,
      funds: of,
      account: 'desk-1',
    })
  }

  confirm() {
    const { number: statement, revision } = this.state
    this.decide({ type: 'ConfirmStatement', statement, revision, by: 'paper', today: '2025-08-01', account: 'desk-1' })
  }

  approve() {
    const { number: statement, revision } = this.state
    const { performed } = this
    this.decide({ type: 'ApproveStatement', stream, statement, revision, account: 'desk-2', performed })
  }

  assign(which: number) {
    const [statement, free = []] = this.free()[0] ?? []
    if (statement === undefined) return
    const parts = [{ statement, shares: which % 2 === 0 ? free : free.slice(0, 1) }]
    this.decide({ type: 'AssignPayment', ...between, payment: idNumber('payment', which + 1), parts })
  }

  /** Approved numbers with something that no payment has taken. */
  free(): (readonly [number, readonly Share[]])[] {
    return [...this.state.approved].flatMap(([statement, { shares, payments }]) => {
      const free = freeShares(shares, payments.values())
      return free.length > 0 ? [[statement, free] as const] : []
    })
  }

  dataOf<T extends StatementEvent['type']>(type: T) {
    return this.events.flatMap((event) =>
      event.type === type ? [event.data as Extract<StatementEvent, { type: T }>['data']] : [],
    )
  }
}

const isSettingOff = (event: StatementEvent) =>
  event.type === 'StatementApproved' || event.type === 'SettlementPaid' || event.type === 'PayableWaived'
const fenOf = (shares: readonly Share[], fund: string) =>
  sumFen(shares.filter((share) => share.fund === fund).map(({ amountFen }) => amountFen))
export const totalIn = (data: readonly { readonly shares: readonly Share[] }[], fund: string) =>
  sumFen(data.map(({ shares }) => fenOf(shares, fund)))
