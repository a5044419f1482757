import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button, Empty, Form, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import { sayDay } from '../../common/shanghai.ts'
import { PurposeItem } from '../parts/purpose-item.tsx'
import { SmallTable } from '../parts/small-table.tsx'
import { employersQuery } from '../roster/roster.queries.ts'
import type { Programme } from '../shell/programme-choice.tsx'
import { Reading } from '../shell/reading.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import { Failure } from '../shell/states.tsx'
import { lastFourOf } from './card-face.ts'
import { type Layout, layouts } from './card-sheets.tsx'
import { cardsQuery, type ListedCard, type Names, nameCards } from './cards.queries.ts'
import { say } from './words.ts'

interface Typed {
  readonly which: 'new' | 'all'
  readonly names: Names
  readonly purpose: string
  readonly layout: Layout
}

export interface ChosenCards extends Pick<Typed, 'names' | 'layout'> {
  readonly cards: readonly ListedCard[]
}

interface ChooseCardsProps {
  readonly programme: Programme
  readonly onChosen: (chosen: ChosenCards) => void
}

const PAGE = 50

/** Whose cards, how they name their holders, and how many stand on a page. */
export function ChooseCards({ programme, onChosen }: ChooseCardsProps): ReactNode {
  const { worker } = useSearch({ strict: false }) as { worker?: string }
  const today = useToday()
  const read = useQuery({ ...cardsQuery(programme.id, today ?? ''), enabled: today !== undefined })
  const { data } = read
  const [form] = Form.useForm<Typed>()
  const which = Form.useWatch('which', form) ?? (worker ? 'all' : 'new')
  const names = Form.useWatch('names', form)
  const [selected, setSelected] = useState<readonly string[]>(worker ? [worker] : [])
  const name = useMutation({
    mutationFn: ({ cards, names: wanted, purpose }: Omit<Typed, 'which'> & { readonly cards: readonly ListedCard[] }) =>
      nameCards(cards, wanted, purpose),
    onSuccess: (cards, { names: wanted, layout }) => onChosen({ cards, names: wanted, layout }),
  })
  if (!data) return <Reading of={read} />
  if (data.length === 0) return <Empty description={say('none')} />
  const shown = which === 'new' ? data.filter(({ printed }) => printed === 0) : data
  const listed = worker
    ? [...shown.filter((card) => card.worker === worker), ...shown.filter((card) => card.worker !== worker)]
    : shown
  const chosen = selected.length > 0 ? data.filter(({ worker: one }) => selected.includes(one)) : shown
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      initialValues={{ which: worker ? 'all' : 'new', names: 'masked', layout: 10 }}
      onFinish={({ names: wanted, purpose = '', layout }) =>
        name.mutate({ cards: chosen, names: wanted, purpose, layout })
      }
    >
      <Form.Item name="which" label={say('which')}>
        <Radio.Group
          onChange={() => setSelected([])}
          options={[
            { value: 'new', label: say('notYet', { count: data.filter(({ printed }) => printed === 0).length }) },
            { value: 'all', label: say('all', { count: data.length }) },
          ]}
        />
      </Form.Item>
      <Form.Item name="names" label={say('names')} extra={names === 'full' && say('namesRecorded')}>
        <Radio.Group
          options={[
            { value: 'masked', label: say('masked') },
            { value: 'full', label: say('full') },
          ]}
        />
      </Form.Item>
      {names === 'full' && <PurposeItem usual={['printing', 'handing', 'checking']} />}
      <Form.Item name="layout" label={say('layout')}>
        <Radio.Group options={layouts.map((value) => ({ value, label: say('perPage', { count: value }) }))} />
      </Form.Item>
      {name.error && <Failure error={name.error} />}
      <Button
        type="primary"
        htmlType="submit"
        loading={name.isPending}
        disabled={chosen.length === 0}
        style={{ marginBlockEnd: 16 }}
      >
        {say('make', { count: chosen.length })}
      </Button>
      <CardsTable cards={listed} selected={selected} onSelect={setSelected} />
    </Form>
  )
}

interface CardsTableProps {
  readonly cards: readonly ListedCard[]
  readonly selected: readonly string[]
  readonly onSelect: (workers: readonly string[]) => void
}

function CardsTable({ cards, selected, onSelect }: CardsTableProps): ReactNode {
  const { data: employers } = useQuery(employersQuery)
  return (
    <SmallTable<ListedCard>
      label={say('which')}
      rowKey="worker"
      style={{ marginBlockEnd: 16 }}
      dataSource={cards}
      locale={{ emptyText: say('allPrinted') }}
      pagination={{ pageSize: PAGE, hideOnSinglePage: true, showSizeChanger: false }}
      rowSelection={{
        selectedRowKeys: [...selected],
        onChange: (keys) => onSelect(keys.map(String)),
        getCheckboxProps: (card) => ({ 'aria-label': say('choose', { name: nameOf(card) }) }),
        getTitleCheckboxProps: () => ({ 'aria-label': say('chooseAll') }),
      }}
      columns={[
        { title: say('serial'), dataIndex: 'serial', align: 'right', className: 'figure' },
        { title: say('name'), key: 'name', render: (_, card) => nameOf(card) },
        {
          title: say('lastFour'),
          key: 'digits',
          render: (_, { person }) => lastFourOf(person?.person?.identityNumber),
        },
        {
          title: say('employer'),
          key: 'employer',
          render: (_, { person }) => employers?.get(person?.employer ?? '') ?? '…',
        },
        {
          title: say('printedBefore'),
          key: 'printed',
          render: (_, { printed, printedOn }) =>
            printed === 0 ? say('never') : say('times', { count: printed, day: printedOn ? sayDay(printedOn) : '' }),
        },
      ]}
    />
  )
}

function nameOf({ person }: ListedCard): string {
  return person?.person?.name ?? '—'
}
