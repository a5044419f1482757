import { addFen } from '@welfare/contracts/money.ts'
import { type AccountNames, type BookAccount, createAccountNames } from './book-accounts.ts'
import type { Book, BookEntry } from './book-entry.ts'
import { isUndecided } from './chart.ts'

/** What an account of the file holds of one commodity. */
export interface ClosingBalance {
  readonly account: BookAccount
  readonly commodity: string
  readonly balance: number
}

/** How one program wants its books written. Every part ends with a line break. */
export interface PlainTextForm {
  /** Begins every comment. */
  readonly comment: string
  readonly preamble: string
  declareGoods(commodity: string, symbol: string): string
  declareAccount(account: BookAccount): string
  transaction(entry: BookEntry, names: AccountNames): string
  /** What each account must hold after the last day: the file's own check that nothing of it is missing. */
  closing(lastDay: string, balances: readonly ClosingBalance[], names: AccountNames): string
}

/**
 * The journal as text: a transaction for each event in the order of the ledger, accounts and goods declared where they first appear. The first
 * lines say what it reflects and the root hash that proves it, the last ones of which funds it is not said yet whose money
 * they are, and how many events have legs.
 */
export async function* writePlainText(book: Book, form: PlainTextForm): AsyncIterable<string> {
  const names = createAccountNames(book.directory)
  const seen = createDeclarations(names, form)
  yield `${headLines(book)
    .map((line) => `${form.comment} ${line}\n`)
    .join('')}\n${form.preamble}\n`
  let entries = 0
  let lastDay = ''
  const undecided = new Set<string>()
  for await (const entry of book.entries) {
    entries += 1
    for (const { fund } of entry.legs.filter((leg) => isUndecided(leg, book.directory))) undecided.add(String(fund))
    const day = entry.legs[0]?.accountingDate ?? ''
    if (day > lastDay) lastDay = day
    yield `${seen.declare(entry)}${form.transaction(entry, names)}\n`
  }
  if (entries > 0) yield `${form.closing(lastDay, seen.balances(), names)}\n`
  for (const fund of undecided)
    yield `${form.comment} to be decided whose money it is: ${fund} ${book.directory.funds.get(fund)?.name ?? ''}\n`
  yield `${form.comment} ${entries} events with legs\n`
}

function headLines({ stamp }: Book): string[] {
  const { ledger, epoch, sequence, recordedAt, postingRulesVersion, treeSize, rootHash } = stamp
  return [
    `ledger: ${ledger}`,
    `epoch: ${epoch}`,
    `sequence: ${sequence}`,
    `recorded at: ${recordedAt ?? 'nothing is recorded'}`,
    `posting rules: ${postingRulesVersion}`,
    ...(treeSize === undefined ? [] : [`tree size: ${treeSize}`]),
    ...(rootHash === undefined ? [] : [`root hash: ${rootHash}`]),
  ]
}

function createDeclarations(names: AccountNames, form: PlainTextForm) {
  const declared = new Set<string>()
  const balances = new Map<string, ClosingBalance>()

  function once(name: string, declaration: () => string): string {
    if (declared.has(name)) return ''
    declared.add(name)
    return declaration()
  }

  function move(account: BookAccount, commodity: string, amount: number): string {
    const key = `${account.hledger} ${commodity}`
    const balance = addFen(balances.get(key)?.balance ?? 0, amount)
    balances.set(key, { account, commodity, balance })
    const goods =
      commodity === 'CNY' ? '' : once(commodity, () => form.declareGoods(commodity, names.symbolOf(commodity)))
    return goods + once(account.hledger, () => form.declareAccount(account))
  }

  return {
    declare: ({ legs, outside }: BookEntry): string =>
      [
        ...legs.map((leg) => move(names.accountOf(leg), leg.commodity, leg.amount)),
        ...outside.map(({ commodity, amount }) => move(names.outside, commodity, amount)),
      ].join(''),
    balances: () => [...balances.values()],
  }
}
