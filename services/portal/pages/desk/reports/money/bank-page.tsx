import { useQuery } from '@tanstack/react-query'
import { bankWords } from '@welfare/contracts/words/bank-words.ts'
import { Typography } from 'antd'
import type { ReactNode } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../../common/react/money.tsx'
import { sayWord } from '../../../common/words.ts'
import { useDivisionName } from '../../parts/divisions.queries.ts'
import { Reading } from '../../shell/reading.tsx'
import { FundChoice } from '../filters.tsx'
import { downloadsOf, ReportPage } from '../report-page.tsx'
import { type BankBalances, bankBalancesQuery } from '../reports.queries.ts'
import { pick, useReportSearch } from '../search.ts'
import { StampLine } from '../stamp-line.tsx'
import { say } from '../words.ts'

type Account = BankBalances['accounts'][number]
type Amounts = Pick<Account, keyof typeof bankWords.amounts>
interface Row extends Amounts {
  readonly key: string
  readonly account: string
  readonly division: string
  readonly fund: string
}
const figures = Object.keys(bankWords.amounts) as (keyof Amounts)[]

/** Where the money lies, on any day: each fund on each account, with the total; and what is on its way. */
export function BankPage(): ReactNode {
  const [search] = useReportSearch()
  const { unit } = useMoneyUnit()
  const query = pick(search, 'fund', 'at', 'effective')
  const read = useQuery(bankBalancesQuery(query))
  const { data } = read
  const path = '/v1/printouts/bank-balances'
  return (
    <ReportPage
      report="bank"
      downloads={downloadsOf({ xlsx: `${path}.xlsx`, paper: `${path}.html`, csv: `${path}.csv` }, { ...query, unit })}
      filters={<FundChoice />}
    >
      <Reading of={read} />
      {data && (
        <>
          <Balances answer={data} />
          <Typography.Title level={2}>{sayWord(bankWords.inTransit)}</Typography.Title>
          <InTransit answer={data} />
          <StampLine stamp={data} />
        </>
      )}
    </ReportPage>
  )
}

function Balances({ answer: { accounts, total } }: { readonly answer: BankBalances }): ReactNode {
  const money = useMoney()
  const divisionOf = useDivisionName(accounts.flatMap(({ division }) => division ?? []))
  const rows = accounts.flatMap(({ bankAccount, name, bank, lastDigits, division, funds }): Row[] =>
    funds.map(({ fund, fundName, ...amounts }) => ({
      ...amounts,
      key: `${bankAccount} ${fund}`,
      account: name === null ? sayWord(bankWords.notAssigned) : `${name} ${bank} ${lastDigits}`,
      division: division === null ? '' : divisionOf(division),
      fund: fundName ?? fund,
    })),
  )
  const texts = [
    ['account', sayWord(bankWords.bankAccount)],
    ['division', sayWord(bankWords.division)],
    ['fund', say('fund')],
  ] as const
  return (
    <DataTable<Row>
      name={say('report.bank')}
      rows={rows}
      totalRow={{ ...total, key: 'total', account: say('total'), division: '', fund: '' }}
      rowKey={({ key }) => key}
      columns={[
        ...texts.map(([key, title]) => ({ key, title, text: (row: Row) => row[key], order: (row: Row) => row[key] })),
        ...figures.map((name) => ({
          key: name,
          title: sayWord(bankWords.amounts[name]),
          text: (row: Row) => money(row[name]),
          order: (row: Row) => row[name],
          ...{ isFigure: true, isMoney: true },
        })),
      ]}
    />
  )
}

type Transit = BankBalances['inTransit'][number]

function InTransit({ answer: { inTransit, total } }: { readonly answer: BankBalances }): ReactNode {
  const money = useMoney()
  const nameOf = ({ fund, fundName }: Transit) => fundName ?? fund
  return (
    <DataTable<Transit>
      name={sayWord(bankWords.inTransit)}
      rows={inTransit}
      totalRow={{ fund: 'total', fundName: say('total'), transitFen: total.transitFen }}
      rowKey={({ fund }) => fund}
      columns={[
        { key: 'fund', title: say('fund'), text: nameOf, order: nameOf },
        {
          ...{ key: 'amount', title: sayWord(bankWords.inTransit), isFigure: true, isMoney: true },
          text: ({ transitFen }) => money(transitFen),
          order: ({ transitFen }) => transitFen,
        },
      ]}
    />
  )
}
