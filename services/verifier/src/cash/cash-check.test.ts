import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openBooks } from '../books.ts'
import { createNoteKey, type SampleEvent, uuid, writeBundle } from '../bundle.fixture.ts'
import { canonicalText } from '../json.ts'
import { readLedgerEvent } from '../ledger-event.ts'
import { newestPostingRules } from '../posting-rules/versions.ts'
import { playSettled } from '../settlement/settled-history.fixture.ts'
import { collectFindings } from '../verdict.ts'
import { type BundleVerdict, verifyBundle } from '../verify-bundle.ts'
import { checkCash } from './cash-check.ts'
import { city, county, fund, office, playCash, playPayer, sharesOf } from './cash-history.fixture.ts'

const key = createNoteKey()
const history = playCash()
const ofPayer = playPayer()
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

type Data = Record<string, unknown>

/** As somebody would write it who can sign. */
function bundleOf(events: readonly SampleEvent[]): string {
  const folder = writeBundle({ events, key })
  folders.push(folder)
  return folder
}

function verify(events: readonly SampleEvent[]): BundleVerdict {
  return verifyBundle(bundleOf(events), { key: key.vkey })
}

function said(events: readonly SampleEvent[], check = 'cash') {
  return verify(events).misfits.filter((misfit) => misfit.check === check)
}

/** As others name it. */
function entryOf(type: string, number: number): string {
  const { stream, version } = nth(type, number)
  return `${stream}.${version}`
}

function nth(type: string, number: number, all = history): SampleEvent {
  const event = all.filter((one) => one.type === type)[number - 1]
  if (!event) throw new Error(`there is no ${type} ${number}`)
  return event
}

/** The nth event of a type with other data. */
function altered(type: string, number: number, change: Data, all = history): readonly SampleEvent[] {
  const event = nth(type, number, all)
  const other = { ...event, data: { ...event.data, ...change } }
  return all.map((one) => (one === event ? other : one))
}

/** Versions and sequences without a gap, whatever was put in or left out. */
function inOrder(events: readonly SampleEvent[]): readonly SampleEvent[] {
  const versions = new Map<string, number>()
  return events.map((event, index) => {
    const version = (versions.get(event.stream) ?? 0) + 1
    versions.set(event.stream, version)
    return { ...event, version, sequence: index + 1 }
  })
}

function without(type: string, number: number): readonly SampleEvent[] {
  const event = nth(type, number)
  return inOrder(history.filter((one) => one !== event))
}

function twice(type: string, number: number): readonly SampleEvent[] {
  const event = nth(type, number)
  return inOrder([...history, { ...event, id: uuid(9_999_999) }])
}

test.each([
  ['on accounts of unions', history],
  ['of before they named any', playSettled()],
  ['that another payer pays', ofPayer],
])('money in order %s holds', (_, events) => {
  const { misfits, checks } = verify(events)
  expect(misfits).toEqual([])
  expect(checks.find(({ check }) => check === 'cash')).toMatchObject({ outcome: 'holds' })
})

