import { type EventType, eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type Leg, postings } from '@welfare/contracts/postings.ts'
import { createHistory, idOf, toSequenced } from '@welfare/reports/history.fixture.ts'
import { expect, test } from 'vitest'
import { breachesAtRest, breachesOfControls } from '../harness/controls.ts'

/** 200 given; 100 eaten and paid; 40 taken back; 70 eaten and paid less by 40. One more is disputed, stands, and its payment comes back; 30 taken back are written off, and 10 of them come after all. 15 of what came back are waived. */
function play() {
  const history = createHistory()
  const [fund, programme, merchant, batch] = [
    idOf('fund', 1),
    idOf('programme', 1),
    idOf('merchant', 1),
    idOf('batch', 1),
  ]
  const [wallet, worker, statement, budget] = [
    idOf('wallet', 1),
    idOf('worker', 1),
    idOf('statement', 1),
    idOf('budget', 1),
  ]
  const shares = (amountFen: number) => [{ fund, amountFen }]
  const day = '2025-07-06'
  const draw = (amountFen: number) => ({ credit: `${wallet}.1`, batch, window: 'all', shares: shares(amountFen) })
  const donor = { kind: 'individual' as const }
  history.add(
    fund,
    'DonationReceived',
    { receiptNumber: 'R-1', donor, receivedOn: day, shares: shares(200), availableAfterFen: 200 },
    day,
  )
  history.add(fund, 'FundsAllocated', { programme, budget, shares: shares(200), availableAfterFen: 0 }, day)
  history.add(budget, 'FundsCommitted', { programme, for: batch, attempt: 1, shares: shares(200) }, day)
  history.add(
    batch,
    'CreditsIssued',
    { programme, part: 1, wallets: [{ wallet, worker, credits: [{ window: 'all', shares: shares(200) }] }] },
    day,
  )
  const eat = (amountFen: number) => {
    const amounts = {
      listPriceFen: amountFen,
      discountFen: 0,
      ownShareFen: 0,
      draws: [draw(amountFen)],
      balanceAfterFen: 0,
    }
    const slip = { deviceId: 'till', deviceSequence: 1, capturedOffline: false, factsReadThrough: 1, items: [] }
    const { version } = history.add(
      wallet,
      'MealRedeemed',
      { programme, worker, merchant, redeemedOn: day, ...amounts, ...slip },
      day,
    )
    return `${wallet}.${version}`
  }
  const takeBack = (redemption: string, amountFen: number) => {
    const draws = [{ ...draw(amountFen), to: 'claimed' as const }]
    const red = { programme, worker, merchant, redemption, takenBack: `${statement}.9`, by: 'union' as const }
    history.add(wallet, 'RedemptionReversed', { ...red, draws, reason: 'twice', balanceAfterFen: 0 }, day)
  }
  const of = (number: number, amountFen: number) => ({
    programme,
    merchant,
    statement: number,
    shares: shares(amountFen),
  })
  const payment = idOf('payment', 1)
  const first = eat(100)
  history.add(statement, 'SettlementPaid', { ...of(1, 100), payment, paidOn: day }, day)
  takeBack(first, 40)
  eat(70)
  const { version } = history.add(
    statement,
    'SettlementPaid',
    { ...of(2, 30), payment, paidOn: day, setOff: shares(40) },
    day,
  )
  history.add(budget, 'ClaimSettled', { programme, merchant, by: `${statement}.${version}`, shares: shares(40) }, day)
  const line = { redemption: eat(20), sequence: 12 }
  history.add(statement, 'LineDisputed', { ...of(3, 20), ...line, reason: 'twice' }, day)
  history.add(
    statement,
    'DisputeEnded',
    { ...of(3, 20), redemption: line.redemption, outcome: 'stands', reason: 'once' },
    day,
  )
  history.add(statement, 'SettlementPaid', { ...of(3, 20), payment, paidOn: day }, day)
  history.add(statement, 'PaymentReturned', { ...of(4, 20), ofStatement: 3, payment, reason: 'account closed' }, day)
  takeBack(first, 30)
  const given = history.add(statement, 'ClaimGivenUp', { ...of(4, 30), reason: 'gone' }, day)
  const by = `${statement}.${given.version}`
  history.add(budget, 'ClaimReceived', { programme, merchant, reversal: `${wallet}.5`, shares: shares(30) }, day)
  history.add(budget, 'ClaimWrittenOff', { programme, merchant, by, shares: shares(30) }, day)
  history.add(budget, 'ClaimRecovered', { programme, merchant, shares: shares(10) }, day)
  const waived = history.add(statement, 'PayableWaived', { ...of(4, 15), reason: 'a gift' }, day)
  const word = { programme, merchant, by: `${statement}.${waived.version}`, shares: shares(15) }
  history.add(budget, 'WaiverReceived', word, day)
  return toSequenced(history.events)
}

