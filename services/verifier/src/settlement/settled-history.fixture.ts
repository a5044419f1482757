import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { createHistory, type SampleEvent, uuid } from '../bundle.fixture.ts'

const [programme, budget, batch] = [`programme-${uuid(1)}`, `budget-${uuid(1)}`, `batch-${uuid(1)}`]
const [wallet, worker, merchant] = [`wallet-${uuid(1)}`, `worker-${uuid(1)}`, `merchant-${uuid(1)}`]
const stream = `statement-${uuid(1)}`
const fund = `fund-${uuid(1)}`
const between = { programme, merchant }
const of = (amountFen: number) => [{ fund, amountFen }]
const reason = '录错'
const approval = { proposal: `actproposal-${uuid(1)}`, approvedBy: 'approver/chair' }
const account = { lastDigits: '0417', version: 1 }
const [desk, owner, chair] = ['officer/desk', 'merchant-owner/owner', 'approver/chair'].map((actor) => ({ actor }))

/**
 * 200 given. 40, 60, 5 and 10 eaten; the 5 taken back, the 10 disputed; 100 paid. The dispute ends; the 40 taken back, the 60 in vain; 70 eaten;
 * 40 due, of which the bank pays nothing, then pays, then gives back. 1 of the 60 taken back, and repaid; 2 more, given up, of which 1 comes after all. What is left is due again: 40; 30 of it are waived, 10 paid.
 * @param place account or payer that pays all of it, and to which it comes back
 * @param assign says that what was given lies there; for a payer, grants it
 */
