import { expect, test } from 'vitest'
import { createHistory, dayNumber, idOf, toSequenced } from '../history.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'

const [fund, other] = [idOf('fund', 'of the city'), idOf('fund', 'of the county')]
const [city, county] = [idOf('bankaccount', 'city'), idOf('bankaccount', 'county')]
const [programme, merchant] = [idOf('programme', 1), idOf('merchant', 1)]
const [granted, payer] = [idOf('fund', 'granted'), idOf('payer', 1)]
const donor = { kind: 'organisation' as const, name: '某企业' }
const of = (amountFen: number, whose = fund) => [{ fund: whose, amountFen }]

/** 100 on no account, then on the city's; 40 more there, 10 of them refunded; 30 sent to the county's, and 5 that came back; 7 paid; 2 are on their way. 50 that a payer pays, of which it takes 5 back and pays 12. */
function play() {
  const history = createHistory()
  const opened = {
    funder: { name: '某企业', kind: 'enterprise' as const },
    restriction: { purposes: [], divisions: [] },
  }
  history.add(fund, 'FundOpened', { ...opened, name: '市级专项', division: '632700' }, dayNumber(0))
  history.add(other, 'FundOpened', { ...opened, name: '县级专项', division: '632722' }, dayNumber(0))
  const give = (shares: ReturnType<typeof of>, day: number, bankAccount?: string) => {
    const whose = shares[0]?.fund ?? ''
    const said = {
      receiptNumber: `R-${history.versionOf(whose)}`,
      donor,
      receivedOn: dayNumber(day),
      availableAfterFen: 0,
    }
    return history.add(
      whose,
      'DonationReceived',
      { ...said, shares, ...(bankAccount && { bankAccount }) },
      dayNumber(day),
    )
  }
  give(of(100), 1)
  give(of(8, other), 1)
  const bank = { bank: '虚构银行', lastDigits: '0417' }
  history.add(city, 'BankAccountOpened', { ...bank, name: '市总账户', division: '632700' }, dayNumber(2))
  history.add(county, 'BankAccountOpened', { ...bank, name: '县总账户', division: '632722' }, dayNumber(2))
  history.add(fund, 'BankBalanceAssigned', { bankAccount: city, shares: of(100), factsReadThrough: 1 }, dayNumber(2))
  give(of(40), 3, city)
  const refund = { donation: `${fund}.4`, reason: '退', availableAfterFen: 0, bankAccount: city }
  history.add(fund, 'DonationRefunded', { ...refund, shares: of(10) }, dayNumber(3))
  const send = (amountFen: number) => {
    const { version } = history.add(
      fund,
      'TransferSent',
      { bankAccount: city, to: county, shares: of(amountFen) },
      dayNumber(4),
    )
    return { transfer: `${fund}.${version}`, shares: of(amountFen) }
  }
  const [arriving, returning] = [send(30), send(5)]
  send(2)
  history.add(fund, 'TransferArrived', { ...arriving, bankAccount: county }, dayNumber(5))
  history.add(fund, 'TransferCameBack', { ...returning, bankAccount: city, reason: '户名不符' }, dayNumber(5))
  const paid = { programme, merchant, statement: 1, payment: idOf('payment', 1), paidOn: dayNumber(6) }
  history.add(idOf('statement', 1), 'SettlementPaid', { ...paid, shares: of(7), bankAccount: county }, dayNumber(6))
  const notice = {
    payer,
    noticeNumber: '额-1',
    grantedOn: dayNumber(6),
    shares: of(50, granted),
    availableAfterFen: 50,
  }
  history.add(granted, 'FundOpened', { ...opened, name: '授权额度', division: '632700' }, dayNumber(6))
  history.add(payer, 'PayerRegistered', { name: '国库支付中心', division: '632700', kind: 'treasury' }, dayNumber(6))
  const { version } = history.add(granted, 'DirectPaymentGranted', notice, dayNumber(6))
  const back = { payer, grant: `${granted}.${version}`, reason: '年底收回', availableAfterFen: 45 }
  history.add(granted, 'DirectPaymentReduced', { ...back, shares: of(5, granted) }, dayNumber(7))
  const ofQuota = { ...paid, payment: idOf('payment', 2), payer, shares: of(12, granted) }
  history.add(idOf('statement', 1), 'SettlementPaid', ofQuota, dayNumber(8))
  return toSequenced(history.events)
}

