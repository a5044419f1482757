import { Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from '../../common/react/session.tsx'
import type { Programme } from './programmes.queries.ts'
import { say } from './words.ts'

const places = [
  { to: '/desk/roster', word: 'toRoster', plans: ['people'], isForOfficers: false },
  { to: '/desk/issue', word: 'toIssue', plans: ['people'], isForOfficers: false },
  { to: '/desk/cards', word: 'toCards', plans: ['people'], isForOfficers: true },
  { to: '/desk/goods', word: 'toGoods', plans: ['sites'], isForOfficers: false },
  { to: '/desk/goods/sites', word: 'toSites', plans: ['sites'], isForOfficers: false },
  { to: '/desk/reports/coverage', word: 'toCoverage', plans: ['people', 'sites'], isForOfficers: false },
  { to: '/desk/reports/gaps', word: 'toGaps', plans: ['people', 'sites'], isForOfficers: false },
  { to: '/desk/reports/journal', word: 'toJournal', plans: ['people', 'sites'], isForOfficers: false },
] as const

/** What other pages show of the programme. */
export function Elsewhere({ programme: { id, plan } }: { readonly programme: Programme }): ReactNode {
  const { role } = useSession()
  const { routesByPath } = useRouter()
  const shown = places.filter(
    ({ to, plans, isForOfficers }) =>
      to in routesByPath && plans.some((one) => one === plan) && (!isForOfficers || role === 'officer'),
  )
  return (
    <nav aria-label={say('elsewhere')} className="elsewhere">
      {shown.map(({ to, word }) => (
        <Link key={to} to={to as string} search={{ programme: id }}>
          {say(word)}
        </Link>
      ))}
      <Link to="/desk/programmes/$programme/publicity" params={{ programme: id }}>
        {say('publicity')}
      </Link>
    </nav>
  )
}
