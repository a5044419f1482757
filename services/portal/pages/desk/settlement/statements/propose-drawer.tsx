import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Drawer, Form, Select, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { newActKey } from '../../../common/act-key.ts'
import { type AnswerOf, answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { useMoney } from '../../../common/react/money.tsx'
import { useAct } from '../../../common/react/use-act.ts'
import { DayInput } from '../../parts/day-input.tsx'
import { allProgrammesQuery, useMerchantNames } from '../../parts/directory.queries.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import { Unanswered } from '../../parts/unanswered.tsx'
import { useSettled } from '../../parts/use-settled.ts'
import { useToday } from '../../shell/simulated-date.tsx'
import { Failure, Loading } from '../../shell/states.tsx'
import { sayOutcome } from '../outcomes.ts'
import { say } from '../words.ts'

type Row = AnswerOf<'proposeStatements'>['items'][number]
interface Asked {
  readonly programme: string
  readonly body: BodyOf<'proposeStatements'>
}

/** What would be proposed for every merchant of a programme; those that are ticked are. */
export function ProposeDrawer({
  programme: first,
  merchant,
  onClose,
}: {
  readonly programme: string | undefined
  /** Only this one. */
  readonly merchant?: string
  readonly onClose: () => void
}): ReactNode {
  const { message } = App.useApp()
  const money = useMoney()
  const today = useToday()
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const [programme, setProgramme] = useState(first)
  const [until, setUntil] = useState<string>()
  const [left, setLeft] = useState<readonly string[]>([])
  const range = { ...(merchant !== undefined && { merchants: [merchant] }), ...(until !== undefined && { until }) }
  const wanted = programme === undefined ? undefined : JSON.stringify({ programme, body: range } satisfies Asked)
  const asked = useSettled(wanted)
  const preview = useQuery({
    queryKey: ['settlement', 'proposing', asked],
    queryFn: () => ask(JSON.parse(asked ?? '') as Asked, newActKey(), true),
    enabled: asked !== undefined && asked === wanted,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const act = useAct((input: Asked, key) => ask(input, key), {
    form: 'propose-statements',
    onDone({ items }) {
      const proposed = items.filter(({ outcome }) => outcome === 'proposed').length
      const others = items.length - proposed
      void message.info(say(others > 0 ? 'proposedSome' : 'proposedAll', { proposed, others }), 6)
      onClose()
    },
  })
  const rows = preview.data?.items ?? []
  const nameOf = useMerchantNames(rows.map((row) => row.merchant))
  const possible = rows.filter(({ outcome }) => outcome === 'proposed').map(({ merchant }) => merchant)
  const chosen = possible.filter((merchant) => !left.includes(merchant))
  return (
    <Drawer open title={say('propose')} size={720} onClose={() => act.isPending || onClose()} destroyOnHidden>
      <p className="hint">{say('proposeWhat')}</p>
      <Form layout="vertical" disabled={act.isPending}>
        <Form.Item label={say('programme')} htmlFor="propose-programme">
          <Select
            id="propose-programme"
            disabled={merchant !== undefined}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={say('chooseProgramme')}
            value={programme ?? null}
            options={programmes
              .filter(({ plan }) => plan === 'people')
              .map(({ id, name, year }) => ({ value: id, label: `${name} · ${year}` }))}
            onChange={(id) => {
              setProgramme(id ?? undefined)
              setLeft([])
            }}
          />
        </Form.Item>
        <Form.Item label={say('proposeUntil')} htmlFor="propose-until" extra={say('proposeUntilHint')}>
          <DayInput id="propose-until" max={today} value={until} onChange={setUntil} />
        </Form.Item>
      </Form>
      <Unanswered act={act} />
      <div aria-live="polite">
        {preview.error && <Failure error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isFetching && <Loading />}
        {preview.data && rows.length === 0 && <p>{say('proposeNobody')}</p>}
        {rows.length > 0 && (
          <SmallTable<Row>
            label={say('proposePreview')}
            rowKey="merchant"
            dataSource={rows}
            rowSelection={{
              selectedRowKeys: chosen,
              getCheckboxProps: ({ merchant }) => ({
                disabled: !possible.includes(merchant),
                'aria-label': nameOf(merchant),
              }),
              onChange: (keys) => setLeft(possible.filter((merchant) => !keys.includes(merchant))),
            }}
            columns={[
              {
                title: say('merchant'),
                render: (_, { merchant, statement }) => (
                  <Link to="/desk/settlement/statements/$statement" params={{ statement }} onClick={onClose}>
                    {nameOf(merchant)}
                  </Link>
                ),
              },
              { title: say('number'), dataIndex: 'number', align: 'right' },
              { title: say('mealsCount'), dataIndex: 'meals', align: 'right' },
              {
                title: say('pay'),
                align: 'right',
                className: 'figure',
                render: (_, { dueFen }) => money(dueFen),
              },
              { title: say('proposeOutcome'), render: (_, { outcome }) => sayOutcome(outcome) },
            ]}
          />
        )}
        {act.error && <Failure error={act.error} />}
      </div>
      <Space style={{ marginBlockStart: 16 }}>
        <Button
          type="primary"
          loading={act.isPending}
          disabled={chosen.length === 0 || preview.isFetching}
          onClick={() => programme !== undefined && act.mutate({ programme, body: { ...range, merchants: chosen } })}
        >
          {say('proposeNow', { count: chosen.length })}
        </Button>
        <Button onClick={onClose}>{say('cancel')}</Button>
      </Space>
    </Drawer>
  )
}

function ask({ programme: id, body }: Asked, key: string, dryRun?: true) {
  const params = { path: { id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } }
  return answerOf(api.POST('/v1/programmes/{id}/statements', { body, params }))
}
