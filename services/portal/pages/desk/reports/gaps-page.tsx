import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { gapWords, groupWords } from '@welfare/contracts/words/figure-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { bracketed, mark } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useSession } from '../../common/react/session.tsx'
import type { Column } from '../../common/react/table-columns.ts'
import { sayDay, showInstant } from '../../common/shanghai.ts'
import { sayWord } from '../../common/words.ts'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { personMenu } from '../person/person.routes.ts'
import { Reading } from '../shell/reading.tsx'
import { Choice, EmployerChoice, ProgrammeChoice, SiteChoice } from './filters.tsx'
import { sayReason } from './reasons.ts'
import { downloadsOf, ReportPage } from './report-page.tsx'
import { type Gap, gapsQuery } from './reports.queries.ts'
import { pick, useReportSearch } from './search.ts'
import { StampLine } from './stamp-line.tsx'
import { say } from './words.ts'

/** Who and which site is still missing, and why. */
export function GapsPage(): ReactNode {
  const [search] = useReportSearch()
  const query = pick(search, 'programme', 'employer', 'site', 'window', 'reason', 'division', 'at', 'effective')
  const paths = { xlsx: '/v1/printouts/gaps.xlsx', paper: '/v1/printouts/gaps.html' }
  return (
    <ReportPage
      report="gaps"
      downloads={query.programme === undefined ? [] : downloadsOf(paths, query)}
      filters={
        <>
          <ProgrammeChoice />
          <EmployerChoice />
          <SiteChoice />
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
  const { role } = useSession()
  const pages = useInfiniteQuery(gapsQuery(query))
  const { data } = pages
  const gaps = data?.pages.flatMap((page) => page.gaps) ?? []
  const divisionName = useDivisionName(gaps.flatMap(({ division }) => division ?? []))
  const mayOpen = personMenu.some(({ roles }) => roles.includes(role))
  const [first] = data?.pages ?? []
  if (!first) return <Reading of={pages} />
  const reasons = first.counts.map(({ reason, count }) => ({
    value: reason,
    label: bracketed(sayReason(reason), count),
  }))
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
        columns={first.kind === 'people' ? peopleColumns(mayOpen, divisionName) : siteColumns(divisionName)}
      />
      <StampLine stamp={first} />
    </>
  )
}

type SayDivision = (code: string) => string

const shared = (divisionName: SayDivision) => {
  const { reason } = gapWords
  return {
    window: (title: Heading): Column<Gap> => ({
      ...{ key: 'window', title: sayWord(title), width: 160 },
      text: (gap) => gap.windowName ?? gap.window,
      order: (gap) => gap.window,
    }),
    reason: {
      ...{ key: 'reason', title: sayWord(reason), width: 160 },
      text: sayWhy,
      order: (gap: Gap) => gap.reason,
    },
    employer: {
      ...{ key: 'employer', title: sayWord(groupWords.employer), width: 200 },
      text: (gap: Gap) => gap.employerName ?? gap.employer ?? '',
      order: (gap: Gap) => gap.employerName ?? '',
    },
    division: {
      ...{ key: 'division', title: sayWord(groupWords.division), width: 160 },
      text: ({ division }: Gap) => (division === null ? '' : divisionName(division)),
      order: ({ division }: Gap) => division ?? '',
    },
  }
}

function peopleColumns(mayOpen: boolean, divisionName: SayDivision): Column<Gap>[] {
  const { window, reason, employer, division } = shared(divisionName)
  const whoOf = (gap: Gap) => (gap.kind === 'people' ? gap.worker : '')
  return [
    {
      ...{ key: 'who', title: sayWord(gapWords.worker), text: whoOf, width: 260 },
      ...(mayOpen && {
        render: (gap: Gap) => (
          <Link to="/desk/person/$worker" params={{ worker: whoOf(gap) }}>
            {say('openPerson', { end: whoOf(gap).slice(-8) })}
          </Link>
        ),
      }),
    },
    window(groupWords.window),
    reason,
    employer,
    division,
    { key: 'trade', title: sayWord(groupWords.trade), text: (gap) => gap.trade ?? '', width: 120 },
    {
      ...{ key: 'since', title: sayWord(gapWords.since), width: 200 },
      text: ({ since }) => (since.recordedAt ? showInstant(since.recordedAt) : ''),
      order: ({ since }) => since.sequence,
    },
  ]
}

function siteColumns(divisionName: SayDivision): Column<Gap>[] {
  const { window, reason, employer, division } = shared(divisionName)
  const site = <Value,>(read: (gap: Gap & { kind: 'sites' }) => Value, none: Value) => {
    return (gap: Gap) => (gap.kind === 'sites' ? read(gap) : none)
  }
  const nameOf = site((gap) => gap.siteName ?? gap.site, '')
  const heads = site(({ headCount }) => headCount, 0)
  return [
    { key: 'site', title: sayWord(gapWords.site), text: nameOf, order: nameOf, width: 220 },
    window(gapWords.round),
    reason,
    employer,
    division,
    {
      ...{ key: 'heads', title: sayWord(gapWords.heads), isFigure: true, width: 90 },
      text: (gap) => heads(gap).toLocaleString('zh-CN'),
      order: heads,
    },
    {
      ...{ key: 'due', title: sayWord(gapWords.due), width: 170 },
      text: site(({ dueOn }) => sayDay(dueOn), ''),
      order: site(({ dueOn }) => dueOn, ''),
    },
    { key: 'late', title: sayWord(gapWords.late), text: site(({ late }) => (late ? say('yes') : ''), ''), width: 80 },
    {
      ...{ key: 'missing', title: sayWord(gapWords.missing), width: 260 },
      text: site(
        ({ missing }) =>
          missing
            .map(({ name, commodity, planned, received }) => `${name ?? commodity} ${received}/${planned}`)
            .join(mark('list')),
        '',
      ),
    },
    {
      key: 'said',
      title: sayWord(gapWords.said),
      text: site(({ reasons }) => reasons.join(mark('list')), ''),
      width: 200,
    },
  ]
}

/** With the programme that somebody holds credit in already. */
function sayWhy(gap: Gap): string {
  const reason = sayReason(gap.reason)
  if (gap.kind !== 'people' || gap.heldIn === undefined) return reason
  return [reason, gap.heldIn.name ?? gap.heldIn.programme].join(mark('colon'))
}

function keyOf(gap: Gap): string {
  return `${gap.kind === 'people' ? gap.worker : gap.site} ${gap.window} ${gap.reason}`
}
