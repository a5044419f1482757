import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { bracketed } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { showInstant } from '../../common/shanghai.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { Choice, EmployerChoice, ProgrammeChoice } from './filters.tsx'
import { sayReason } from './reasons.ts'
import { downloadsOf, ReportPage } from './report-page.tsx'
import { type Gap, gapsQuery } from './reports.queries.ts'
import { pick, useReportSearch } from './search.ts'
import { StampLine } from './stamp-line.tsx'
import { say } from './words.ts'

/** Who and which site is still missing, and why. */
export function GapsPage(): ReactNode {
  const [search] = useReportSearch()
  const query = pick(search, 'programme', 'employer', 'window', 'reason', 'division', 'at', 'effective')
  const paths = { xlsx: '/v1/printouts/gaps.xlsx', paper: '/v1/printouts/gaps.html' }
  return (
    <ReportPage
      report="gaps"
      downloads={query.programme === undefined ? [] : downloadsOf(paths, query)}
      filters={
        <>
          <ProgrammeChoice />
          <EmployerChoice />
        </>
      }
    >
      {query.programme === undefined ? (
        <Alert type="info" showIcon title={say('chooseProgramme')} />
      ) : (
        <Gaps query={query} />
      )}
    </ReportPage>
  )
}

function Gaps({ query }: { readonly query: Parameters<typeof gapsQuery>[0] }): ReactNode {
  const pages = useInfiniteQuery(gapsQuery(query))
  const { data, error, refetch } = pages
  const [first] = data?.pages ?? []
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!first) return <Loading />
  const reasons = first.counts.map(({ reason, count }) => ({
    value: reason,
    label: bracketed(sayReason(reason), count),
  }))
  const gaps = data?.pages.flatMap((page) => page.gaps) ?? []
  return (
    <>
      <Choice name="reason" label={say('reason')} options={reasons} />
      <DataTable
        name="gaps"
        rows={gaps}
        pages={pages}
        total={first.total}
        rowKey={keyOf}
        empty={say('noGap')}
        columns={[
          { key: 'who', title: say('who'), text: whoOf, width: 260 },
          {
            key: 'window',
            title: say('window'),
            text: (gap) => gap.windowName ?? gap.window,
            order: (gap) => gap.window,
          },
          { key: 'reason', title: say('reason'), text: (gap) => sayReason(gap.reason), order: (gap) => gap.reason },
          {
            key: 'employer',
            title: say('employer'),
            text: (gap) => gap.employerName ?? '',
            order: (gap) => gap.employerName ?? '',
          },
          { key: 'trade', title: say('trade'), text: (gap) => gap.trade ?? '' },
          {
            key: 'since',
            title: say('since'),
            text: ({ since }) => (since.recordedAt ? showInstant(since.recordedAt) : ''),
          },
        ]}
      />
      <StampLine stamp={first} />
    </>
  )
}

/** A worker is an id here: names are the registry's to tell, and each time it is recorded. */
function whoOf(gap: Gap): string {
  return gap.kind === 'people' ? gap.worker : (gap.siteName ?? gap.site)
}

function keyOf(gap: Gap): string {
  return `${gap.kind === 'people' ? gap.worker : gap.site} ${gap.window} ${gap.reason}`
}
