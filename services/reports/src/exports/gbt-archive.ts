import { divisionHolds, divisionPrefix } from '@welfare/contracts/divisions.ts'
import { moneyWords } from '@welfare/contracts/words/money-words.ts'
import { documentKindCodes, documentKinds } from '../journal/document-kinds.ts'
import type { Book } from './book-entry.ts'
import { gbtDocument } from './gbt-document.ts'
import { gbtEdition, xmlRow } from './gbt-edition.ts'
import { voucherOf } from './gbt-entries.ts'

const { archive: tables } = gbtEdition

/**
 * The public archive (公共档案) of one year: the ledger itself, periods, kinds of voucher, and whom its vouchers name. Employees are accounts, never
 * people's names; donors are the organisations; a person who gave is found by the number of the receipt.
 */
export function writeGbtArchive(book: Book, year: number): AsyncIterable<string> {
  return gbtDocument(book, 'archive', parts())

  async function* parts(): AsyncIterable<string> {
    const { directory, stamp } = book
    const named = await namedIn(book, year)
    yield xmlRow(tables.book, {
      number: stamp.ledger,
      name: '职工福利分配账',
      unit: [...directory.unions.values()][0]?.name ?? null,
      organisationCode: null,
      unitKind: '工会',
      industry: null,
      developer: 'welfare-ledger',
      version: stamp.postingRulesVersion,
      currency: 'CNY',
      year,
      standard: gbtEdition.edition,
    })
    for (let period = 1; period <= 12; period += 1)
      yield xmlRow(tables.period, { year, period, ...daysOfMonth(year, period) })
    for (const code of documentKindCodes) {
      const { chinese } = documentKinds[code]
      yield xmlRow(tables.voucherType, { key: code, name: `${chinese}字凭证`, short: chinese })
    }
    yield xmlRow(tables.currency, { key: 'CNY', name: '人民币' })
    for (const { name, division } of directory.unions.values())
      yield xmlRow(tables.department, { key: division, name, parent: parentDivision(division, directory) })
    for (const account of [...named.accounts].sort()) yield xmlRow(tables.employee, { key: account, name: account })
    for (const [code, { name, division }] of directory.merchants)
      yield xmlRow(tables.supplier, { key: code, name, division })
    for (const donor of [...named.donors].sort()) yield xmlRow(tables.customer, { key: donor, name: donor })
    yield xmlRow(tables.itemKind, { key: 'fund', name: moneyWords.fund.chinese, description: '捐赠方限定用途的资金' })
    yield xmlRow(tables.itemKind, { key: 'programme', name: '项目', description: '福利项目' })
    for (const [code, { name, division }] of directory.funds)
      yield xmlRow(tables.item, { kind: 'fund', key: code, name, division })
    for (const [code, { name, division }] of directory.programmes)
      yield xmlRow(tables.item, { kind: 'programme', key: code, name, division })
  }
}

/** Accounts and donors that the vouchers of the year, and the openings, name. */
async function namedIn(book: Book, year: number): Promise<{ accounts: Set<string>; donors: Set<string> }> {
  const accounts = new Set<string>()
  const donors = new Set<string>()
  for await (const entry of book.entries) {
    const voucher = voucherOf(entry, book)
    if (!voucher || voucher.head.accountingDate.slice(0, 4) > String(year)) continue
    const { maker, checker, poster } = voucher.head
    for (const account of [maker, checker, poster]) if (account !== null) accounts.add(account)
    for (const { donor } of voucher.lines) if (donor !== null) donors.add(donor)
  }
  return { accounts, donors }
}

/** The division of the nearest union above. */
function parentDivision(division: string, { unions }: Book['directory']): string | null {
  const above = [...unions.values()]
    .map((union) => union.division)
    .filter((code) => code !== division && divisionHolds(code, division))
  return above.sort((a, b) => divisionPrefix(b).length - divisionPrefix(a).length)[0] ?? null
}

/** First and last day of a month. */
function daysOfMonth(year: number, month: number): { readonly from: string; readonly until: string } {
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  return { from: first.toString(), until: first.with({ day: first.daysInMonth }).toString() }
}
