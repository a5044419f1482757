import { useQuery } from '@tanstack/react-query'
import { Descriptions } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../../common/punctuation.ts'
import { Money, useMoneyUnit } from '../../../common/react/money.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { fundsQuery } from '../../funds/funds.queries.ts'
import { sayActor } from '../../parts/actors.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { useAmount } from '../../shell/use-amount.ts'
import { historyQuery, type Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { figureNames, figuresOf, sumOfFigures } from './figures.ts'

/** The open number on a phone: the sum, what it comes from, the funds that pay it, who made it, and what it was last time. */
export function StatementFacts({ statement }: { readonly statement: Statement }): ReactNode {
  const { id, programme, open, numbers } = statement
  const nameOf = useNames()
  const amount = useAmount()
  const { unit } = useMoneyUnit()
  const { data: funds } = useQuery(fundsQuery)
  const { data: history = [] } = useQuery(historyQuery(id))
  const last = numbers.at(-1)
  const byFund = open.funds.map(figuresOf)
  const sums = sumOfFigures(byFund)
  const actorOf = (type: string) =>
    sayActor(history.filter(({ type: of, data }) => of === type && data.statement === open.number).at(-1)?.actor)
  return (
    <>
      <p className="act-amount">
        <Money fen={open.payFen} /> <small>{say(`unit.${unit}`)}</small>
      </p>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'programme', label: say('programme'), children: nameOf(programme) },
          { key: 'meals', label: say('mealsCount'), children: open.meals },
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
              actorOf('StatementProposed'),
              ...(open.proposedOn === undefined ? [] : [sayDay(open.proposedOn)]),
            ].join(mark('clause')),
          },
          { key: 'confirmed', label: say('confirmedBy'), children: actorOf('StatementConfirmed') },
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