describe('what was recorded otherwise is named, although it was signed', () => {
  test.each<[string, string, number, Data, RegExp]>([
    ['less assigned than there is', 'BankBalanceAssigned', 1, sharesOf(19_999), /^1 of its fund stay on no account/],
    ['a gift on no account after it', 'DonationReceived', 2, { bankAccount: undefined }, /moves on no account/],
    [
      'an account that nobody opened',
      'DonationReceived',
      2,
      { bankAccount: `bankaccount-${uuid(3)}` },
      /was not opened/,
    ],
    ['a transfer to where it lies', 'TransferSent', 1, { to: county }, /sent to where it lies/],
    ['a transfer to nowhere', 'TransferSent', 1, { to: `bankaccount-${uuid(3)}` }, /which was not opened/],
    ['more arrived than was sent', 'TransferArrived', 1, sharesOf(3_001), /ends a transfer of 3000 with 3001/],
    ['it arrived elsewhere', 'TransferArrived', 1, { bankAccount: county }, /not at bankaccount-0.*1$/],
    ['it came back elsewhere', 'TransferCameBack', 1, { bankAccount: city }, /not at bankaccount-0.*2$/],
    ['a transfer that nobody sent', 'TransferArrived', 1, { transfer: `${fund}.2` }, /has sent no such transfer/],
    ['another one’s end', 'TransferArrived', 1, { transfer: `${fund}.6` }, /has ended before/],
    ['more held than is asked', 'PaymentMoneyHeld', 1, sharesOf(10_001), /10001 are held, the payment asks for 10000/],
    [
      'held where it is not paid from',
      'PaymentMoneyHeld',
      1,
      { bankAccount: county },
      /the payment is from bankaccount-0/,
    ],
    ['held for another payment', 'PaymentMoneyHeld', 2, { payment: `payment-${uuid(1)}` }, /already/],
    ['less released than held', 'PaymentMoneyReleased', 1, sharesOf(3_999), /3999 are released, held are 4000/],
    ['released elsewhere', 'PaymentMoneyReleased', 1, { bankAccount: county }, /released on bankaccount-0/],
    ['released for one that was paid', 'PaymentMoneyReleased', 1, { payment: `payment-${uuid(1)}` }, /has not ended/],
    ['more paid than held', 'SettlementPaid', 1, sharesOf(10_001), /10001 of fund-.* are paid, held are 10000/],
    ['paid from another account', 'SettlementPaid', 1, { bankAccount: county }, /the payment is from bankaccount-0/],
    ['paid from no account', 'SettlementPaid', 1, { bankAccount: undefined }, /the payment is from bankaccount-0/],
    [
      'paid by the bank from another',
      'PaymentSettled',
      1,
      { bankAccount: county },
      /the payment is from bankaccount-0/,
    ],
    [
      'another amount acknowledged',
      'BankReceiptAcknowledged',
      1,
      sharesOf(3_999),
      /acknowledges 3999 on .*, 4000 came/,
    ],
    ['what did not come acknowledged', 'BankReceiptAcknowledged', 1, { receipt: `${fund}.1` }, /no such money came/],
  ])('%s', (_, type, number, change, what) => {
    const [first] = said(altered(type, number, change))
    expect(first?.what).toMatch(what)
    expect(first?.event?.type).toBe(type)
  })

  test.each([
    ['an account below zero', 'DonationReceived', 2, sharesOf(3_499), /bank.*2\|\|$/],
    ['more in transit than was sent', 'TransferArrived', 1, sharesOf(3_001), /^transit/],
  ])('%s', (_, type, number, change, where) => {
    const [first] = said(altered(type, number, change), 'postings')
    expect(first?.what).toMatch(/the account falls to -1/)
    expect(first?.where).toMatch(where)
  })

  test.each([
    ['a balance assigned twice', 'BankBalanceAssigned', 1, /was assigned before/],
    ['a transfer that arrives twice', 'TransferArrived', 1, /has ended before/],
    ['an account opened twice', 'BankAccountOpened', 1, /opened already/],
    ['a receipt acknowledged twice', 'BankReceiptAcknowledged', 1, /acknowledged before/],
    ['a payment that is paid twice', 'SettlementPaid', 1, /10000 of fund-.* are paid, held are 0/],
    ['money held twice', 'PaymentMoneyHeld', 1, /already/],
  ])('%s', (_, type, number, what) => {
    expect(
      said(twice(type, number))
        .map((misfit) => misfit.what)
        .join('\n'),
    ).toMatch(what)
  })

  test.each<[string, string, number, Data, RegExp]>([
    ['another amount of interest taken back', 'IncomeReversed', 1, sharesOf(49), /49 on .* are taken back, 50 were/],
    ['a charge that nobody entered', 'BankChargeReversed', 1, { corrects: `${fund}.2` }, /no such entry is called so/],
    [
      'a receipt taken back as interest',
      'IncomeReversed',
      1,
      { corrects: entryOf('UnidentifiedReceived', 1) },
      /no such entry is called so/,
    ],
    ['another amount identified', 'ReceiptIdentified', 1, sharesOf(699), /699 on .* are identified, 700 came/],
    [
      'what did not come identified',
      'ReceiptIdentified',
      1,
      { receipt: `${fund}.1` },
      /nothing in suspense is called so/,
    ],
    ['a gift that nobody identified', 'DonationReceived', 3, { identified: `${fund}.1` }, /nothing was identified/],
    ['another gift than was identified', 'DonationReceived', 3, sharesOf(699), /it is 699 on .*, identified were 700/],
    ['suspense that was a gift', 'IdentificationEnded', 1, { identified: `${fund}.1` }, /nothing that is identified/],
  ])('%s', (_, type, number, change, what) => {
    expect(
      said(altered(type, number, change))
        .map((misfit) => misfit.what)
        .join('\n'),
    ).toMatch(what)
  })

  test('interest, a charge and a receipt nobody knows of a fund that is not the own money there', () => {
    const others = said(altered('BankAccountOwnFundSet', 1, { fund: `fund-${uuid(9)}` }))
    expect(others.map(({ event }) => event?.type)).toEqual([
      ...['IncomeReceived', 'BankChargePaid', 'IncomeReceived', 'BankChargePaid', 'UnidentifiedReceived'],
    ])
    expect(others[0]?.what).toMatch(/was never the own money on bankaccount-/)
  })

  test('money that nothing was held of', () => {
    expect(said(without('PaymentMoneyHeld', 1))[0]?.what).toMatch(/holds nothing for that payment/)
  })

  test('what is held and taken for something else', () => {
    const sent = { ...nth('TransferSent', 1), data: { bankAccount: city, to: county, ...sharesOf(13_001) } }
    const held = history.indexOf(nth('PaymentMoneyHeld', 1))
    const events = inOrder([...history.slice(0, held + 1), sent, ...history.slice(held + 1)])
    expect(said(events)[0]).toMatchObject({
      event: { type: 'TransferSent' },
      what: `${fund} has 9999 on ${city} and holds 10000 of it`,
    })
  })

  test.each([
    ['ended', 'PaymentMoneyReleased', 1, 'PaymentEnded'],
    ['was paid', 'SettlementPaid', 1, 'PaymentSettled'],
  ])('what stays held a day after its payment %s', (_, type, number, over) => {
    const events = without(type, number)
    const late = (hours: number) =>
      events.map((event, index) =>
        index < events.length - 1
          ? event
          : { ...event, recordedAt: new Date(Date.parse(event.recordedAt) + hours * 3_600_000).toISOString() },
      )
    const open = {
      event: expect.objectContaining({ type: over }),
      what: expect.stringMatching(/neither paid nor released$/),
    }
    expect(said(late(25))).toContainEqual(expect.objectContaining(open))
    expect(said(late(23))).not.toContainEqual(expect.objectContaining(open))
  })
})

