import { textIn } from '../json.ts'
import { type CashRule, keyOf } from './cash-things.ts'

/** An account may have had another own-money fund when it was asked: facts follow. */
export const ofOwnMoney: CashRule = function* ({ event: { stream, data } }, { ownMoney }) {
  const bankAccount = textIn(data, 'bankAccount')
  if (!ownMoney.has(keyOf(bankAccount, stream))) yield `its fund was never the own money on ${bankAccount}`
}

/** What a bank itself puts on an account, and takes. */
export const ownMoneyRules: Readonly<Record<string, CashRule>> = {
  *BankAccountOwnFundSet({ event: { stream, data } }, { bankAccounts, ownMoney }) {
    if (!bankAccounts.has(stream)) yield 'it was not opened'
    ownMoney.add(keyOf(stream, textIn(data, 'fund')))
  },
  IncomeReceived: ofOwnMoney,
  BankChargePaid: ofOwnMoney,
}
