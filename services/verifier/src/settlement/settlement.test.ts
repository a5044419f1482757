import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { createNoteKey, type SampleEvent, uuid, writeBundle } from '../bundle.fixture.ts'
import { type BundleVerdict, verifyBundle } from '../verify-bundle.ts'
import { playSettled } from './settled-history.fixture.ts'

const key = createNoteKey()
const history = playSettled()
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** As somebody would write it who can sign. */
function verify(events: readonly SampleEvent[]): BundleVerdict {
  const folder = writeBundle({ events, key })
  folders.push(folder)
  return verifyBundle(folder, { key: key.vkey })
}

type Data = Record<string, unknown>

/** The nth event of a type with other data. */
function altered(type: string, nth: number, change: (data: Data) => Data, actor?: string): readonly SampleEvent[] {
  const event = history.filter((one) => one.type === type)[nth - 1]
  if (!event) throw new Error(`there is no ${type} ${nth}`)
  const metadata = actor === undefined ? event.metadata : { ...event.metadata, actor }
  const other = { ...event, data: { ...event.data, ...change(event.data as Data) }, metadata }
  return history.map((one) => (one === event ? other : one))
}

const shares = (amountFen: number) => ({ shares: [{ fund: `fund-${uuid(1)}`, amountFen }] })
const toAnother = () => ({ merchant: `merchant-${uuid(2)}` })
const row = (data: Data, change: Data) => ({ funds: [{ ...(data.funds as Data[])[0], ...change }] })

test('what was settled in order holds', () => {
  const verdict = verify(history)
  expect(verdict.misfits).toEqual([])
  const ruled = history.filter(
    ({ stream, type }) => /^(statement|payment)-/.test(stream) || /^(Claim|Waiver)/.test(type),
  )
  const examined = ruled.length
  expect(verdict.checks.find(({ check }) => check === 'settlement')).toMatchObject({ outcome: 'holds', examined })
})

