import { useQuery } from '@tanstack/react-query'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import type { Column } from '../../common/react/table-columns.ts'
import type { MorePages } from '../../common/react/table-pages.ts'
import { sayWord } from '../../common/words.ts'
import { useBankAccountName } from '../bank-accounts/bank.queries.ts'
import { usePayerName } from '../bank-accounts/payers/payers.queries.ts'
import { sayActor } from '../parts/actors.ts'
import { useNames } from '../parts/directory.queries.ts'
import { sayEventType } from '../parts/event-types.ts'
import { fundNamesQuery } from './filters.tsx'
import type { JournalLeg } from './reports.queries.ts'
import { say } from './words.ts'

/** Legs of postings, each with its document, and a button that opens its event. */
export function LegsTable({
  legs,
  name,
  pages,
  onOpen,
}: {
  readonly legs: readonly JournalLeg[]
  readonly name: string
  readonly pages: MorePages
  readonly onOpen: (leg: JournalLeg) => void
}): ReactNode {
  const money = useMoney()
  const nameOf = useNames(legs.flatMap(({ merchant }) => merchant ?? []))
  const isOnAccounts = legs.some(({ bankAccount }) => bankAccount !== null)
  const isByPayers = legs.some(({ payer }) => payer !== null)
  const payerOf = usePayerName({ isAsked: isByPayers })
  const accountOf = useBankAccountName({ isAsked: isOnAccounts })
  const { data: funds = [] } = useQuery(fundNamesQuery)
  const fundName = (id: string | null) => funds.find((fund) => fund.id === id)?.name ?? id ?? ''
  const amount = ({ commodity, amount: moved }: JournalLeg) =>
    commodity === 'CNY' ? money(Math.abs(moved)) : say('piecesOf', { count: Math.abs(moved).toLocaleString('zh-CN') })
  const columns: readonly Column<JournalLeg>[] = [
    {
      key: 'sequence',
      title: sayWord(journalWords.sequence),
      text: (leg) => String(leg.sequence),
      isFigure: true,
      width: 80,
    },
    {
      key: 'day',
      title: sayWord(journalWords.accountingDate),
      text: (leg) => leg.accountingDate,
      order: (leg) => leg.accountingDate,
      width: 110,
    },
    {
      key: 'document',
      title: sayWord(journalWords.document),
      text: (leg) => leg.document,
      render: (leg) => (
        <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => onOpen(leg)}>
          {leg.document}
        </Button>
      ),
      width: 180,
    },
    { key: 'summary', title: sayWord(journalWords.summary), text: (leg) => sayEventType(leg.eventType), width: 140 },
    { key: 'book', title: sayWord(journalWords.book), text: (leg) => say(`book.${leg.book}`), width: 90 },
    {
      key: 'account',
      title: sayWord(journalWords.account),
      text: (leg) => sayWord(accountWords[leg.account]),
      width: 120,
    },
    {
      key: 'debit',
      title: sayWord(journalWords.debit),
      text: (leg) => (leg.amount > 0 ? amount(leg) : ''),
      order: (leg) => leg.amount,
      isFigure: true,
      isMoney: true,
      width: 120,
    },
    {
      key: 'credit',
      title: sayWord(journalWords.credit),
      text: (leg) => (leg.amount < 0 ? amount(leg) : ''),
      order: (leg) => -leg.amount,
      isFigure: true,
      isMoney: true,
      width: 120,
    },
    { key: 'fund', title: sayWord(journalWords.fund), text: (leg) => fundName(leg.fund), width: 180 },
    {
      key: 'programme',
      title: sayWord(journalWords.programme),
      text: (leg) => (leg.programme ? nameOf(leg.programme) : ''),
      width: 180,
    },
    {
      key: 'merchant',
      title: sayWord(journalWords.merchant),
      text: (leg) => (leg.merchant ? nameOf(leg.merchant) : ''),
      width: 160,
    },
    ...(isOnAccounts
      ? [
          {
            key: 'bankAccount',
            title: sayWord(journalWords.bankAccount),
            text: (leg: JournalLeg) => (leg.bankAccount ? accountOf(leg.bankAccount) : ''),
            width: 180,
          },
        ]
      : []),
    ...(isByPayers
      ? [
          {
            key: 'payer',
            title: sayWord(journalWords.payer),
            text: (leg: JournalLeg) => (leg.payer ? payerOf(leg.payer) : ''),
            width: 160,
          },
        ]
      : []),
    { key: 'maker', title: sayWord(journalWords.maker), text: (leg) => sayActor(leg.maker), width: 150 },
    {
      key: 'checker',
      title: sayWord(journalWords.checker),
      text: (leg) => sayActor(leg.checker),
      width: 150,
    },
    { key: 'paper', title: sayWord(journalWords.receiptNumber), text: (leg) => leg.receiptNumber ?? '', width: 140 },
  ]
  return (
    <DataTable
      name={name}
      columns={columns}
      rows={legs}
      pages={pages}
      rowKey={(leg) => `${leg.sequence}.${leg.ordinal}`}
    />
  )
}
