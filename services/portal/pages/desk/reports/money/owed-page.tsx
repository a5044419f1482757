import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sumFen } from '@welfare/contracts/money.ts'
import { owedWords } from '@welfare/contracts/words/owed-words.ts'
import { Form, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../../common/react/money.tsx'
import { sayWord } from '../../../common/words.ts'
import { Reading } from '../../shell/reading.tsx'
import { MerchantChoice, ProgrammeChoice } from '../filters.tsx'
import { downloadsOf, ReportPage } from '../report-page.tsx'
import { merchantsOwedQuery, type OwedRow } from '../reports.queries.ts'
import { pick, useReportSearch } from '../search.ts'
import { StampLine } from '../stamp-line.tsx'
import { say } from '../words.ts'

const groups = ['both', 'merchant', 'programme'] as const
const figures = [
  'notStatedFen',
  'inStatementsFen',
  'inPaymentsFen',
  'owedFen',
  'claimedFen',
  'disputedFen',
] as const satisfies readonly (keyof OwedRow)[]
type Row = Omit<OwedRow, 'programme' | 'programmeName'> & Partial<Pick<OwedRow, 'programme' | 'programmeName'>>

/** Which shops are still owed money, and how much in all. */
export function OwedPage(): ReactNode {
  const [search, change] = useReportSearch()
  const { unit } = useMoneyUnit()
  const query = pick(search, 'merchant', 'programme', 'at')
  const read = useQuery(merchantsOwedQuery(query))
  const { data } = read
  const by = groups.find((group) => group === search.by) ?? 'both'
  const path = '/v1/printouts/merchants-owed'
  return (
    <ReportPage
      report="owed"
      moment="known"
      downloads={downloadsOf({ xlsx: `${path}.xlsx`, paper: `${path}.html`, csv: `${path}.csv` }, { ...query, unit })}
      filters={
        <>
          <Form.Item label={say('by')} style={{ margin: 0 }}>
            <Segmented
              aria-label={say('by')}
              value={by}
              options={groups.map((value) => ({ value, label: say(`owedBy.${value}`) }))}
              onChange={(value) => change({ by: value })}
            />
          </Form.Item>
          <ProgrammeChoice />
          <MerchantChoice />
        </>
      }
    >
      <Reading of={read} />
      {data && (
        <>
          <p className="hint">{say('owedWhat')}</p>
          <OwedTable
            by={by}
            rows={by === 'both' ? data.rows : by === 'merchant' ? ofMerchants(data.rows) : data.programmes.map(unnamed)}
            total={{ ...data.total, merchant: '', merchantName: say('total') }}
          />
          <StampLine stamp={data} />
        </>
      )}
    </ReportPage>
  )
}

function unnamed<Of extends object>(row: Of): Of & Pick<Row, 'merchant' | 'merchantName'> {
  return { ...row, merchant: '', merchantName: '' }
}

/** What each shop is owed in all its programmes. */
function ofMerchants(rows: readonly OwedRow[]): Row[] {
  const ids = [...new Set(rows.map(({ merchant }) => merchant))]
  return ids.map((merchant) => {
    const of = rows.filter((row) => row.merchant === merchant)
    const sum = (name: (typeof figures)[number]) => sumFen(of.map((row) => row[name]))
    return {
      ...{ merchant, merchantName: of[0]?.merchantName ?? null },
      ...{ notStatedFen: sum('notStatedFen'), inStatementsFen: sum('inStatementsFen') },
      ...{ inPaymentsFen: sum('inPaymentsFen'), owedFen: sum('owedFen') },
      ...{ claimedFen: sum('claimedFen'), disputedFen: sum('disputedFen') },
    }
  })
}

function OwedTable({
  by,
  rows,
  total,
}: {
  readonly by: (typeof groups)[number]
  readonly rows: readonly Row[]
  readonly total: Row
}): ReactNode {
  const money = useMoney()
  const nameOf = ({ merchant, merchantName }: Row) => merchantName ?? merchant
  const isTotal = (row: Row) => row === total
  const programmeOf = (row: Row) =>
    isTotal(row) ? (by === 'programme' ? say('total') : '') : (row.programmeName ?? row.programme ?? '')
  return (
    <DataTable<Row>
      name={say('report.owed')}
      rows={rows}
      totalRow={total}
      rowKey={(row) => (isTotal(row) ? 'total' : `${row.merchant} ${row.programme ?? ''}`)}
      empty={say('owedNone')}
      columns={[
        ...(by === 'programme'
          ? []
          : [
              {
                key: 'merchant',
                title: sayWord(owedWords.merchant),
                text: nameOf,
                order: nameOf,
                render: (row: Row) =>
                  isTotal(row) ? (
                    nameOf(row)
                  ) : (
                    <Link
                      to="/desk/settlement"
                      search={{ merchant: row.merchant, ...(row.programme && { programme: row.programme }) }}
                    >
                      {nameOf(row)}
                    </Link>
                  ),
              },
            ]),
        ...(by === 'merchant'
          ? []
          : [{ key: 'programme', title: say('programme'), text: programmeOf, order: programmeOf }]),
        ...figures.map((name) => ({
          key: name,
          title: sayWord(owedWords[name]),
          text: (row: Row) => money(row[name]),
          order: (row: Row) => row[name],
          ...{ isFigure: true, isMoney: true },
        })),
      ]}
    />
  )
}
