import { type FindingOutcome, findingOutcomes } from '@welfare/contracts/finding-outcomes.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { findingColumns, findingWords } from '@welfare/contracts/words/finding-words.ts'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import { chineseReason } from '@welfare/contracts/words/reason-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { BookDirectory } from '../exports/directory.queries.ts'
import { summaryOf } from '../exports/event-words.ts'
import { bookNames } from '../exports/journal-table.ts'
import type { WholeJournalQuery } from '../journal/journal.contract.ts'

type Leg = Pick<WholeJournalQuery, 'account' | 'book' | 'side'>

interface Filters extends Partial<Leg> {
  readonly programme?: string | undefined
  readonly fund?: string | undefined
  readonly funder?: string | undefined
  readonly merchant?: string | undefined
  readonly bankAccount?: string | undefined
  readonly payer?: string | undefined
  /** A window of people, a round of sites. */
  readonly window?: string | undefined
  readonly employer?: string | undefined
  readonly site?: string | undefined
  readonly division?: string | undefined
  readonly ownDivision?: string | undefined
  readonly reason?: string | undefined
  readonly endsWithin?: number | undefined
  readonly eventType?: string | undefined
  readonly batch?: string | undefined
  readonly fromSequence?: number | undefined
  readonly findingKind?: keyof typeof findingWords | undefined
  readonly status?: 'open' | 'reviewed' | undefined
  readonly outcome?: FindingOutcome | undefined
}

/** What a printout is about, a line each: whatever it leaves out is said in its heading. */
export function filterLines(filters: Filters, directory: BookDirectory): string[] {
  const { programme, fund, funder, merchant, window, employer, site, division, ownDivision, reason } = filters
  const { programmes, funds, merchants, bankAccounts, payers, employers, sites, rounds, windows } = directory
  const lines: readonly Line[] = [
    ['', merchant, merchant && merchants.get(merchant)?.name],
    ['', programme, programme && programmes.get(programme)?.name],
    ['专项资金：', fund, fund && funds.get(fund)?.name],
    ['银行账户：', filters.bankAccount, filters.bankAccount && bankAccounts.get(filters.bankAccount)?.name],
    ['付款单位：', filters.payer, filters.payer && payers.get(filters.payer)?.name],
    ['资金来源：', funder, funder],
    window?.startsWith('round-')
      ? ['核定名单：', window, rounds.get(window)?.name]
      : ['使用期：', window, windows.get(`${programme}/${window}`)?.name],
    ['用人单位：', employer, employer && employers.get(employer)?.name],
    ['点位：', site, site && sites.get(site)?.name],
    ['行政区划：', division, division && `${printedDivision(division)}（含所属）`],
    ['行政区划：', ownDivision, ownDivision && printedDivision(ownDivision)],
    ['原因：', reason, reason && chineseReason(reason)],
    ...linesOfLegs(filters),
    ...linesOfFindings(filters),
  ]
  const { endsWithin } = filters
  return [
    ...lines.flatMap(([label, asked, name]) => (asked === undefined ? [] : [`${label}${name ?? asked}`])),
    ...(endsWithin === undefined ? [] : [`仍有额度、使用期在${endsWithin}日内结束的职工`]),
  ]
}

type Line = readonly [label: string, asked: string | undefined, name: string | undefined]

function linesOfLegs({ account, book, side, eventType, batch, fromSequence }: Filters): Line[] {
  return [
    ['账户：', account, account && accountWords[account].chinese],
    ['账簿：', book, book && bookNames[book]],
    ['方向：', side, side && journalWords[side].chinese],
    ['摘要：', eventType, eventType && summaryOf(eventType)],
    ['批次：', batch, undefined],
    ['自序号：', fromSequence?.toString(), undefined],
  ]
}

function linesOfFindings({ findingKind, status, outcome }: Filters): Line[] {
  return [
    [`${findingColumns.kind.chinese}：`, findingKind, findingKind && findingWords[findingKind]],
    [`${findingColumns.status.chinese}：`, status, status && findingColumns[status].chinese],
    [`${findingColumns.outcome.chinese}：`, outcome, outcome && findingOutcomes[outcome].chinese],
  ]
}