describe('what another payer pays, recorded otherwise, is named', () => {
  const unregistered = `payer-${uuid(3)}`
  test.each<[string, string, number, Data, RegExp]>([
    ['a payer that nobody registered', 'DirectPaymentGranted', 1, { payer: unregistered }, /was not registered/],
    ['another one’s grant taken back', 'DirectPaymentReduced', 1, { payer: office }, /the grant was payer-0.*1's$/],
    ['more taken back than granted', 'DirectPaymentReduced', 1, sharesOf(21_001), /21000 of it are left/],
    ['no grant taken back', 'DirectPaymentReduced', 1, { grant: `${fund}.1` }, /no such grant/],
    ['held with another payer', 'PaymentMoneyHeld', 1, { payer: office }, /the payment is from payer-0.*1$/],
    ['paid by another payer', 'SettlementPaid', 1, { payer: office }, /the payment is from payer-0.*1$/],
    ['paid by nobody', 'SettlementPaid', 1, { payer: undefined }, /the payment is from payer-0.*1$/],
    ['come back elsewhere', 'PaymentReturned', 1, { payer: office }, /payer-0.*2 pays of fund-.*1's to pay/],
    ['repaid to a bank', 'MerchantRepaid', 1, { payer: undefined }, /moves at a bank, payer-0.*1 pays it/],
    ['acknowledged elsewhere', 'BankReceiptAcknowledged', 1, { payer: office }, /came to payer-0.*1$/],
    ['paid by both', 'PaymentSettled', 1, { bankAccount: city }, /names an account and a payer/],
  ])('%s', (_, type, number, change, what) => {
    const [first] = said(altered(type, number, change, ofPayer))
    expect(first?.what).toMatch(what)
    expect(first?.event?.type).toBe(type)
  })

  test('a quota below zero', () => {
    const [first] = said(altered('DirectPaymentGranted', 1, sharesOf(999), ofPayer), 'postings')
    expect(first).toMatchObject({ what: expect.stringMatching(/the account falls to -1/) })
  })
})

test('legs that balance, and leave more on accounts than there is to be spent, are named at their event', () => {
  const { movements } = newestPostingRules
  const lines = movements.TransferArrived?.[0]?.lines ?? (() => [])
  const asGift = { lines, moves: [['bank', 'donated'] as const] }
  const wrong = { ...newestPostingRules, movements: { ...movements, TransferArrived: [asGift] } }
  const findings = collectFindings(['postings', 'cash'])
  const [books, cash] = [openBooks(wrong, findings), checkCash(findings)]
  for (const event of history) {
    const posted = books.post(readLedgerEvent(Buffer.from(canonicalText(JSON.parse(JSON.stringify(event))))))
    if (posted) cash.take(posted)
  }
  const { misfits } = findings.verdict()
  expect(misfits.map(({ what }) => what)).toEqual([
    `of ${fund} bank, quota and money in transit are 3000 more than what is unspent and owed`,
  ])
  expect(misfits[0]?.event?.type).toBe('TransferArrived')
})

test('a journal from before accounts were named holds; where there are any, it has to tell them', () => {
  const withoutColumn = (events: readonly SampleEvent[]) => {
    const folder = bundleOf(events)
    const file = join(folder, 'journal.csv')
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(,[^,\r]*){2}\r\n/g, '\r\n'))
    return verifyBundle(folder, { key: key.vkey }).misfits.filter(({ check }) => check === 'journal')
  }
  expect(withoutColumn(playSettled())).toEqual([])
  expect(withoutColumn(history)[0]?.what).toBe(`bankAccount is not told, recomputed ${city}`)
})

