import { useInfiniteQuery } from '@tanstack/react-query'
import { findingOutcomes } from '@welfare/contracts/finding-outcomes.ts'
import { findingColumns, findingWords } from '@welfare/contracts/words/finding-words.ts'
import { Button, Tag } from 'antd'
import type { ReactNode } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { showInstant } from '../../common/shanghai.ts'
import { sayWord } from '../../common/words.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { Choice, ProgrammeChoice } from './filters.tsx'
import { FindingDrawer } from './finding-drawer.tsx'
import { sayKind } from './finding-kind.ts'
import { downloadsOf, ReportPage } from './report-page.tsx'
import { type Finding, findingsQuery } from './reports.queries.ts'
import { pick, useReportSearch } from './search.ts'
import { StampLine } from './stamp-line.tsx'
import { say } from './words.ts'

/** What deserves a second look, with the events that show it, and what became of it. */
export function FindingsPage(): ReactNode {
  const [search, change] = useReportSearch()
  const query = pick(search, 'kind', 'status', 'outcome', 'programme', 'at')
  const pages = useInfiniteQuery(findingsQuery(query))
  const { data, error, refetch } = pages
  const findings = data?.pages.flatMap((page) => page.findings) ?? []
  const [first] = data?.pages ?? []
  const paths = { xlsx: '/v1/printouts/findings.xlsx', paper: '/v1/printouts/findings.html' }
  const kinds = Object.keys(findingWords) as Finding['kind'][]
  return (
    <ReportPage
      report="findings"
      moment="known"
      downloads={downloadsOf(paths, query)}
      filters={
        <>
          <Choice
            name="kind"
            label={sayWord(findingColumns.kind)}
            options={kinds.map((kind) => ({ value: kind, label: sayKind(kind) }))}
          />
          <Choice
            name="status"
            label={sayWord(findingColumns.status)}
            width={140}
            options={(['open', 'reviewed'] as const).map((value) => ({
              value,
              label: sayWord(findingColumns[value]),
            }))}
          />
          <Choice
            name="outcome"
            label={sayWord(findingColumns.outcome)}
            options={Object.entries(findingOutcomes).map(([value, word]) => ({ value, label: sayWord(word) }))}
          />
          <ProgrammeChoice />
        </>
      }
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {first && (
        <>
          <p>
            {first.counts.map(({ kind, count, open }) => (
              <Tag key={kind}>
                {sayKind(kind)} {say('openOf', { open, count })}
              </Tag>
            ))}
          </p>
          <DataTable
            name="findings"
            rows={findings}
            pages={pages}
            total={first.total}
            rowKey={({ id }) => id}
            empty={say('noFinding')}
            columns={[
              {
                key: 'kind',
                title: sayWord(findingColumns.kind),
                text: ({ kind }) => sayKind(kind),
                render: ({ id, kind }) => (
                  <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => change({ finding: id })}>
                    {sayKind(kind)}
                  </Button>
                ),
                order: ({ kind }) => kind,
              },
              {
                key: 'status',
                title: sayWord(findingColumns.status),
                text: ({ status }) => sayWord(findingColumns[status]),
                order: ({ status }) => status,
              },
              {
                key: 'outcome',
                title: sayWord(findingColumns.outcome),
                text: ({ review }) => (review ? sayWord(findingOutcomes[review.outcome]) : ''),
              },
              {
                key: 'programme',
                title: sayWord(findingColumns.programme),
                text: ({ programmeName }) => programmeName ?? '',
              },
              {
                key: 'merchant',
                title: sayWord(findingColumns.merchant),
                text: ({ merchantName }) => merchantName ?? '',
                order: ({ merchantName }) => merchantName ?? '',
              },
              {
                key: 'count',
                title: sayWord(findingColumns.events),
                text: ({ eventCount }) => String(eventCount),
                order: ({ eventCount }) => eventCount,
                isFigure: true,
              },
              {
                key: 'found',
                title: sayWord(findingColumns.found),
                text: ({ found }) => (found.recordedAt ? showInstant(found.recordedAt) : ''),
                order: ({ found }) => found.sequence,
              },
            ]}
          />
          <StampLine stamp={first} />
        </>
      )}
      {search.finding !== undefined && (
        <FindingDrawer id={search.finding} onClose={() => change({ finding: undefined })} />
      )}
    </ReportPage>
  )
}
