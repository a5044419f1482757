import { RightOutlined } from '@ant-design/icons'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { subtractFen } from '@welfare/contracts/money.ts'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { shanghaiDay } from '../../common/shanghai.ts'
import { sayWord } from '../../common/words.ts'
import { approvalsQuery } from '../approvals/approvals.queries.ts'
import { bankAccountsQuery } from '../bank-accounts/bank.queries.ts'
import { actKindWords } from '../parts/act-words.ts'
import { allProgrammesQuery } from '../parts/directory.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { importsQuery, openConsignmentsQuery, openFindingsQuery, windowsQuery } from './home.queries.ts'
import { useMoneyLines } from './money-lines.ts'
import { type NearWindow, nearWindows, openLinesOf, overdueOf, recentOf, refusedOf } from './waiting.ts'
import { say } from './words.ts'

export interface Line {
  readonly to: string
  readonly search?:
    | { readonly programme: string }
    | { readonly state: 'refused' }
    | { readonly status: 'proposed' | 'approved' | 'sent' | 'refused' }
  readonly sentence: string
  /** Where one sentence may be said of several things. */
  readonly key?: string
  /** What need not be told again. */
  readonly seen?: readonly string[]
}

/** One line for each thing to look at, with the way there. */
export function WhatWaits({ today }: { readonly today: string }): ReactNode {
  const { role, account } = useSession()
  const proposals = useQuery(approvalsQuery('proposed'))
  const refused = useQuery(approvalsQuery('refused'))
  const imports = useQuery(importsQuery)
  const consignments = useQuery(openConsignmentsQuery)
  const findings = useQuery(openFindingsQuery)
  const programmes = useQuery(allProgrammesQuery)
  const money = useMoneyLines(today)
  const accounts = useQuery({ ...bankAccountsQuery, enabled: role === 'officer' })
  const windows = nearWindows(programmes.data ?? [], today)
  const windowLines = useWindowLines(windows)
  const { isSeen, markSeen } = useSeen()
  const left = recentOf(imports.data?.items ?? [], today, shanghaiDay).filter(({ id }) => !isSeen(id))
  const importLines = [...new Set(left.map(({ programme }) => programme))].map((programme): Line => {
    const ids = left.filter((one) => one.programme === programme).map(({ id }) => id)
    const name = programmes.data?.find(({ id }) => id === programme)?.name ?? ''
    return {
      to: '/desk/roster',
      search: { programme },
      sentence: say('imports', { name, count: ids.length }),
      seen: ids,
    }
  })
  const asked = [proposals, refused, imports, consignments, findings, programmes]
  const lines: Line[] = [
    ...counted(proposals.data?.items.length, '/desk/approvals', role === 'approver' ? 'toApprove' : 'proposed'),
    ...money.lines,
    ...counted(accounts.data && openLinesOf(accounts.data), '/desk/funds/accounts', 'openBankLines'),
    ...importLines,
    ...refusedOf(refused.data?.items ?? [], account, today, shanghaiDay).map(({ id, kind, decisionNote = '' }) => ({
      key: id,
      to: '/desk/approvals',
      search: { state: 'refused' as const },
      sentence: say('refused', { act: sayWord(actKindWords[kind]), note: decisionNote }),
    })),
    ...windowLines,
    ...counted(consignments.data && overdueOf(consignments.data, today).length, '/desk/goods', 'overdue'),
    ...counted(findings.data?.total, '/desk/reports/findings', 'findings'),
  ]
  return (
    <>
      <Reading of={[...asked, ...money.asked]} />
      {asked.every(({ isSuccess }) => isSuccess) && money.isKnown && lines.length === 0 && <p>{say('nothingWaits')}</p>}
      <ul className="waiting">
        {lines.map(({ to, search, sentence, key = sentence, seen }) => (
          <li key={key}>
            <Link to={to} {...(search && { search })}>
              {sentence} <RightOutlined aria-hidden />
            </Link>
            {seen && (
              <Button size="small" type="link" onClick={() => markSeen(seen)}>
                {say('dealtWith')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function counted(
  count: number | undefined,
  to: string,
  sentence: 'toApprove' | 'proposed' | 'openBankLines' | 'overdue' | 'findings',
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

/** Imports whose rows somebody has dealt with, in this browser and for this account. */
function useSeen(): { isSeen(id: string): boolean; markSeen(ids: readonly string[]): void } {
  const { account } = useSession()
  const place = `welfare.imports-seen.${account}`
  const [seen, setSeen] = useState<readonly string[]>(() => (localStorage.getItem(place) ?? '').split(','))
  return {
    isSeen: (id) => seen.includes(id),
    markSeen(ids) {
      const all = [...seen, ...ids].slice(-KEPT)
      localStorage.setItem(place, all.join(','))
      setSeen(all)
    },
  }
}

/** More than are told of in a month. */
const KEPT = 200
