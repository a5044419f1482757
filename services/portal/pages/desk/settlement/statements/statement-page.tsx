import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { totalOf } from '@welfare/contracts/shares.ts'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { ProblemError } from '../../../common/api/problem.ts'
import { mark } from '../../../common/punctuation.ts'
import { useMoneyUnit } from '../../../common/react/money.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { Failure, Loading, NotFound } from '../../shell/states.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { History } from '../history.tsx'
import { type Statement, statementQuery } from '../settlement.queries.ts'
import { SettlementFrame } from '../settlement-frame.tsx'
import { say } from '../words.ts'
import { ApproveStatement } from './approve-statement.tsx'
import { Disputes } from './disputes.tsx'
import { LinesTable } from './lines-table.tsx'
import { NumbersTable } from './numbers-table.tsx'
import { SheetTable } from './sheet-table.tsx'
import { StatementActs } from './statement-acts.tsx'
import { StatementPapers } from './statement-papers.tsx'
import { StatementStatus } from './statement-status.tsx'

export function StatementPage(): ReactNode {
  const { statement: id } = useParams({ from: '/desk/settlement/statements/$statement' })
  const { data, error, refetch } = useQuery(statementQuery(id))
  if (error instanceof ProblemError && error.problem.status === 404) return <NotFound />
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  return data ? <OneStatement statement={data} /> : <Loading />
}

function OneStatement({ statement }: { readonly statement: Statement }): ReactNode {
  const { number: asked } = useSearch({ from: '/desk/settlement/statements/$statement' })
  const nameOf = useNames()
  const { unit } = useMoneyUnit()
  const { id, merchant, programme, silenceDays, numbers, open, claims } = statement
  const number = numbers.find((one) => one.number === asked) ?? open
  const { payment, until, proposedOn } = number
  return (
    <SettlementFrame title={say('statementOf', { merchant: nameOf(merchant), number: number.number })}>
      <p>
        {[say('programme'), nameOf(programme)].join(mark('colon'))} · <StatementStatus status={number.status} />
        {proposedOn !== undefined && ` ${say('proposedOnDay', { day: sayDay(proposedOn) })}`}
        {until !== undefined && ` · ${say('untilDay', { day: sayDay(until) })}`}
        {number.revision > 1 && ` · ${say('revision', { revision: number.revision })}`}
        {payment && (
          <>
            {' · '}
            <Link to="/desk/settlement/payments/$payment" params={{ payment }}>
              {say('seePayment')}
            </Link>
          </>
        )}
      </p>
      <p className="hint">
        {silenceDays === undefined ? say('noSilence') : say('silenceAgreed', { days: silenceDays })}
      </p>
      <Claims claims={claims} />
      {number.status === 'open' && <p className="hint">{say('openWhat')}</p>}
      {number.status === 'draft' && <Alert type="warning" showIcon title={say('draftWhat')} />}
      <StatementActs statement={statement} number={number} />
      <StatementPapers statement={id} number={number} />
      <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>
      <SheetTable number={number} />
      {number === open && <ApproveStatement statement={statement} />}
      <Disputes statement={statement} />
      <h2>{say('lines')}</h2>
      <LinesTable key={number.number} statement={statement} number={number.number} />
      <section className="not-on-paper">
        <h2>{say('numbers')}</h2>
        <NumbersTable statement={statement} shown={number.number} />
        <h2>{say('history')}</h2>
        <History of={id} />
      </section>
      <p className="only-on-paper">{say('signatures')}</p>
    </SettlementFrame>
  )
}

function Claims({ claims }: Pick<Statement, 'claims'>): ReactNode {
  const amount = useAmount()
  if (claims.length === 0) return null
  return <Alert type="warning" showIcon title={say('claimsOf', { amount: amount(totalOf(claims)) })} />
}