describe('what was recorded otherwise is named, although it was signed', () => {
  test.each<[string, string, number, (data: Data) => Data, RegExp]>([
    [
      'a range that leaves a gap',
      'StatementProposed',
      2,
      ({ after }) => ({ after: Number(after) + 1 }),
      /begins after/,
    ],
    ['a range that holds meals twice', 'StatementProposed', 2, () => ({ after: 0 }), /begins after/],
    ['a number left out', 'StatementProposed', 2, () => ({ statement: 3 }), /of number 3, open is 2/],
    ['a meal more', 'StatementProposed', 1, () => ({ meals: 5 }), /5 meals, recomputed 4/],
    ['a fen more', 'StatementProposed', 1, (data) => row(data, { mealsFen: 11_501 }), /11501 .* recomputed 11500/],
    ['another pay in the draft', 'StatementProposed', 1, () => ({ payFen: 10_001 }), /pays 10001, recomputed 10000/],
    ['a sheet with another meal', 'StatementApproved', 1, (data) => row(data, { mealsFen: 11_400 }), /mealsFen/],
    [
      'a sheet that forgets the dispute',
      'StatementApproved',
      1,
      (data) => row(data, { disputedFen: 0 }),
      /disputedFen/,
    ],
    ['a sheet that is due more', 'StatementApproved', 2, (data) => row(data, { dueFen: 8_000 }), /dueFen/],
    ['an approval that sets off', 'StatementApproved', 2, () => ({ setOff: shares(1).shares }), /it sets off 1 of/],
    [
      'a taking back in another meal’s place',
      'LineTakenBack',
      2,
      ({ sequence }) => ({ sequence: Number(sequence) + 1 }),
      /its meal is event/,
    ],
    ['a claim that is none', 'LineTakenBack', 2, () => ({ to: 'open' }), /it goes to open/],
    ['a taking back in another number', 'LineTakenBack', 1, () => ({ statement: 2 }), /names number 2/],
    [
      'less performed than decided',
      'RedemptionReversed',
      1,
      ({ draws }) => ({ draws: [{ ...(draws as Data[])[0], ...shares(499) }] }),
      /499 .* recomputed 500/,
    ],
    [
      'a silence that was not agreed',
      'StatementConfirmed',
      1,
      () => ({ by: 'silence', silenceDays: 5 }),
      /agreed are none/,
    ],
    [
      'a taking back that nobody decided',
      'RedemptionReversed',
      1,
      () => ({ takenBack: undefined }),
      /no statement has decided/,
    ],
    [
      'one that is performed twice',
      'RedemptionReversed',
      2,
      () => ({ takenBack: `statement-${uuid(1)}.1` }),
      /no statement has open/,
    ],
    [
      'one that was ended and not declined',
      'TakingBackDeclined',
      1,
      () => ({ takenBack: `statement-${uuid(1)}.9` }),
      /declines what no statement/,
    ],
    ['one that is said to be of an earlier year', 'RedemptionReversed', 2, () => ({ priorYear: true }), /in the same/],
    ['more given back than was taken', 'LineTakeBackEnded', 1, () => shares(6_001), /gives back/],
    ['a refusal of another number', 'StatementRefused', 1, () => ({ statement: 2 }), /of number 2, open is 3/],
    ['a dispute of another amount', 'LineDisputed', 1, () => shares(999), /disputes 999/],
    ['a dispute that ends otherwise', 'DisputeEnded', 1, () => shares(1), /ends a dispute of 1/],
    ['a payment of more than is due', 'SettlementPaid', 1, () => shares(10_001), /paid are 10001/],
    ['a payment of what was paid', 'SettlementPaid', 2, () => ({ statement: 1 }), /that payment has not taken it/],
    ['a payment that sets off less', 'SettlementPaid', 2, () => ({ setOff: shares(3_999).shares }), /sets off 3999/],
    ['another day than the bank’s', 'SettlementPaid', 1, () => ({ paidOn: '2025-06-02' }), /by the bank on/],
    ['parts that do not make the whole', 'PaymentPrepared', 1, () => ({ totalFen: 10_001 }), /its parts are 10000/],
    ['a payment to another merchant', 'PaymentPrepared', 1, toAnother, /part 1 is of another merchant or programme/],
    ['a payment that goes to another', 'PaymentSent', 1, toAnother, /it is to merchant-.* prepared for merchant-/],
    [
      'a payment that is called back from its file',
      'PaymentSendingRefused',
      1,
      () => ({ file: `paymentfile-${uuid(2)}` }),
      /everything was sent/,
    ],
    ['a reference taken twice', 'PaymentPrepared', 2, () => ({ reference: 'ZF-0001' }), /another payment's reference/],
    ['a payment of another amount', 'PaymentSettled', 1, () => ({ totalFen: 9_999 }), /prepared are 10000/],
    ['an assignment of another amount', 'StatementAssigned', 1, () => shares(9_000), /it gives 9000/],
    ['a return of another amount', 'PaymentReturned', 1, () => shares(3_999), /come back are 3999/],
    ['a return into an approved number', 'PaymentReturned', 1, () => ({ statement: 2 }), /open is 3/],
    ['more repaid than is owed', 'MerchantRepaid', 1, () => shares(101), /more is repaid/],
    ['more given up than is owed', 'ClaimGivenUp', 1, () => shares(201), /more is given up/],
    ['more waived than is to be paid', 'PayableWaived', 1, () => shares(4_001), /more is waived than its number pays/],
    ['another number waived', 'PayableWaived', 1, () => ({ statement: 2 }), /its number is not there to be paid/],
    ['a waiver that sets off', 'PayableWaived', 1, () => ({ setOff: shares(1).shares }), /it sets off 1 of/],
    ['more received than waived', 'WaiverReceived', 1, () => shares(3_001), /takes in 3001/],
    ['a payment of what was waived', 'SettlementPaid', 3, () => shares(4_000), /paid are 4000/],
    ['less written off than given up', 'ClaimWrittenOff', 1, () => shares(199), /takes in 199/],
    ['an invoice of a number to come', 'InvoiceRecorded', 1, () => ({ statement: 2 }), /number 2 is not proposed/],
    ['one struck out that is not there', 'InvoiceStruckOut', 1, () => ({ statement: 2 }), /does not stand in it/],
    [
      'an invoice taken twice',
      'InvoiceRecorded',
      3,
      () => ({ invoiceNumber: 'INVOICE1' }),
      /INVOICE1 is recorded already/,
    ],
    ['a loss by a repayment', 'ClaimWrittenOff', 1, () => ({ by: `statement-${uuid(1)}.1` }), /says nothing of the/],
    ['more recovered than written off', 'ClaimRecovered', 1, () => shares(201), /more is recovered/],
    ['a claim settled in another’s name', 'ClaimSettled', 1, toAnother, /says nothing of the kind/],
    ['a loss in another’s name', 'ClaimWrittenOff', 1, toAnother, /says nothing of the kind/],
    ['a claim of another amount', 'ClaimReceived', 1, () => shares(3_999), /takes in 3999/],
    [
      'a claim settled by nothing',
      'ClaimSettled',
      1,
      () => ({ by: `statement-${uuid(1)}.1` }),
      /says nothing of the kind/,
    ],
  ])('%s', (_, type, nth, change, what) => {
    const { misfits } = verify(altered(type, nth, change))
    const said = misfits.filter(({ check }) => check === 'settlement')
    expect(said[0]?.what).toMatch(what)
    expect(said[0]?.event?.type).toBe(type)
  })

  test.each([
    ['who proposed a number', 'StatementApproved', 'approver/desk', {}, /^desk approves what desk /],
    ['who confirmed a number', 'StatementApproved', 'approver/owner', {}, /^owner approves what owner /],
    ['who prepared a payment', 'PaymentApproved', 'approver/desk', { approvedBy: 'desk' }, /^desk approves what desk /],
    ['who proposed what is refused', 'StatementRefused', 'approver/desk', {}, /^desk refuses what desk /],
    ['who confirmed what is refused', 'StatementRefused', 'approver/owner', {}, /^owner refuses what owner /],
  ])('a decision by %s', (_, type, actor, data, what) => {
    const { misfits } = verify(altered(type, 1, () => data, actor))
    expect(misfits).toContainEqual(expect.objectContaining({ check: 'settlement', what: expect.stringMatching(what) }))
  })

  test.each(['ClaimGivenUp', 'PayableWaived'])('%s by who asked for it alone', (type) => {
    const { misfits } = verify(altered(type, 1, () => ({}), 'officer/chair'))
    expect(misfits).toContainEqual(
      expect.objectContaining({ check: 'settlement', what: 'nobody but who asked for it has approved it' }),
    )
  })

  test('a dispute that took its meal back, where another one is taken back', () => {
    const { misfits } = verify(altered('DisputeEnded', 1, () => ({ outcome: 'taken-back' })))
    expect(misfits).toContainEqual(
      expect.objectContaining({ check: 'settlement', what: 'the dispute before it took back another meal' }),
    )
  })

  test('statements of one merchant and programme in two streams', () => {
    const other = `statement-${uuid(2)}`
    const third = history.findLast(({ type }) => type === 'StatementProposed')
    const { misfits } = verify(
      history.map((event) => (event === third ? { ...event, stream: other, version: 1 } : event)),
    )
    expect(misfits).toContainEqual(expect.objectContaining({ what: expect.stringMatching(/^the statements of its/) }))
  })

  test.each([
    ['a confirmation', 'StatementConfirmed', 1, /nobody has confirmed it/],
    ['the wallet’s red entry', 'RedemptionReversed', 1, /neither performed nor ended/],
    ['the bank’s word', 'PaymentSettled', 1, /the bank has not paid it/],
    ['the approval of a payment', 'PaymentApproved', 1, /has to be approved before/],
    ['the end of a payment that failed', 'PaymentEnded', 1, /the payment has not ended/],
  ])('%s that is not there', (_, type, nth, what) => {
    const left = history.filter((one) => one !== history.filter((event) => event.type === type)[nth - 1])
    const versions = new Map<string, number>()
    const said = verify(
      left.map((event) => {
        const version = (versions.get(event.stream) ?? 0) + 1
        versions.set(event.stream, version)
        return { ...event, version }
      }),
    ).misfits.filter(({ check }) => check === 'settlement')
    expect(said.map((misfit) => misfit.what).join('\n')).toMatch(what)
  })
})

test('a taking back of a closed year says so', () => {
  const last = history.findLast(({ type }) => type === 'RedemptionReversed')
  const closed = { month: '2025-12', throughSequence: 1, root: Buffer.alloc(32).toString('base64') }
  const events = history.map((event): SampleEvent => {
    if (event.type === 'InvoiceStruckOut')
      return { ...event, stream: `period-${uuid(1)}`, version: 1, type: 'PeriodClosed' as const, data: closed }
    return event === last ? { ...event, metadata: { ...event.metadata, accountingDate: '2026-01-02' } } : event
  })
  const said = verify(events).misfits.filter(({ what }) => /which is closed/.test(what))
  expect(said.map(({ event }) => event?.sequence)).toContain(last?.sequence)
  const right = events.map(
    (event): SampleEvent =>
      event.sequence === last?.sequence
        ? ({ ...event, data: { ...event.data, priorYear: true } } as SampleEvent)
        : event,
  )
  const still = verify(right).misfits.filter(({ what }) => /which is closed|earlier year/.test(what))
  expect(still.map(({ event }) => event?.sequence)).not.toContain(last?.sequence)
})
