import { divisionHolds } from '@welfare/contracts/divisions.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import type { Book, BookEntry, BookLeg } from './book-entry.ts'
import type { CashFacts } from './cash-facts.ts'
import type { BookDirectory } from './directory.queries.ts'

/** What is passed down to the account of a union below, and what came from one above; elsewhere other expense and income. */
const passedOn = { down: '506', elsewhere: '508' } as const
const received = { down: '403', elsewhere: '408' } as const
/** What lay on no account before, as a balance that was brought in. */
const BROUGHT_IN = '331'

/**
 * The books of one union alone, of the legs on its accounts and of what other payers pay of its funds: what came and went, each with its other side. Cost counts when it is paid. Money that is
 * sent to another union's account is this one's expense on the day of sending, and that one's income on the day of arrival; between its own accounts it is in
 * transit. In the books of the whole there is neither.
 */
export function bookOfUnion(book: Book, union: string): Book {
  return { ...book, entries: entriesOf(book, union) }
}

async function* entriesOf({ entries, directory }: Book, union: string): AsyncIterable<BookEntry> {
  for await (const { sequence, legs } of entries) {
    const own = legs.flatMap((leg) => {
      return divisionPaying(leg, directory) === union ? [leg, otherSide(leg, directory, union)] : []
    })
    if (own.length > 0) yield { sequence, legs: inOrder(own), outside: [] }
  }
}

/** Whose account it is; of what another payer pays, whose fund. */
function divisionPaying(
  { account, bankAccount, fund }: BookLeg,
  { bankAccounts, funds }: BookDirectory,
): string | undefined {
  if (account === 'quota') return funds.get(fund ?? '')?.division
  return bankAccount === null ? undefined : bankAccounts.get(bankAccount)?.division
}

function otherSide(leg: BookLeg, directory: BookDirectory, union: string): BookLeg {
  const facts = directory.cashFacts.get(leg.sequence)
  const amount = subtractFen(0, leg.amount)
  const { programme = null, merchant = null } = facts ?? {}
  return {
    ...leg,
    bankAccount: null,
    payer: null,
    purchase: null,
    programme,
    merchant,
    amount,
    ...sideOf(leg, facts, directory, union),
  }
}

const inSuspense: readonly string[] = [
  ...['UnidentifiedReceived', 'UnidentifiedReversed', 'ReceiptIdentified', 'IdentificationEnded'],
]
const ofCharges: readonly string[] = ['BankChargePaid', 'BankChargeReversed']

function sideOf(
  { eventType }: BookLeg,
  facts: CashFacts | undefined,
  { bankAccounts }: BookDirectory,
  union: string,
): Pick<BookLeg, 'account' | 'subject'> {
  if (eventType === 'BankBalanceAssigned') return { account: 'carried', subject: BROUGHT_IN }
  if (inSuspense.includes(eventType)) return { account: 'suspense' }
  if (facts?.to === undefined || facts.from === undefined)
    return { account: facts?.programme === undefined && !ofCharges.includes(eventType) ? 'donated' : 'cost' }
  const [from = '', to = ''] = [facts.from, facts.to].map((id) => bankAccounts.get(id)?.division)
  if (from === to) return { account: 'transit' }
  const way = divisionHolds(from, to) ? 'down' : 'elsewhere'
  return { account: 'transit', subject: union === from ? passedOn[way] : received[way] }
}

function inOrder(legs: readonly BookLeg[]): BookLeg[] {
  return legs.map((leg, ordinal) => ({ ...leg, ordinal }))
}