export function playSettled(place?: string, assign?: (history: History) => void): readonly SampleEvent[] {
  const history = createHistory()
  const { add, events } = history
  const isPayer = place?.startsWith('payer-')
  const held = place !== undefined && (isPayer ? { payer: place } : { bankAccount: place })
  give()
  const [first, second, third, fourth] = [eat(4_000), eat(6_000), eat(500), eat(1_000)]
  performed(third, 500, takeBack(third, 500, { statement: 1, to: 'open' }), 'issued')
  const disputed = { ...between, redemption: fourth.id, shares: of(1_000), reason }
  add(stream, 'LineDisputed', { ...disputed, statement: 1, sequence: fourth.sequence })
  const one = propose({ statement: 1, after: 0, meals: 4, mealsFen: 11_500, payFen: 10_000 })
  approve(1, { carriedFen: 0, mealsFen: 11_500, takenBackFen: 500, comeBackFen: 0, disputedFen: 1_000, dueFen: 10_000 })
  invoice(1, 'INVOICE1', 9_000)
  pay(1, { number: 1, fen: 10_000 })
  add(stream, 'InvoiceStruckOut', { ...between, statement: 1, invoiceNumber: 'INVOICE1', reason })
  invoice(1, 'INVOICE1', 8_000)
  invoice(1, 'INVOICE2', 1_000)
  add(stream, 'DisputeEnded', { ...disputed, statement: 2, outcome: 'stands' })
  claim(first, 4_000)
  const inVain = takeBack(second, 6_000, { statement: 2, to: 'claim' })
  const no = { redemption: second.id, code: 'taken-back-meanwhile' }
  add(wallet, 'TakingBackDeclined', { programme, worker, takenBack: inVain, ...no })
  add(stream, 'LineTakeBackEnded', { ...between, statement: 2, takenBack: inVain, ...no, shares: of(6_000) })
  eat(7_000)
  const two = propose({ statement: 2, after: one, meals: 1, mealsFen: 7_000, payFen: 4_000 })
  approve(2, { carriedFen: 0, mealsFen: 7_000, takenBackFen: 4_000, comeBackFen: 1_000, disputedFen: 0, dueFen: 4_000 })
  prepare(2, { number: 2, fen: 4_000 })
  send(2, 4_000)
  add(`payment-${uuid(2)}`, 'PaymentEnded', { merchant, why: 'failed', reason })
  hold('PaymentMoneyReleased', `payment-${uuid(2)}`, 4_000)
  add(stream, 'StatementReleased', { ...between, statement: 2, payment: `payment-${uuid(2)}`, reason })
  const paid = pay(3, { number: 2, fen: 4_000, setOff: 4_000 })
  settleClaim(paid, 4_000)
  const returned = { ...held, merchant, returnedOn: '2025-06-01', totalFen: 4_000, reason }
  add(`payment-${uuid(3)}`, 'PaymentBounced', returned)
  const back = { payment: `payment-${uuid(3)}`, statement: 3, ofStatement: 2, shares: of(4_000), reason }
  acknowledge(add(stream, 'PaymentReturned', { ...between, ...held, ...back }), 4_000)
  claim(second, 100)
  const repaid = add(stream, 'MerchantRepaid', { ...between, ...held, statement: 3, shares: of(100) })
  acknowledge(repaid, 100)
  settleClaim(repaid, 100)
  claim(second, 200)
  const by = add(stream, 'ClaimGivenUp', { ...between, statement: 3, shares: of(200), reason }, { ...desk, approval })
  add(budget, 'ClaimWrittenOff', { ...between, by, shares: of(200) })
  acknowledge(add(budget, 'ClaimRecovered', { ...between, ...held, shares: of(100) }), 100)
  const three = { statement: 3, after: two, meals: 0, mealsFen: 0, payFen: 4_000 }
  propose(three)
  confirm(3)
  add(stream, 'StatementRefused', { ...between, statement: 3, reason }, chair)
  propose({ ...three, revision: 2 })
  approve(3, { carriedFen: 0, mealsFen: 0, takenBackFen: 300, comeBackFen: 4_300, disputedFen: 0, dueFen: 4_000 })
  claim(second, 50)
  waive(3_000)
  pay(4, { number: 3, fen: 1_000 })
  return events

  function give(): void {
    const funder = { name: '虚构出资方', kind: 'union' as const }
    const restriction = { purposes: [], divisions: [] }
    const shares = of(20_000)
    add(fund, 'FundOpened', { name: '资金', division: '632701', funder, restriction })
    const donation = { receiptNumber: 'R-1', donor: { kind: 'individual' as const }, receivedOn: '2025-06-01' }
    if (!isPayer) add(fund, 'DonationReceived', { ...donation, shares, availableAfterFen: 20_000 })
    assign?.(history)
    add(fund, 'FundsAllocated', { programme, budget, shares, availableAfterFen: 0 })
    add(budget, 'FundsCommitted', { programme, for: batch, attempt: 1, shares })
    const wallets = [{ wallet, worker, serial: 1, credits: [{ window: 'june', shares }] }]
    add(batch, 'CreditsIssued', { programme, part: 1, wallets })
  }

  /** Of what lies there, for a payment. */
  function hold(type: 'PaymentMoneyHeld' | 'PaymentMoneyReleased', payment: string, fen: number): void {
    if (held) add(fund, type, { payment, ...held, shares: of(fen) })
  }

  function acknowledge(receipt: string, fen: number): void {
    if (held) add(fund, 'BankReceiptAcknowledged', { receipt, ...held, shares: of(fen) })
  }

  function drawn(amountFen: number) {
    return { credit: `${wallet}.1`, batch, window: 'june', shares: of(amountFen) }
  }

  function eat(amountFen: number) {
    const id = add(wallet, 'MealRedeemed', {
      ...{ programme, worker, merchant, redeemedOn: '2025-06-02', items: [], factsReadThrough: 1 },
      ...{ listPriceFen: amountFen, discountFen: 0, ownShareFen: 0, balanceAfterFen: 0 },
      ...{ draws: [drawn(amountFen)], deviceId: 'till', deviceSequence: events.length, capturedOffline: false },
    })
    return { id, sequence: events.length }
  }

  function takeBack(meal: Eaten, fen: number, where: Pick<DataOf<'LineTakenBack'>, 'statement' | 'to'>): string {
    const line = { redemption: meal.id, sequence: meal.sequence, shares: of(fen), by: 'union' as const, reason }
    return add(stream, 'LineTakenBack', { ...between, ...where, ...line })
  }

  function performed(meal: Eaten, fen: number, takenBack: string, to: 'issued' | 'claimed'): string {
    return add(wallet, 'RedemptionReversed', {
      ...{ ...between, worker, redemption: meal.id, by: 'union', takenBack, reason, balanceAfterFen: 0 },
      draws: [{ ...drawn(fen), to }],
    })
  }

  function claim(meal: Eaten, fen: number): void {
    const statement = events.filter(({ type }) => type === 'StatementApproved').length + 1
    const reversal = performed(meal, fen, takeBack(meal, fen, { statement, to: 'claim' }), 'claimed')
    add(budget, 'ClaimReceived', { ...between, reversal, shares: of(fen) })
  }

  function waive(fen: number): void {
    const document = { kind: '放弃声明', number: 'FQ-1' }
    const waived = { ...between, statement: 3, shares: of(fen), reason }
    const by = add(stream, 'PayableWaived', waived, { ...desk, approval, document })
    add(budget, 'WaiverReceived', { ...between, by, shares: of(fen) })
  }

  function settleClaim(by: string, fen: number): void {
    add(budget, 'ClaimSettled', { ...between, by, shares: of(fen) })
  }

  function propose({
    mealsFen,
    revision = 1,
    ...range
  }: Pick<DataOf<'StatementProposed'>, 'statement' | 'after' | 'meals' | 'payFen'> & {
    mealsFen: number
    revision?: number
  }): number {
    const through = events.length
    const funds = mealsFen === 0 ? [] : [{ fund, mealsFen }]
    add(stream, 'StatementProposed', { ...between, ...range, revision, through, funds, proposedBy: 'desk' }, desk)
    return through
  }

  function approve(statement: number, row: Omit<DataOf<'StatementApproved'>['funds'][number], 'fund'>): void {
    confirm(statement)
    const payFen = row.dueFen
    add(stream, 'StatementApproved', { ...between, statement, funds: [{ fund, ...row }], payFen }, chair)
  }

  function invoice(statement: number, invoiceNumber: string, amountFen: number): void {
    const said = { invoiceNumber, invoicedOn: '2025-06-01', amountFen }
    add(stream, 'InvoiceRecorded', { ...between, statement, ...said })
  }

  function confirm(statement: number): void {
    add(stream, 'StatementConfirmed', { ...between, statement, by: 'merchant', confirmedBy: 'owner' }, owner)
  }

  function prepare(ordinal: number, { number, fen }: Paid): string {
    const payment = `payment-${uuid(ordinal)}`
    const part = { stream, statement: number, programme, shares: of(fen) }
    const prepared = { reference: `ZF-000${ordinal}`, merchant, payee: account, parts: [part], totalFen: fen, ...held }
    add(payment, 'PaymentPrepared', { ...prepared, preparedBy: 'desk' }, desk)
    hold('PaymentMoneyHeld', payment, fen)
    add(stream, 'StatementAssigned', { ...between, statement: number, payment, shares: of(fen) })
    add(payment, 'PaymentPartTaken', { part: 1, merchant })
    return payment
  }

  function send(ordinal: number, totalFen: number): void {
    const payment = `payment-${uuid(ordinal)}`
    add(payment, 'PaymentApproved', { merchant, payee: account, totalFen, approvedBy: 'chair' }, chair)
    const sent = { merchant, sentOn: '2025-06-01', totalFen }
    if (ordinal === 2) sendByLeftFile(payment, sent)
    add(payment, 'PaymentSent', sent)
  }

  /** It holds what another one has sent. */
  function sendByLeftFile(payment: string, sent: Omit<DataOf<'PaymentSent'>, 'file'>): void {
    const of = { merchant, file: `paymentfile-${uuid(1)}` }
    add(`payment-${uuid(1)}`, 'PaymentSendingRefused', { ...of, code: 'payment-already-paid' })
    add(payment, 'PaymentSent', { ...sent, file: of.file })
    add(payment, 'PaymentSendingRefused', { ...of, code: 'payment-file-superseded' })
  }

  function pay(ordinal: number, { number, fen, setOff }: Paid): string {
    const payment = prepare(ordinal, { number, fen })
    send(ordinal, fen)
    add(payment, 'PaymentSettled', { ...held, merchant, paidOn: '2025-06-01', totalFen: fen })
    const paid = { ...between, ...held, statement: number, payment, shares: of(fen), paidOn: '2025-06-01' }
    return add(stream, 'SettlementPaid', { ...paid, ...(setOff !== undefined && { setOff: of(setOff) }) })
  }
}

type History = ReturnType<typeof createHistory>

interface Eaten {
  readonly id: string
  readonly sequence: number
}

interface Paid {
  readonly number: number
  readonly fen: number
  readonly setOff?: number
}
