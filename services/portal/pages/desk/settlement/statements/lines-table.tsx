import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay, showInstant } from '../../../common/shanghai.ts'
import { sayReason } from '../../../common/undo-reasons.ts'
import { Reading } from '../../shell/reading.tsx'
import { linesQuery, type Statement, type StatementLine } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { DisputeDrawer } from './dispute-drawers.tsx'

/** Meals, and what lessens or returns, as they were recorded; own shares and discounts stand beside and are nobody's debt. */
export function LinesTable({
  statement,
  number,
}: {
  readonly statement: Statement
  readonly number: number
}): ReactNode {
  const isOfficer = useSession().role === 'officer'
  const pages = useInfiniteQuery(linesQuery(statement.id, number))
  const { data } = pages
  const money = useMoney()
  const [disputed, setDisputed] = useState<StatementLine>()
  const isOpen = number === statement.open.number
  const underDispute = new Set(statement.disputes.map(({ redemption }) => redemption))
  if (!data) return <Reading of={pages} />
  const payers = payersOf(statement, number)
  const figure = (amountFen: number | undefined) => (amountFen === undefined || amountFen === 0 ? '' : money(amountFen))
  return (
    <>
      <DataTable<StatementLine>
        name={say('lines')}
        rows={data.pages.flatMap(({ items }) => items)}
        pages={pages}
        rowKey={({ sequence }) => String(sequence)}
        empty={say('noLines')}
        columns={[
          {
            key: 'day',
            title: say('day'),
            text: ({ day, eatenAt }) => (eatenAt ? showInstant(eatenAt) : sayDay(day)),
            order: ({ sequence }) => sequence,
          },
          {
            key: 'kind',
            title: say('what'),
            text: ({ kind }) => say(`line.${kind}`),
            render: ({ kind, redemption = '' }) => (
              <>
                {say(`line.${kind}`)}{' '}
                {kind === 'meal' && underDispute.has(redemption) && <Tag color="warning">{say('underDispute')}</Tag>}
              </>
            ),
          },
          {
            key: 'amount',
            title: say('amount'),
            text: ({ amountFen }) => money(amountFen),
            isMoney: true,
            order: ({ amountFen }) => amountFen,
            isFigure: true,
          },
          ...payers.map(({ fund, name }) => ({
            ...{ key: fund, title: name, isFigure: true, isMoney: true },
            text: ({ shares }: StatementLine) => figure(shares.find((share) => share.fund === fund)?.amountFen),
          })),
          { key: 'ownShare', title: say('ownShare'), text: ({ ownShareFen }) => figure(ownShareFen), isFigure: true },
          { key: 'discount', title: say('discount'), text: ({ discountFen }) => figure(discountFen), isFigure: true },
          { key: 'reason', title: say('reason'), text: ({ reason = '' }) => sayReason(reason) },
          { key: 'tail', title: say('cardTail'), text: ({ tail = '' }) => tail },
          { key: 'document', title: say('mealDocument'), text: ({ redemption = '' }) => redemption.slice(-14) },
          ...(isOfficer && isOpen
            ? [
                {
                  key: 'acts',
                  title: say('acts'),
                  isAct: true,
                  text: () => '',
                  render: (line: StatementLine) =>
                    line.kind === 'meal' &&
                    line.redemption !== undefined &&
                    !underDispute.has(line.redemption) && (
                      <Button size="small" className="not-on-paper" onClick={() => setDisputed(line)}>
                        {say('dispute')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {disputed && <DisputeDrawer statement={statement} line={disputed} onClose={() => setDisputed(undefined)} />}
    </>
  )
}

/** Where several pay; of one that pays all, the amount says it. */
function payersOf({ numbers, open }: Statement, number: number) {
  const { payers = [] } = [...numbers, open].find((one) => one.number === number) ?? {}
  return payers.length > 1 ? payers : []
}
