import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatPercentage } from '@welfare/contracts/percentages.ts'
import { Empty } from 'antd'
import type { ReactNode } from 'react'
import { allProgrammesQuery } from '../parts/directory.queries.ts'
import { type Balances, MoneyBar } from '../parts/money-bar.tsx'
import { Reading } from '../shell/reading.tsx'
import { budgetOfProgrammesQuery, coverageOfProgrammesQuery } from './home.queries.ts'
import { say } from './words.ts'

/** Each open programme: a bar of its money, a bar of its people or sites. */
export function Programmes(): ReactNode {
  const asked = [
    useQuery(allProgrammesQuery),
    useQuery(budgetOfProgrammesQuery),
    useQuery(coverageOfProgrammesQuery),
  ] as const
  const [{ data: programmes }, { data: budget }, { data: coverage }] = asked
  if (!programmes || !budget || !coverage) return <Reading of={asked} />
  const open = programmes.filter(({ status }) => status === 'open')
  if (open.length === 0) return <Empty description={say('none')} />
  return (
    <ul className="programme-lines">
      {open.map(({ id, name, plan }) => {
        const balances = budget.rows.find(({ key }) => key === id)?.balances
        const covered = coverage.rows.find(({ key }) => key === id)
        return (
          <li key={id}>
            <h3>
              <Link to="/desk/programmes/$programme" params={{ programme: id }}>
                {name}
              </Link>
            </h3>
            {holdsMoney(balances) && <MoneyBar balances={balances} label={say('moneyOf', { name })} />}
            {!holdsMoney(balances) && plan === 'people' && <p>{say('noMoney')}</p>}
            {covered && covered.people.amended > 0 && (
              <Reached kind="people" done={covered.people.reached} of={covered.people.amended} />
            )}
            {covered && covered.sites.planned > 0 && (
              <Reached kind="sites" done={covered.sites.delivered} of={covered.sites.planned} />
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** Goods alone move no money. */
function holdsMoney(balances: Balances | undefined): balances is Balances {
  return (
    balances !== undefined &&
    [balances.reservedFen, balances.allocatedFen, balances.committedFen, balances.issuedFen, balances.usedFen].some(
      (fen) => fen > 0,
    )
  )
}

function Reached({
  kind,
  done,
  of,
}: {
  readonly kind: 'people' | 'sites'
  readonly done: number
  readonly of: number
}): ReactNode {
  const percentage = formatPercentage({ numerator: done, denominator: of }) ?? ''
  return (
    <div className="reached">
      <span>{say(kind, { done, of, percentage })}</span>
      <span className="reached-bar" aria-hidden>
        <span style={{ flexGrow: Math.min(done, of) }} />
        <span style={{ flexGrow: Math.max(0, of - done) }} />
      </span>
    </div>
  )
}
