import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Empty, Select, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { allProgrammesQuery } from '../../parts/directory.queries.ts'
import { Reading } from '../../shell/reading.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { depotsQuery, useGoodsNames } from '../goods.queries.ts'
import { GoodsFrame } from '../goods-frame.tsx'
import { type Column, columns, daysOverdue, toBoard } from './board.ts'
import { boardQuery, type ConsignmentRow } from './consignments.queries.ts'
import { PlanDrawer } from './plan-drawer.tsx'
import { RoundDrawer } from './round-drawer.tsx'
import { say } from './words.ts'

/** Cards of one column that are drawn at first. */
const SHOWN = 30

export function BoardPage(): ReactNode {
  const filter = useSearch({ from: '/desk/goods' })
  const navigate = useNavigate()
  const { role } = useSession()
  const read = useQuery(boardQuery(filter))
  const { data } = read
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const { data: depots = [] } = useQuery(depotsQuery)
  const [opened, setOpened] = useState<'plan' | 'round'>()
  const choose = (changed: { readonly [Name in keyof typeof filter]?: string | undefined }) => {
    const { programme, depot } = { ...filter, ...changed }
    void navigate({ to: '/desk/goods', search: { ...(programme && { programme }), ...(depot && { depot }) } })
  }
  const optionsOf = (all: readonly { readonly id: string; readonly name: string }[]) =>
    all.map(({ id, name }) => ({ value: id, label: name }))
  const board = data && toBoard(data)
  return (
    <GoodsFrame title={say('title')}>
      <Space wrap className="not-on-paper" style={{ marginBlockEnd: 16 }}>
        {role === 'officer' && (
          <>
            <Button type="primary" onClick={() => setOpened('plan')}>
              {say('plan')}
            </Button>
            <Button onClick={() => setOpened('round')}>{say('planRound')}</Button>
          </>
        )}
        <Filter
          label={say('filterProgramme')}
          options={optionsOf(programmes)}
          value={filter.programme}
          onChange={(programme) => choose({ programme })}
        />
        <Filter
          label={say('filterDepot')}
          options={optionsOf(depots)}
          value={filter.depot}
          onChange={(depot) => choose({ depot })}
        />
      </Space>
      <Reading of={read} />
      {data?.length === 0 && <Empty description={say('empty')} />}
      {board && data.length > 0 && (
        <div className="board">
          {columns.map((column) => (
            <BoardColumn key={column} column={column} rows={board[column]} />
          ))}
        </div>
      )}
      {opened === 'plan' && <PlanDrawer onClose={() => setOpened(undefined)} />}
      {opened === 'round' && <RoundDrawer onClose={() => setOpened(undefined)} />}
    </GoodsFrame>
  )
}

function Filter({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string
  readonly options: { readonly value: string; readonly label: string }[]
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}): ReactNode {
  return (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ minWidth: 180 }}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  )
}

function BoardColumn({
  column,
  rows,
}: {
  readonly column: Column
  readonly rows: readonly ConsignmentRow[]
}): ReactNode {
  const [shown, setShown] = useState(SHOWN)
  const hidden = rows.length - shown
  return (
    <section aria-label={say(`column.${column}`)}>
      <h2>
        {say(`column.${column}`)} <span className="figure">{rows.length}</span>
      </h2>
      {rows.length === 0 && <p className="hint">{say('none')}</p>}
      <ul>
        {rows.slice(0, shown).map((row) => (
          <BoardCard key={row.id} row={row} />
        ))}
      </ul>
      {hidden > 0 && (
        <Button type="link" onClick={() => setShown(shown + SHOWN * 4)}>
          {say('more', { count: Math.min(hidden, SHOWN * 4) })}
        </Button>
      )}
    </section>
  )
}

function BoardCard({ row }: { readonly row: ConsignmentRow }): ReactNode {
  const nameOf = useGoodsNames()
  const today = useToday()
  const { id, site, dueOn, receivedOn, planned, short } = row
  const days = daysOverdue(row, today)
  return (
    <li>
      <Link to="/desk/goods/consignments/$consignment" params={{ consignment: id }}>
        {nameOf(site)}
      </Link>
      <div className={days === undefined ? undefined : 'overdue'}>{dueText(dueOn, receivedOn, days)}</div>
      <div>
        {say('piecesPlanned', { count: planned })}
        {short > 0 && <strong className="overdue"> · {say('piecesShort', { count: short })}</strong>}
      </div>
    </li>
  )
}

function dueText(dueOn: string, receivedOn: string | undefined, days: number | undefined): string {
  if (receivedOn !== undefined) return say('onTime', { day: sayDay(receivedOn) })
  return days === undefined ? say('due', { day: sayDay(dueOn) }) : say('overdue', { days, day: sayDay(dueOn) })
}
