import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button, Empty, Form, Input, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../common/react/use-act.ts'
import { sayDay } from '../../common/shanghai.ts'
import { RegionTable } from '../parts/region-table.tsx'
import { Unanswered } from '../parts/unanswered.tsx'
import { employersQuery } from '../roster/roster.queries.ts'
import type { Programme } from '../shell/programme-choice.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { type Layout, layouts } from './card-sheets.tsx'
import { cardsQuery, type ListedCard, type Names, type PrintedSheet, peopleQuery, printCards } from './cards.queries.ts'
import { say } from './words.ts'

interface Typed {
  readonly which: 'new' | 'all'
  readonly names: Names
  readonly purpose: string
  readonly layout: Layout
}

interface ChooseCardsProps {
  readonly programme: Programme
  readonly onPrinted: (printed: PrintedSheet & { readonly layout: Layout }) => void
}

const PAGE = 50

/** Whose cards, how they name their holders, and how many stand on a page. */
export function ChooseCards({ programme, onPrinted }: ChooseCardsProps): ReactNode {
  const { worker } = useSearch({ strict: false }) as { worker?: string }
  const { data, error, refetch } = useQuery(cardsQuery(programme.id))
  const [form] = Form.useForm<Typed>()
  const which = Form.useWatch('which', form) ?? (worker ? 'all' : 'new')
  const names = Form.useWatch('names', form)
  const layout = Form.useWatch('layout', form) ?? 10
  const [selected, setSelected] = useState<readonly string[]>(worker ? [worker] : [])
  const print = useAct(printCards, {
    form: `print.${programme.id}`,
    changes: [['cards', programme.id]],
    onDone: (printed) => onPrinted({ ...printed, layout }),
  })
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (data.length === 0) return <Empty description={say('none')} />
  const shown = which === 'new' ? data.filter(({ printed }) => printed === 0) : data
  const chosen = selected.length > 0 ? selected : shown.map((card) => card.worker)
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      initialValues={{ which: worker ? 'all' : 'new', names: 'masked', purpose: say('usualPurpose'), layout: 10 }}
      onFinish={({ names: chosenNames, purpose = '' }) =>
        print.mutate({ programme: programme.id, workers: chosen, names: chosenNames, purpose })
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
      <CardsTable cards={shown} selected={selected} onSelect={setSelected} />
      <Form.Item name="names" label={say('names')} extra={names === 'full' && say('namesRecorded')}>
        <Radio.Group
          options={[
            { value: 'masked', label: say('masked') },
            { value: 'full', label: say('full') },
          ]}
        />
      </Form.Item>
      {names === 'full' && (
        <Form.Item name="purpose" label={say('purpose')} rules={[{ required: true, message: say('purposeMissing') }]}>
          <Input maxLength={200} style={{ maxWidth: 320 }} />
        </Form.Item>
      )}
      <Form.Item name="layout" label={say('layout')}>
        <Radio.Group options={layouts.map((value) => ({ value, label: say('perPage', { count: value }) }))} />
      </Form.Item>
      <Unanswered act={print} />
      {print.error && <Failure error={print.error} />}
      <Button type="primary" htmlType="submit" loading={print.isPending} disabled={chosen.length === 0}>
        {say('make', { count: chosen.length })}
      </Button>
    </Form>
  )
}

interface CardsTableProps {
  readonly cards: readonly ListedCard[]
  readonly selected: readonly string[]
  readonly onSelect: (workers: readonly string[]) => void
}

function CardsTable({ cards, selected, onSelect }: CardsTableProps): ReactNode {
  const [page, setPage] = useState(1)
  const seen = cards.slice((page - 1) * PAGE, page * PAGE).map(({ worker }) => worker)
  const { data: people } = useQuery(peopleQuery(seen))
  const { data: employers } = useQuery(employersQuery)
  const nameOf = (worker: string) => people?.get(worker)?.person?.name ?? '…'
  return (
    <RegionTable<ListedCard>
      label={say('which')}
      rowKey="worker"
      style={{ marginBlockEnd: 16 }}
      dataSource={cards}
      locale={{ emptyText: say('allPrinted') }}
      pagination={{ current: page, pageSize: PAGE, onChange: setPage, hideOnSinglePage: true, showSizeChanger: false }}
      rowSelection={{
        selectedRowKeys: [...selected],
        onChange: (keys) => onSelect(keys.map(String)),
        getCheckboxProps: ({ worker }) => ({ 'aria-label': say('choose', { name: nameOf(worker) }) }),
        getTitleCheckboxProps: () => ({ 'aria-label': say('chooseAll') }),
      }}
      columns={[
        { title: say('serial'), dataIndex: 'serial', align: 'right', className: 'figure' },
        { title: say('name'), dataIndex: 'worker', render: nameOf },
        {
          title: say('employer'),
          key: 'employer',
          render: (_, { worker }) => employers?.get(people?.get(worker)?.employer ?? '') ?? '…',
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