const log = play()
const breachesBy = (legsOf: (event: WelfareEvent, stream: string) => readonly Leg[]) => [
  ...breachesOfControls(log, legsOf),
  ...breachesAtRest(log, legsOf),
]

test('the story breaks no control, and leaves what was written down beforehand', () => {
  expect(breachesBy(postings)).toEqual([])
  const balances = new Map<string, number>()
  for (const event of log.slice(0, 10))
    for (const { account, amount } of postings(eventCodec.decode(event), event.stream))
      balances.set(account, (balances.get(account) ?? 0) + amount)
  expect(Object.fromEntries(balances)).toMatchObject({
    ...{ bank: 70, payable: 0, claimed: 0, allocated: -40, issued: -30, used: -130, cost: 130 },
  })
})

const owedBy = { programme: idOf('programme', 1), merchant: idOf('merchant', 1) }

/** Balanced legs that overdraw nothing, and are wrong. */
const wrong: readonly [what: string, type: EventType, change: (legs: readonly Leg[]) => readonly Leg[]][] = [
  ['a meal is not owed to its merchant', 'MealRedeemed', (legs) => legs.filter(({ book }) => book === 'budget')],
  [
    'a payment is cost',
    'SettlementPaid',
    (legs) => legs.map((leg) => (leg.account === 'payable' ? { ...leg, account: 'cost' } : leg)),
  ],
  ['a payment is not taken off what is owed', 'SettlementPaid', () => []],
  ['a payment is made twice', 'SettlementPaid', (legs) => legs.map((leg) => ({ ...leg, amount: 2 * leg.amount }))],
  ['a payment comes in', 'SettlementPaid', (legs) => legs.map((leg) => ({ ...leg, amount: 0 - leg.amount }))],
  [
    'a payment is of another merchant',
    'SettlementPaid',
    (legs) => legs.map((leg) => (leg.merchant ? { ...leg, merchant: idOf('merchant', 2) } : leg)),
  ],
  [
    'a returned payment goes out again',
    'PaymentReturned',
    (legs) => legs.map((leg) => ({ ...leg, amount: 0 - leg.amount })),
  ],
  [
    'a claim is free at once',
    'RedemptionReversed',
    (legs) => legs.map((leg) => (leg.account === 'claimed' ? { ...leg, account: 'allocated' } : leg)),
  ],
  [
    'a claim takes nothing off what is owed',
    'RedemptionReversed',
    (legs) => legs.filter(({ book }) => book === 'budget'),
  ],
  ['a claim stays after it was set off', 'ClaimSettled', () => []],
  [
    'a claim comes from what was used',
    'ClaimSettled',
    (legs) => legs.map((leg) => (leg.account === 'claimed' ? { ...leg, account: 'used' } : leg)),
  ],
  ['a claim stays after it was written off', 'ClaimWrittenOff', (legs) => legs.filter(({ book }) => book === 'money')],
  ['a loss does not cost anything', 'ClaimWrittenOff', (legs) => legs.filter(({ book }) => book === 'budget')],
  [
    'what is lost can be spent again',
    'ClaimWrittenOff',
    (legs) => legs.map((leg) => (leg.account === 'written-off' ? { ...leg, account: 'allocated' } : leg)),
  ],
  [
    'what comes after all is not on the bank',
    'ClaimRecovered',
    (legs) => legs.map((leg) => (leg.account === 'bank' ? { ...leg, account: 'payable', ...owedBy } : leg)),
  ],
  ['what comes after all cannot be spent', 'ClaimRecovered', (legs) => legs.filter(({ book }) => book === 'money')],
  ['what is waived is owed still', 'PayableWaived', (legs) => legs.filter(({ book }) => book === 'budget')],
  ['what is waived stays used', 'PayableWaived', (legs) => legs.filter(({ book }) => book === 'money')],
  [
    'what is waived comes from the bank',
    'PayableWaived',
    (legs) => legs.map((leg) => (leg.account === 'cost' ? { ...leg, account: 'bank' } : leg)),
  ],
  [
    'a dispute is paid',
    'LineDisputed',
    (legs) => legs.map((leg) => (leg.account === 'disputed' ? { ...leg, account: 'bank' } : leg)),
  ],
]

test.each(wrong)('%s: a control says it', (_, type, change) => {
  const legsOf = (event: WelfareEvent, stream: string) =>
    event.type === type ? change(postings(event, stream)) : postings(event, stream)
  expect(breachesBy(legsOf)).not.toEqual([])
})
