import { useQuery } from '@tanstack/react-query'
import { Button, Card, Space, Statistic, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { Money, useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import type { Column } from '../../common/react/table-columns.ts'
import { sayDay } from '../../common/shanghai.ts'
import { allProgrammesQuery, useNames } from '../parts/directory.queries.ts'
import { SmallTable } from '../parts/small-table.tsx'
import { CardAct, type CardActName } from './card-acts.tsx'
import { CorrectMeal } from './correct-meal.tsx'
import { LateMeal } from './late-meal.tsx'
import { MoveCredit } from './move-credit.tsx'
import type { PersonVoucher } from './person.queries.ts'
import { RightMeal } from './right-meal.tsx'
import { say } from './words.ts'

type Meal = PersonVoucher['meals'][number]
type Credit = PersonVoucher['credits'][number]
type Act =
  | CardActName
  | 'late-meal'
  | { readonly meal: Meal; readonly does: 'right' | 'take-back' }
  | { readonly credit: Credit }

const actsOf: Readonly<Record<PersonVoucher['status'], readonly CardActName[]>> = {
  active: ['replace', 'suspend', 'void'],
  suspended: ['resume', 'replace', 'void'],
  voided: ['restore', 'replace'],
  replaced: [],
  closed: [],
}

/** What a person holds in one programme: usable now and until when, credits, meals, the card and what can be done with it. */
export function ProgrammePanel({
  voucher,
  mayAct,
}: {
  readonly voucher: PersonVoucher
  readonly mayAct: boolean
}): ReactNode {
  const [act, setAct] = useState<Act>()
  const { data: programmes } = useQuery(allProgrammesQuery)
  const programme = programmes?.find(({ id }) => id === voucher.programme)
  const money = useMoney()
  const { unit } = useMoneyUnit()
  const windowName = (key: string) => programme?.rules.windows.find(({ window }) => window === key)?.name ?? key
  const until = voucher.usable.map((credit) => credit.until).sort()[0]
  const close = () => setAct(undefined)
  return (
    <Card
      title={programme?.name ?? '…'}
      style={{ marginBlockEnd: 16 }}
      extra={<Tag color={voucher.status === 'active' ? 'success' : 'warning'}>{say(`card.${voucher.status}`)}</Tag>}
    >
      <Space wrap size="large" align="end" style={{ marginBlockEnd: 16 }}>
        <Statistic title={`${say('usableNow')} (${say(unit)})`} value={money(voucher.balanceFen)} />
        <span>{until ? say('usableUntil', { day: sayDay(until) }) : say('nothingUsable')}</span>
        <span>{say('cardNumber', { serial: voucher.serial, printed: voucher.printed })}</span>
      </Space>
      {mayAct && (
        <Space wrap style={{ display: 'flex', marginBlockEnd: 16 }}>
          {actsOf[voucher.status].map((name) => (
            <Button key={name} type={name === 'replace' ? 'primary' : 'default'} onClick={() => setAct(name)}>
              {say(`act.${name}`)}
            </Button>
          ))}
        </Space>
      )}
      {mayAct && voucher.status === 'active' && <p className="hint">{say('lostCard')}</p>}
      <SmallTable<Credit>
        label={say('credits')}
        rowKey="id"
        pagination={false}
        dataSource={voucher.credits}
        title={() => say('credits')}
        columns={[
          { title: say('window'), dataIndex: 'window', render: windowName },
          { title: say('from'), dataIndex: 'from', render: sayDay },
          { title: say('until'), dataIndex: 'until', render: sayDay },
          { ...amount, title: `${say('granted')} (${say(unit)})`, dataIndex: 'grantedFen' },
          { ...amount, title: `${say('remaining')} (${say(unit)})`, dataIndex: 'remainingFen' },
          {
            title: say('state'),
            key: 'state',
            render: (_, credit) =>
              credit.ended || credit.remainingFen === 0 || !mayAct ? (
                say(credit.ended ? 'ended' : 'open-credit')
              ) : (
                <Button size="small" onClick={() => setAct({ credit })}>
                  {say('move')}
                </Button>
              ),
          },
        ]}
      />
      <Meals meals={voucher.meals} {...(mayAct && { onAct: setAct })} />
      {act === 'late-meal' && <LateMeal voucher={voucher} onDone={close} />}
      {typeof act === 'string' && act !== 'late-meal' && <CardAct act={act} voucher={voucher} onDone={close} />}
      {typeof act === 'object' && 'meal' in act && act.does === 'take-back' && (
        <CorrectMeal meal={act.meal} onDone={close} />
      )}
      {typeof act === 'object' && 'meal' in act && act.does === 'right' && (
        <RightMeal programme={voucher.programme} meal={act.meal} onDone={close} />
      )}
      {typeof act === 'object' && 'credit' in act && programme && (
        <MoveCredit credit={act.credit} voucher={voucher} windows={programme.rules.windows} onDone={close} />
      )}
    </Card>
  )
}

function Meals({ meals, onAct }: { readonly meals: readonly Meal[]; readonly onAct?: (act: Act) => void }): ReactNode {
  const { unit } = useMoneyUnit()
  const money = useMoney()
  const nameOf = useNames(meals.map(({ merchant }) => merchant))
  const amountColumn = (key: 'paid' | 'ownShare' | 'kept', read: (meal: Meal) => number): Column<Meal> => ({
    ...{ key, title: `${say(key)} (${say(unit)})`, isFigure: true },
    text: (meal) => money(read(meal)),
    order: read,
  })
  return (
    <>
      <Space style={{ marginBlock: '16px 8px' }}>
        <strong>{say('meals')}</strong>
        {onAct && (
          <Button size="small" onClick={() => onAct('late-meal')}>
            {say('lateMeal')}
          </Button>
        )}
      </Space>
      <DataTable<Meal>
        name="meals-of-person"
        label={say('meals')}
        rows={[...meals].reverse()}
        rowKey={({ id }) => id}
        empty={say('noMeals')}
        columns={[
          { key: 'day', title: say('day'), text: ({ day }) => sayDay(day), order: ({ day }) => day },
          {
            ...{ key: 'merchant', title: say('merchant') },
            text: ({ merchant }) => nameOf(merchant),
            order: ({ merchant }) => nameOf(merchant),
          },
          amountColumn('paid', ({ amountFen }) => amountFen),
          amountColumn('ownShare', ({ ownShareFen }) => ownShareFen),
          {
            ...amountColumn('kept', ({ keptFen }) => keptFen),
            render: ({ amountFen, keptFen }) => keptFen !== amountFen && money(keptFen),
          },
          {
            ...{ key: 'state', title: say('state') },
            text: ({ keptFen }) => say(keptFen === 0 ? 'takenBack' : 'eaten'),
            render: (meal) =>
              meal.keptFen === 0 ? (
                say('takenBack')
              ) : onAct ? (
                <Space wrap>
                  {say('eaten')}
                  <Button size="small" className="not-on-paper" onClick={() => onAct({ meal, does: 'right' })}>
                    {say('rightMeal')}
                  </Button>
                  <Button size="small" className="not-on-paper" onClick={() => onAct({ meal, does: 'take-back' })}>
                    {say('takeBack')}
                  </Button>
                </Space>
              ) : (
                say('eaten')
              ),
          },
        ]}
      />
    </>
  )
}

const amount = { align: 'right', render: (fen: number) => <Money fen={fen} /> } as const
