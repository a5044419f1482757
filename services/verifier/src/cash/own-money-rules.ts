import type { PostedEvent } from '../books.ts'
import { textIn } from '../json.ts'
import { partOf } from '../settlement/settled-things.ts'
import { type CashRule, type CashThings, fenOf, keyOf } from './cash-things.ts'

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
  *IncomeReceived(posted, things) {
    yield* ofOwnMoney(posted, things)
    keepEntry(posted, things)
  },
  *BankChargePaid(posted, things) {
    yield* ofOwnMoney(posted, things)
    keepEntry(posted, things)
  },
  IncomeReversed: takeEntryBack,
  BankChargeReversed: takeEntryBack,
}

const enteredBy: Readonly<Record<string, string>> = {
  IncomeReversed: 'IncomeReceived',
  BankChargeReversed: 'BankChargePaid',
  UnidentifiedReversed: 'UnidentifiedReceived',
}

export function keepEntry(posted: PostedEvent, { entries }: CashThings): void {
  const { event } = posted
  const entry = { type: event.type, bankAccount: textIn(event.data, 'bankAccount'), fen: fenOf(posted) }
  entries.set(partOf(event), { ...entry, fund: event.stream, isTakenBack: false })
}

/** All of it, once, where it was entered, and of the same kind. */
export function* takeEntryBack(posted: PostedEvent, { entries }: CashThings): Iterable<string> {
  const { event } = posted
  const wrong = entries.get(textIn(event.data, 'corrects'))
  if (wrong?.fund !== event.stream || wrong.type !== enteredBy[event.type]) {
    yield 'no such entry is called so'
    return
  }
  if (wrong.isTakenBack) yield 'it was taken back before'
  if (fenOf(posted) !== wrong.fen || event.data.bankAccount !== wrong.bankAccount)
    yield `${fenOf(posted)} on ${event.data.bankAccount} are taken back, ${wrong.fen} were entered on ${wrong.bankAccount}`
  wrong.isTakenBack = true
}
