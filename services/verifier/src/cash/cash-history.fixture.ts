import { type createHistory, type SampleEvent, uuid } from '../bundle.fixture.ts'
import { playSettled } from '../settlement/settled-history.fixture.ts'

export const [city, county] = [`bankaccount-${uuid(1)}`, `bankaccount-${uuid(2)}`]
const treasury = `payer-${uuid(1)}`
export const office = `payer-${uuid(2)}`
export const fund = `fund-${uuid(1)}`
export const sharesOf = (amountFen: number) => ({ shares: [{ fund, amountFen }] })

/**
 * 200 on no account, assigned to the city's; 30 come to the county's and are sent to the city's, another 5 are sent back by the bank; the county's
 * bears 1.20 of interest and pays as much for itself. Merchants are
 * then paid from the city's.
 */
export function playCash(): readonly SampleEvent[] {
  return playSettled(city, assign)
}

function assign({ add }: ReturnType<typeof createHistory>): void {
  const at = { division: '632701', bank: '虚构银行', lastDigits: '0417' }
  add(city, 'BankAccountOpened', { ...at, name: '市总账户' })
  add(county, 'BankAccountOpened', { ...at, name: '县总账户' })
  add(fund, 'BankBalanceAssigned', { bankAccount: city, ...sharesOf(20_000), factsReadThrough: 2 })
  const donation = { receiptNumber: 'R-2', donor: { kind: 'individual' as const }, receivedOn: '2025-06-01' }
  add(fund, 'DonationReceived', { ...donation, ...sharesOf(3_500), availableAfterFen: 23_500, bankAccount: county })
  const send = (fen: number) => add(fund, 'TransferSent', { bankAccount: county, to: city, ...sharesOf(fen) })
  const [first, second] = [send(3_000), send(500)]
  add(fund, 'TransferCameBack', { transfer: second, bankAccount: county, ...sharesOf(500), reason: '账号有误' })
  add(fund, 'TransferArrived', { transfer: first, bankAccount: city, ...sharesOf(3_000) })
  add(county, 'BankAccountOwnFundSet', { fund, factsReadThrough: 9 })
  const interest = { kind: 'interest' as const, bankAccount: county, ...sharesOf(120), availableAfterFen: 23_620 }
  add(fund, 'IncomeReceived', interest)
  const charge = { bankAccount: county, ...sharesOf(120), availableAfterFen: 23_500 }
  const donors = [{ donation: `${fund}.2`, amountFen: 120 }]
  add(fund, 'BankChargePaid', { ...charge, donors })
  takeBack(add)
  suspend(add)
}

/** Interest of 0.50 and a charge of 0.30 that the bank never booked, and 9.00 that came to another account. */
function takeBack(add: ReturnType<typeof createHistory>['add']): void {
  const on = (fen: number) => ({ bankAccount: county, ...sharesOf(fen) })
  const earned = add(fund, 'IncomeReceived', { kind: 'interest', ...on(50), availableAfterFen: 23_550 })
  add(fund, 'IncomeReversed', { corrects: earned, ...on(50), reason: '录错', availableAfterFen: 23_500 })
  const donors = [{ donation: `${fund}.2`, amountFen: 30 }]
  const paid = add(fund, 'BankChargePaid', { ...on(30), availableAfterFen: 23_470, donors })
  add(fund, 'BankChargeReversed', { corrects: paid, ...on(30), reason: '重复登记', availableAfterFen: 23_500 })
  const unknown = add(fund, 'UnidentifiedReceived', on(900))
  add(fund, 'UnidentifiedReversed', { corrects: unknown, ...on(900), reason: '不是这个账户' })
}

/** 7.00 that nobody knew: declined as a gift at first, then given, and 2.00 sent back to who paid it. */
function suspend(add: ReturnType<typeof createHistory>['add']): void {
  const receive = (fen: number) => {
    const came = { bankAccount: county, ...sharesOf(fen) }
    const receipt = add(fund, 'UnidentifiedReceived', came)
    return { receipt, came: { ...came, receipt, receivedOn: '2025-06-02' } }
  }
  const { receipt, came } = receive(700)
  const donor = { kind: 'individual' as const }
  const as = { kind: 'donation' as const, fund, receiptNumber: 'R-3', donor }
  const first = add(fund, 'ReceiptIdentified', { ...came, as })
  const code = 'receipt-number-used'
  const onCounty = { bankAccount: county, ...sharesOf(700) }
  add(fund, 'IdentificationDeclined', { identified: first, ...onCounty, code })
  add(fund, 'IdentificationEnded', { receipt, identified: first, ...onCounty, code })
  const identified = add(fund, 'ReceiptIdentified', { ...came, as })
  const gift = { receiptNumber: 'R-3', donor, receivedOn: '2025-06-02', availableAfterFen: 24_200, identified }
  add(fund, 'DonationReceived', { ...gift, ...onCounty })
  add(fund, 'ReceiptIdentified', { ...receive(200).came, as: { kind: 'sent-back', reason: '汇错' } })
}

/** 210 that the treasury pays itself, of which it takes 10 back; merchants are then paid by it. */
export function playPayer(): readonly SampleEvent[] {
  return playSettled(treasury, ({ add }) => {
    const at = { division: '632701', kind: 'treasury' as const }
    add(treasury, 'PayerRegistered', { ...at, name: '国库支付中心' })
    add(office, 'PayerRegistered', { ...at, name: '教育局' })
    const notice = { payer: treasury, noticeNumber: '额-1', grantedOn: '2025-06-01' }
    const grant = add(fund, 'DirectPaymentGranted', { ...notice, ...sharesOf(21_000), availableAfterFen: 21_000 })
    const back = { payer: treasury, grant, reason: '年底收回' }
    add(fund, 'DirectPaymentReduced', { ...back, ...sharesOf(1_000), availableAfterFen: 20_000 })
  })
}
