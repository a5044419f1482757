import { RightOutlined } from '@ant-design/icons'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { subtractFen } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { shanghaiDay } from '../../common/shanghai.ts'
import { approvalsQuery } from '../approvals/approvals.queries.ts'
import { allProgrammesQuery } from '../parts/directory.queries.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { importsQuery, openConsignmentsQuery, openFindingsQuery, windowsQuery } from './home.queries.ts'
import { type NearWindow, nearWindows, overdueOf, recentOf } from './waiting.ts'
import { say } from './words.ts'

interface Line {
  readonly to: string
  readonly sentence: string
}

/** One line for each thing to look at, with the way there. */
export function WhatWaits({ today }: { readonly today: string }): ReactNode {
  const { role } = useSession()
  const proposals = useQuery(approvalsQuery('proposed'))
  const imports = useQuery(importsQuery)
  const consignments = useQuery(openConsignmentsQuery)
  const findings = useQuery(openFindingsQuery)
  const programmes = useQuery(allProgrammesQuery)
  const windows = nearWindows(programmes.data ?? [], today)
  const windowLines = useWindowLines(windows)
  const asked = [proposals, imports, consignments, findings, programmes]
  const failed = asked.find(({ error }) => error)
  const lines: Line[] = [
    ...counted(proposals.data?.items.length, '/desk/approvals', role === 'approver' ? 'toApprove' : 'proposed'),
    ...counted(imports.data && recentOf(imports.data.items, today, shanghaiDay).length, '/desk/roster', 'imports'),
    ...windowLines,
    ...counted(consignments.data && overdueOf(consignments.data, today).length, '/desk/goods', 'overdue'),
    ...counted(findings.data?.total, '/desk/reports/findings', 'findings'),
  ]
  return (
    <>
      {failed?.error && <Failure error={failed.error} onRetry={() => void failed.refetch()} />}
      {asked.some(({ isPending }) => isPending) && !failed && <Loading />}
      {asked.every(({ isSuccess }) => isSuccess) && lines.length === 0 && <p>{say('nothingWaits')}</p>}
      <ul className="waiting">
        {lines.map(({ to, sentence }) => (
          <li key={sentence}>
            <Link to={to}>
              {sentence} <RightOutlined aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function counted(
  count: number | undefined,
  to: string,
  sentence: 'toApprove' | 'proposed' | 'imports' | 'overdue' | 'findings',
): Line[] {
  return count === undefined || count === 0 ? [] : [{ to, sentence: say(sentence, { count }) }]
}

/** With what is left unused on cards, where a window ends. */
function useWindowLines(windows: readonly NearWindow[]): Line[] {
  const money = useMoney()
  const { unit } = useMoneyUnit()
  const ending = [...new Set(windows.filter(({ does }) => does === 'ends').map(({ programme }) => programme))]
  const coverage = useQueries({ queries: ending.map((programme) => windowsQuery(programme)) })
  return windows.flatMap(({ programme, programmeName, window, name, does, inDays }) => {
    const place = { to: `/desk/programmes/${programme}` }
    const named = {
      programme: programmeName,
      window: name,
      when: inDays === 0 ? say('today') : say('inDays', { count: inDays }),
    }
    if (does === 'begins') return [{ ...place, sentence: say('begins', named) }]
    const people = coverage[ending.indexOf(programme)]?.data?.rows.find(({ key }) => key === window)?.people
    const unusedFen = people && subtractFen(people.issuedFen, people.usedFen)
    if (unusedFen === undefined || unusedFen <= 0) return []
    return [{ ...place, sentence: say('ends', { ...named, unused: `${money(unusedFen)} ${say(`unit.${unit}`)}` }) }]
  })
}
