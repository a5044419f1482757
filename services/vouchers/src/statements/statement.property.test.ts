import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { postings } from '@welfare/contracts/postings.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idNumber, merchant, programme } from '../sample.fixture.ts'
import type { StatementCommand } from './statement.commands.ts'
import { statementDecider } from './statement.decider.ts'
import type { StatementEvent } from './statement.state.ts'

const stream = idNumber('statement')
const funds = [idNumber('fund', 1), idNumber('fund', 2)]
const between = { merchant, programme }

const action = fc.oneof(
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
    weight: 12,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'propose' as const,
        'withdraw' as const,
        'confirm' as const,
        'approve' as const,
        'approve' as const,
      ),
      back: fc.nat(3),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constantFrom('assign' as const, 'pay' as const, 'release' as const, 'return' as const),
      payment: fc.nat(4),
    }),
  },
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

/** The statement's stream beside wallets that are as simple as can be: a meal stands, or is taken back as a whole. */
class History {
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
    const { setOff = [] } = event.type === 'StatementApproved' || event.type === 'SettlementPaid' ? event.data : {}
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
      case 'propose':
        this.propose(one.back)
        return
      case 'withdraw':
        this.decide({ type: 'WithdrawStatement', statement: state.number, reason: 'x' })
        return
      case 'confirm':
        this.confirm()
        return
      case 'approve':
        this.approve()
        return
      case 'assign': {
        const [statement, known] = [...state.approved].find(([, { status }]) => status === 'approved') ?? []
        if (statement === undefined || !known || known.shares.length === 0) return
        const parts = [{ statement, shares: known.shares }]
        this.decide({ type: 'AssignPayment', ...between, payment: idNumber('payment', one.payment + 1), parts })
        return
      }
      case 'pay':
        this.decide({ type: 'RecordPaid', payment: idNumber('payment', one.payment + 1), paidOn: '2025-08-05' })
        return
      case 'release':
        this.decide({ type: 'ReleaseStatements', payment: idNumber('payment', one.payment + 1), reason: 'x' })
        return
      case 'return':
        this.decide({ type: 'TakeInReturned', payment: idNumber('payment', one.payment + 1), reason: 'x' })
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

  dataOf<T extends StatementEvent['type']>(type: T) {
    return this.events.flatMap((event) =>
      event.type === type ? [event.data as Extract<StatementEvent, { type: T }>['data']] : [],
    )
  }
}

const fenOf = (shares: readonly Share[], fund: string) =>
  sumFen(shares.filter((share) => share.fund === fund).map(({ amountFen }) => amountFen))
const totalIn = (data: readonly { readonly shares: readonly Share[] }[], fund: string) =>
  sumFen(data.map(({ shares }) => fenOf(shares, fund)))

function check(history: History) {
  const approved = history.dataOf('StatementApproved')
  expect(approved.map(({ statement }) => statement)).toEqual(approved.map((_, index) => index + 1))
  const ranges = history
    .dataOf('StatementProposed')
    .filter(({ statement, revision }) =>
      history.dataOf('StatementProposed').every((other) => other.statement !== statement || other.revision <= revision),
    )
  for (const fund of funds) {
    const [payable, disputed, claimed, bank] = ['payable', 'disputed', 'claimed', 'bank'].map((account) =>
      history.of(account, fund),
    ) as [number, number, number, number]
    expect(disputed).toBeGreaterThanOrEqual(0)
    expect(claimed).toBeGreaterThanOrEqual(0)
    expect(sumFen([payable, disputed, claimed])).toBeGreaterThanOrEqual(0)
    const sheets = approved.map(({ funds: sheet }) => sheet.find((one) => one.fund === fund))
    const sumOf = (key: 'mealsFen' | 'takenBackFen' | 'comeBackFen' | 'disputedFen') =>
      sumFen(sheets.map((sheet) => sheet?.[key] ?? 0))
    const agreed = sumFen(sheets.map((sheet) => Math.max(0, sheet?.dueFen ?? 0)))
    const carried = Math.min(0, sheets.at(-1)?.dueFen ?? 0)
    const added = addFen(sumOf('mealsFen'), sumOf('comeBackFen'))
    expect(sumFen([agreed, carried, sumOf('disputedFen')])).toBe(subtractFen(added, sumOf('takenBackFen')))
    const through = history.state.through
    expect(sumOf('mealsFen')).toBe(totalIn(history.mealsBetween(0, through), fund))
    expect(bank).toBe(
      subtractFen(
        totalIn(history.dataOf('SettlementPaid'), fund),
        addFen(totalIn(history.dataOf('PaymentReturned'), fund), totalIn(history.dataOf('MerchantRepaid'), fund)),
      ),
    )
  }
  const lastOf = (number: number) => ranges.find(({ statement }) => statement === number)
  for (const { statement } of approved)
    expect(lastOf(statement)?.after).toBe(statement === 1 ? 0 : lastOf(statement - 1)?.through)
}

/** Everything said to its end: what stood is paid, and nothing else. */
function settle(history: History) {
  while (history.underway.length > 0) history.answer(false)
  for (const redemption of history.state.disputes.keys())
    history.decide({ type: 'EndDispute', redemption, outcome: 'stands', reason: 'x' })
  for (const { status, payment } of [...history.state.approved.values()])
    if (status === 'assigned' && payment !== undefined)
      history.decide({ type: 'RecordPaid', payment, paidOn: '2025-08-05' })
  if (!history.state.draft) history.propose(0)
  for (const _ of [1, 2]) {
    history.confirm()
    history.approve()
    history.propose(0)
  }
  for (const [statement, { status, shares }] of history.state.approved) {
    if (status !== 'approved' || shares.length === 0) continue
    const payment = idNumber('payment', 100 + statement)
    history.decide({ type: 'AssignPayment', ...between, payment, parts: [{ statement, shares }] })
    history.decide({ type: 'RecordPaid', payment, paidOn: '2025-08-06' })
  }
}

test('of every fund, paid + carried + disputed = meals − taken back + come back, at every step; in the end each meal that stands is paid once', () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 20, maxLength: 120, size: 'max' }), (actions) => {
      const history = new History()
      for (const one of actions) {
        history.play(one)
        check(history)
      }
      settle(history)
      check(history)
      for (const fund of funds) {
        const standing = totalIn(
          history.meals.filter(({ stands }) => stands),
          fund,
        )
        const claimed = history.of('claimed', fund)
        const givenUp = totalIn(history.dataOf('ClaimGivenUp'), fund)
        // What is owed beyond what stands is a claim still, or was given up.
        expect(subtractFen(history.of('bank', fund), addFen(claimed, givenUp))).toBe(standing)
        expect(history.of('payable', fund)).toBe(0 - claimed)
        expect(history.of('disputed', fund)).toBe(0)
      }
    }),
    { numRuns: 200 },
  )
})
