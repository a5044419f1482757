import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { coverageWords } from '@welfare/contracts/words/figure-words.ts'
import { Form, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import type { Column } from '../../common/react/table-columns.ts'
import { sayWord } from '../../common/words.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { DayChart } from './day-chart.tsx'
import { EmployerChoice, ProgrammeChoice } from './filters.tsx'
import { downloadsOf, ReportPage } from './report-page.tsx'
import { type CoverageRow, coverageQuery, mealsByDayQuery } from './reports.queries.ts'
import { pick, readSearch, useReportSearch } from './search.ts'
import { StampLine } from './stamp-line.tsx'
import { say } from './words.ts'

const groups = ['programme', 'window', 'employer', 'division', 'trade'] as const

/** People and sites reached, against the plan, and meals by day. */
export function CoveragePage(): ReactNode {
  const [search, change] = useReportSearch()
  const { unit } = useMoneyUnit()
  const by = groups.find((group) => group === search.by && (group !== 'window' || search.programme)) ?? 'programme'
  const moment = pick(search, 'programme', 'at', 'effective')
  const query = { by, ...moment, ...pick(search, 'employer', 'division') }
  const { data, error, refetch } = useQuery(coverageQuery(query))
  const days = useQuery(mealsByDayQuery(moment))
  const paths = { xlsx: '/v1/printouts/coverage.xlsx', paper: '/v1/printouts/coverage.html' }
  const offered = groups.filter((group) => group !== 'window' || search.programme !== undefined)
  return (
    <ReportPage
      report="coverage"
      downloads={downloadsOf(paths, query)}
      filters={
        <>
          <Form.Item label={say('by')} style={{ margin: 0 }}>
            <Segmented
              aria-label={say('by')}
              value={by}
              options={offered.map((group) => ({ value: group, label: say(group) }))}
              onChange={(chosen) => change({ by: chosen })}
            />
          </Form.Item>
          <ProgrammeChoice />
          <EmployerChoice />
        </>
      }
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <CoverageTables by={by} rows={data.rows} total={{ key: 'total', name: say('total'), ...data.total }} />}
      {search.programme !== undefined && (
        <p>
          <Link to="/desk/reports/gaps" search={readSearch(pick(search, 'programme', 'employer', 'at', 'effective'))}>
            {say('whoIsMissing')}
          </Link>
        </p>
      )}
      {days.data && days.data.days.length > 0 && <DayChart days={days.data.days} unit={unit} />}
      {data && <StampLine stamp={data} />}
    </ReportPage>
  )
}

function CoverageTables({
  rows,
  total,
  by,
}: {
  readonly rows: readonly CoverageRow[]
  readonly total: CoverageRow
  readonly by: (typeof groups)[number]
}): ReactNode {
  const money = useMoney()
  const { people, sites } = coverageWords
  const name: Column<CoverageRow> = {
    key: 'name',
    title: say(by),
    text: (row) => row.name ?? row.key ?? '—',
    width: 220,
  }
  const count = (key: string, title: string, read: (row: CoverageRow) => number): Column<CoverageRow> => ({
    ...{ key, title, width: 110, isFigure: true },
    text: (row) => read(row).toLocaleString('zh-CN'),
    order: read,
  })
  const percentage = (
    key: string,
    title: string,
    read: (row: CoverageRow) => { readonly percentage: string | null },
  ): Column<CoverageRow> => ({
    ...{ key, title, width: 110, isFigure: true },
    text: (row) => read(row).percentage ?? '—',
  })
  const hasPeople = rows.some((row) => row.people.eligible > 0 || row.people.issued > 0)
  const hasSites = rows.some((row) => row.sites.planned > 0)
  return (
    <>
      {hasPeople && (
        <DataTable
          name="coverage-people"
          rows={rows}
          totalRow={total}
          rowKey={({ key }) => key ?? 'none'}
          columns={[
            name,
            count('eligible', sayWord(people.eligible), (row) => row.people.eligible),
            count('amended', sayWord(people.amended), (row) => row.people.amended),
            count('issued', sayWord(people.issued), (row) => row.people.issued),
            count('reached', sayWord(people.reached), (row) => row.people.reached),
            percentage('of-eligible', sayWord(people.reachedOfEligible), (row) => row.people.reachedOfEligible),
            count('visits', sayWord(people.visits), (row) => row.people.visits),
            {
              key: 'issued-fen',
              title: say('issuedInAll'),
              text: (row) => money(row.people.issuedFen),
              isFigure: true,
              width: 150,
            },
            {
              key: 'used-fen',
              title: say('usedInAll'),
              text: (row) => money(row.people.usedFen),
              isFigure: true,
              width: 150,
            },
            percentage('used', sayWord(people.usedOfIssued), (row) => row.people.usedOfIssued),
          ]}
        />
      )}
      {hasSites && (
        <DataTable
          name="coverage-sites"
          rows={rows}
          totalRow={total}
          rowKey={({ key }) => key ?? 'none'}
          columns={[
            name,
            count('planned', sayWord(sites.planned), (row) => row.sites.planned),
            count('delivered', sayWord(sites.delivered), (row) => row.sites.delivered),
            count('short', sayWord(sites.short), (row) => row.sites.short),
            count('late', sayWord(sites.late), (row) => row.sites.late),
            count('never', sayWord(sites.neverVisited), (row) => row.sites.neverVisited),
            count('heads', sayWord(sites.headsPlanned), (row) => row.sites.headsPlanned),
            count('covered', sayWord(sites.headsCovered), (row) => row.sites.headsCovered),
            percentage('of-heads', sayWord(sites.headsCoveredOfPlanned), (row) => row.sites.headsCoveredOfPlanned),
          ]}
        />
      )}
      {!hasPeople && !hasSites && <p>{say('nobodyPlanned')}</p>}
    </>
  )
}
