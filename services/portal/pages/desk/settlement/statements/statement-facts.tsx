import { useQuery } from '@tanstack/react-query'
import { Descriptions } from 'antd'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../../common/api/client.ts'
import { mark } from '../../../common/punctuation.ts'
import { Money, useMoneyUnit } from '../../../common/react/money.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { fundsQuery } from '../../funds/funds.queries.ts'
import { sayActor } from '../../parts/actors.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { sayPaper } from '../../reports/papers.ts'
import { useAmount } from '../../shell/use-amount.ts'
import { historyQuery, type Statement, type StatementNumber } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { figureNames, figuresOf, sumOfFigures } from './figures.ts'

/** One number on a phone: the sum, what it comes from, the funds that pay it, who made it, and what it was last time. */
export function StatementFacts({
  statement: { id, programme, numbers },
  number: shown,
}: {
  readonly statement: Statement
  readonly number: StatementNumber
}): ReactNode {
  const { number, meals, proposedOn, payFen: allFen } = shown
  const nameOf = useNames()
  const amount = useAmount()
  const { unit } = useMoneyUnit()
  const { data: funds } = useQuery(fundsQuery)
  const { data: history = [] } = useQuery(historyQuery(id))
  const last = numbers.find((one) => one.number === number - 1)
  const byFund = figuresOf(shown)
  const sums = sumOfFigures(byFund)
  const lastOf = (type: string) =>
    history.filter(({ type: of, data }) => of === type && data.statement === number).at(-1)
  const confirmation = lastOf('StatementConfirmed')
  return (
    <>
      <p className="act-amount">
        <Money fen={allFen} /> <small>{say(`unit.${unit}`)}</small>
      </p>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'programme', label: say('programme'), children: nameOf(programme) },
          { key: 'meals', label: say('mealsCount'), children: meals },
          ...figureNames
            .filter((name) => name !== 'payFen' && (name === 'mealsFen' || sums[name] !== 0))
            .map((name) => ({ key: name, label: say(name), children: amount(sums[name]) })),
          ...byFund.map(({ fund, payFen }) => ({
            key: fund,
            label: say('paidBy'),
            children: `${funds?.find((known) => known.id === fund)?.name ?? fund} ${amount(payFen)}`,
          })),
          {
            key: 'made',
            label: say('madeBy'),
            children: [
              sayActor(lastOf('StatementProposed')?.actor),
              ...(proposedOn === undefined ? [] : [sayDay(proposedOn)]),
            ].join(mark('clause')),
          },
          {
            key: 'confirmed',
            label: say('confirmedBy'),
            children: confirmation && (
              <>
                {sayActor(confirmation.actor)}
                <br />
                {sayConfirmation(confirmation)}
              </>
            ),
          },
          {
            key: 'last',
            label: say('lastTime'),
            children: last ? say('lastPaid', { number: last.number, amount: amount(last.payFen) }) : say('lastNone'),
          },
        ]}
      />
    </>
  )
}

/** On its phone, by what it signed, or by silence as agreed. */
function sayConfirmation({ data: { by }, paper }: AnswerOf<'getTrail'>['events'][number]): string {
  if (by === 'silence') return say('confirmed.silence')
  if (by === 'merchant') return say('confirmed.merchant')
  return paper ? say('confirmed.paper', { kind: sayPaper(paper.kind), paper: paper.number }) : say('confirmed.on-paper')
}
