import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Typography } from 'antd'
import type { ReactNode } from 'react'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { Money } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { SmallTable } from '../parts/small-table.tsx'
import { pick, readSearch, useReportSearch } from '../reports/search.ts'
import { StampLine } from '../reports/stamp-line.tsx'
import { Reading } from '../shell/reading.tsx'
import { say } from './words.ts'

type Part = AnswerOf<'getDonorsOfMeal'>['parts'][number]

/** A meal back to who gave it, to the fen. */
export function MealDonors({ id }: { readonly id: string }): ReactNode {
  const [search] = useReportSearch()
  const query = pick(search, 'at')
  const read = useQuery({
    queryKey: ['meal-donors', id, query],
    queryFn: () => answerOf(api.GET('/v1/trail/{id}/donors', { params: { path: { id }, query } })),
  })
  const { data } = read
  if (!data) return <Reading of={read} />
  return (
    <section aria-label={say('meal')}>
      <Typography.Title level={2}>{say('mealOf', { sequence: data.sequence })}</Typography.Title>
      <p>
        {sayDay(data.accountingDate)} · {data.merchantName} · {say('paid')} <Money fen={data.paidFen} /> ·{' '}
        {say('ownShare')} <Money fen={data.ownShareFen} />
        {data.takenBackFen > 0 && (
          <>
            {' '}
            · {say('takenBack')} <Money fen={data.takenBackFen} />
          </>
        )}
      </p>
      <SmallTable<Part>
        label={say('donors')}
        rowKey={({ donation, fund }) => `${fund} ${donation}`}
        dataSource={data.parts}
        locale={{ emptyText: say('nobodyPaid') }}
        columns={[
          {
            title: say('donor'),
            render: (_, { donor }) => (donor.kind === 'organisation' ? donor.name : say(donor.kind)),
          },
          { title: say('fund'), dataIndex: 'fundName' },
          {
            title: say('receipt'),
            render: (_, { donation, fund, receiptNumber }) => (
              <Link to="/desk/audit/flow" search={readSearch({ ...search, fund, donation, meal: undefined })}>
                {receiptNumber ?? say('interest')}
              </Link>
            ),
          },
          { title: say('receivedOn'), render: (_, { receivedOn }) => sayDay(receivedOn) },
          { title: say('share'), align: 'right', render: (_, { amountFen }) => <Money fen={amountFen} /> },
        ]}
      />
      <StampLine stamp={data} />
    </section>
  )
}