describe('an account that is closed', () => {
  const spare = `bankaccount-${uuid(3)}`
  const at = { name: '旧账户', division: '632701', bank: '虚构银行', lastDigits: '0001' }
  const [first, last] = [history[0], history.at(-1)]
  if (!first || !last) throw new Error('no history')
  const of = (stream: string, type: string, data: Data, recordedAt = last.recordedAt) =>
    ({
      ...last,
      type,
      data,
      stream,
      recordedAt,
      id: uuid(stream === spare ? 900 + type.length : 950 + type.length),
    }) as SampleEvent
  const opened = of(spare, 'BankAccountOpened', at)
  const closed = of(spare, 'BankAccountClosed', { reason: '并入', factsReadThrough: 2 })
  const reopened = of(spare, 'BankAccountReopened', { balanceFen: 1, inTransitFen: 0, factsReadThrough: 3 })
  const sent = of(fund, 'TransferSent', { bankAccount: county, to: spare, ...sharesOf(1) })
  const later = of(city, 'BankAccountOwnFundSet', { fund, factsReadThrough: 9 }, '2026-01-01T00:00:00.000Z')
  const after = (...events: readonly SampleEvent[]) => said(inOrder([...history, ...events]))

  test('with nothing there passes', () => {
    expect(after(opened, closed, later)).toEqual([])
  })

  test('with money on its way there, and not opened again', () => {
    expect(after(opened, closed, sent)).toEqual([])
    expect(after(opened, closed, sent, later)).toMatchObject([{ what: /1 are in transit to it/ }])
    expect(after(opened, closed, sent, reopened, later)).toEqual([])
  })

  test('twice, or opened again without', () => {
    expect(after(opened, closed, { ...closed, id: uuid(999) })).toMatchObject([{ what: 'it is closed already' }])
    expect(after(opened, reopened)).toMatchObject([{ what: 'it was not closed' }])
  })
})
