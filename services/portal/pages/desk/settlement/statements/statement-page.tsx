import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { totalOf } from '@welfare/contracts/shares.ts'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../../common/punctuation.ts'
import { useMoneyUnit } from '../../../common/react/money.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { Reading } from '../../shell/reading.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { History } from '../history.tsx'
import { type Statement, statementQuery } from '../settlement.queries.ts'
import { SettlementFrame } from '../settlement-frame.tsx'
import { say } from '../words.ts'
import { Disputes } from './disputes.tsx'
import { Invoices } from './invoices.tsx'
import { LinesTable } from './lines-table.tsx'
import { NumbersTable } from './numbers-table.tsx'
import { SheetTable } from './sheet-table.tsx'
import { StatementActs } from './statement-acts.tsx'
import { StatementDecision } from './statement-decision.tsx'
import { StatementPapers } from './statement-papers.tsx'
import { StatementStatus } from './statement-status.tsx'
import { WrittenOff } from './written-off.tsx'

export function StatementPage(): ReactNode {
  const { statement: id } = useParams({ from: '/desk/settlement/statements/$statement' })
  const read = useQuery(statementQuery(id))
  return read.data ? <OneStatement statement={read.data} /> : <Reading of={read} isPage />
}

function OneStatement({ statement }: { readonly statement: Statement }): ReactNode {
  const { number: asked } = useSearch({ from: '/desk/settlement/statements/$statement' })
  const { unit } = useMoneyUnit()
  const { id, merchant, programme, silenceDays, numbers, open, claims } = statement
  const nameOf = useNames([merchant])
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
      <WrittenOff statement={statement} />
      {number.status === 'open' && <p className="hint">{say('openWhat')}</p>}
      {number.status === 'draft' && <Draft open={open} />}
      <StatementActs statement={statement} number={number} />
      <StatementPapers statement={id} number={number} />
      <p className="hint">{say('amountUnit', { unit: say(`unit.${unit}`) })}</p>
      <SheetTable number={number} />
      {number === open && <StatementDecision statement={statement} />}
      <Disputes statement={statement} />
      <Invoices key={`invoices.${number.number}`} statement={id} number={number} />
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

function Draft({ open: { refusal } }: Pick<Statement, 'open'>): ReactNode {
  const title = refusal ? say('refusedWhat', { day: sayDay(refusal.day), note: refusal.reason }) : say('draftWhat')
  return <Alert type="warning" showIcon title={title} />
}

function Claims({ claims }: Pick<Statement, 'claims'>): ReactNode {
  const amount = useAmount()
  if (claims.length === 0) return null
  return <Alert type="warning" showIcon title={say('claimsOf', { amount: amount(totalOf(claims)) })} />
}