const events = play()
const { ask } = projectHistory(events)
const nothing = { balanceFen: 0, assignedFen: 0, receivedFen: 0, paidFen: 0, sentFen: 0, arrivedFen: 0 }
const ofCity = {
  ...nothing,
  balanceFen: 98,
  assignedFen: 100,
  receivedFen: 40,
  paidFen: 10,
  sentFen: 37,
  arrivedFen: 5,
}
const ofCounty = { ...nothing, balanceFen: 23, paidFen: 7, arrivedFen: 30 }
const assignedAway = { ...nothing, assignedFen: -100, receivedFen: 100 }
const unassigned = { ...nothing, balanceFen: 8, receivedFen: 8 }
const named = { bank: '虚构银行', lastDigits: '0417' }
const nameless = { bankAccount: null, name: null, bank: null, lastDigits: null, division: null }

test('each account has what its funds have there, what lies on none and what is on its way stands apart', () => {
  const { accounts, inTransit, quota, total } = expectAnswer(ask('bankBalances', {}))
  const line = { fund, fundName: '市级专项' }
  const onNone = [
    { ...line, ...assignedAway },
    { fund: other, fundName: '县级专项', ...unassigned },
  ]
  expect(accounts).toEqual([
    { bankAccount: city, name: '市总账户', division: '632700', ...named, ...ofCity, funds: [{ ...line, ...ofCity }] },
    {
      bankAccount: county,
      name: '县总账户',
      division: '632722',
      ...named,
      ...ofCounty,
      funds: [{ ...line, ...ofCounty }],
    },
    {
      ...nameless,
      ...nothing,
      balanceFen: 8,
      assignedFen: -100,
      receivedFen: 108,
      funds: onNone.sort((a, b) => (a.fund < b.fund ? -1 : 1)),
    },
  ])
  expect(inTransit).toEqual([{ ...line, transitFen: 2 }])
  expect(quota).toEqual([{ payer, payerName: '国库支付中心', fund: granted, fundName: '授权额度', quotaFen: 33 }])
  expect(total).toEqual({
    balanceFen: 129,
    assignedFen: 0,
    receivedFen: 148,
    paidFen: 17,
    sentFen: 37,
    arrivedFen: 35,
    transitFen: 2,
    quotaFen: 33,
  })
})

test('as known at an earlier event, and as it had happened by a day', () => {
  const before = expectAnswer(ask('bankBalances', { at: '4' }))
  expect(before.accounts).toMatchObject([{ bankAccount: null, balanceFen: 108, assignedFen: 0 }])
  const sent = expectAnswer(ask('bankBalances', { effective: dayNumber(4) }))
  expect(sent.accounts).toMatchObject([
    { balanceFen: 93, arrivedFen: 0 },
    { balanceFen: 0, funds: [] },
    { balanceFen: 8 },
  ])
  expect(sent.total.transitFen).toBe(37)
  expect(expectAnswer(ask('bankBalances', { effective: dayNumber(7) })).quota).toMatchObject([{ quotaFen: 45 }])
})

test('an account is seen by whom its division is, money on none by whom its fund is', () => {
  const within = (division: string) => expectAnswer(ask('bankBalances', { scope: { divisions: [division] } }))
  const seen = within('632722')
  expect(seen.accounts).toMatchObject([
    { bankAccount: county, balanceFen: 23 },
    { bankAccount: null, balanceFen: 8 },
  ])
  expect(seen).toMatchObject({ inTransit: [], quota: [], total: { quotaFen: 0 } })
  expect(within('110000')).toMatchObject({ accounts: [], total: { balanceFen: 0 } })
  const asked = expectAnswer(ask('bankBalances', { division: '632722', fund: other }))
  expect(asked.accounts).toMatchObject([{ bankAccount: county, balanceFen: 0, funds: [] }, { balanceFen: 8 }])
  expect(ask('journal', { bankAccount: idOf('bankaccount', 'none'), limit: 1 })).toMatchObject({
    code: 'bank-account-unknown',
  })
})
