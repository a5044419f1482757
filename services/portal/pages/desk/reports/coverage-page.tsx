import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Form, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { TOTAL } from './coverage-figures.ts'
import { CoverageTables } from './coverage-tables.tsx'
import { DayChart } from './day-chart.tsx'
import { OpenFigures } from './figure.tsx'
import { EmployerChoice, ProgrammeChoice, SiteChoice, useHasSites } from './filters.tsx'
import { downloadsOf, ReportPage } from './report-page.tsx'
import { coverageQuery, mealsByDayQuery } from './reports.queries.ts'
import { pick, readSearch, useReportSearch } from './search.ts'
import { StampLine } from './stamp-line.tsx'
import { say } from './words.ts'

const groups = ['programme', 'window', 'employer', 'site', 'division', 'trade'] as const

/** People and sites reached, against the plan, and meals by day. */
export function CoveragePage(): ReactNode {
  const [search, change] = useReportSearch()
  const { unit } = useMoneyUnit()
  const hasSites = useHasSites()
  const offered = groups.filter((group) =>
    group === 'window' ? search.programme !== undefined : group !== 'site' || hasSites,
  )
  const by = offered.find((group) => group === search.by) ?? 'programme'
  const moment = pick(search, 'programme', 'at', 'effective')
  const query = { by, ...moment, ...pick(search, 'employer', 'site', 'division') }
  const { data, error, refetch } = useQuery(coverageQuery(query))
  const days = useQuery(mealsByDayQuery(moment))
  const paths = { xlsx: '/v1/printouts/coverage.xlsx', paper: '/v1/printouts/coverage.html' }
  return (
    <ReportPage
      report="coverage"
      downloads={downloadsOf(paths, { ...query, unit })}
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
          <SiteChoice />
        </>
      }
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <OpenFigures>
          <CoverageTables
            group={say(by)}
            query={query}
            rows={data.rows}
            total={{ key: TOTAL, name: say('total'), ...data.total }}
          />
        </OpenFigures>
      )}
      {search.programme !== undefined && (
        <p>
          <Link
            to="/desk/reports/gaps"
            search={readSearch(pick(search, 'programme', 'employer', 'site', 'at', 'effective'))}
          >
            {say('whoIsMissing')}
          </Link>
        </p>
      )}
      {days.data && days.data.days.length > 0 && <DayChart days={days.data.days} unit={unit} />}
      {data && <StampLine stamp={data} />}
    </ReportPage>
  )
}
