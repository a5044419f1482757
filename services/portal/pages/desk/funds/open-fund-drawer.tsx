import { useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { sayWord } from '../../common/words.ts'
import { DayInput } from '../parts/day-input.tsx'
import { kindsQuery } from '../parts/directory.queries.ts'
import { DivisionSelect, DivisionsSelect } from '../parts/division-select.tsx'
import { Failure } from '../shell/states.tsx'
import { say } from './words.ts'

const funderKinds = ['union', 'government', 'enterprise', 'foundation', 'public'] as const

interface Typed {
  readonly name: string
  readonly division: string
  readonly funder: { readonly name: string; readonly kind: (typeof funderKinds)[number] }
  readonly purposes: string[]
  readonly divisions: string[]
  readonly from: string | undefined
  readonly until: string | undefined
}
const empty: Partial<Typed> = { funder: { name: '', kind: 'union' }, purposes: [], divisions: [] }

/** @param onClose with the id of the new fund, where one was opened */
export function OpenFundDrawer({ onClose }: { readonly onClose: (fund?: string) => void }): ReactNode {
  const { message } = App.useApp()
  const draft = useDraft<Partial<Typed>>('open-fund', empty)
  const { data: kinds } = useQuery(kindsQuery)
  const open = useAct(
    (body: BodyOf<'openFund'>, key) =>
      answerOf(api.POST('/v1/funds', { body, params: { header: { 'Idempotency-Key': key } } })),
    {
      form: 'open-fund',
      onDone({ id }) {
        draft.drop()
        void message.success(say('opened'))
        onClose(id)
      },
    },
  )
  const purposes = (kinds?.items ?? []).map(({ kind, chinese, english }) => ({
    value: kind,
    label: chinese && english ? sayWord({ chinese, english }) : kind,
  }))
  return (
    <Drawer open title={say('open')} size={480} onClose={() => onClose()}>
      <Form<Typed>
        layout="vertical"
        initialValues={draft.initial}
        onValuesChange={(_, all) => draft.keep(all)}
        onFinish={(typed) => open.mutate(toBody(typed))}
      >
        <Form.Item name="name" label={say('name')} rules={[{ required: true, message: say('nameMissing') }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="division"
          label={say('division')}
          rules={[{ required: true, message: say('divisionMissing') }]}
        >
          <DivisionSelect />
        </Form.Item>
        <Form.Item
          name={['funder', 'name']}
          label={say('funderName')}
          rules={[{ required: true, message: say('funderMissing') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name={['funder', 'kind']} label={say('funderKind')}>
          <Select options={funderKinds.map((kind) => ({ value: kind, label: say(`funder.${kind}`) }))} />
        </Form.Item>
        <Form.Item name="purposes" label={say('purposes')}>
          <Select mode="multiple" options={purposes} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item name="divisions" label={say('onlyIn')}>
          <DivisionsSelect />
        </Form.Item>
        <Form.Item name="from" label={say('validFrom')}>
          <DayInput />
        </Form.Item>
        <Form.Item name="until" label={say('validUntil')}>
          <DayInput />
        </Form.Item>
        {open.error && <Failure error={open.error} />}
        <Button type="primary" htmlType="submit" loading={open.isPending}>
          {say('open')}
        </Button>
      </Form>
    </Drawer>
  )
}

function toBody({ name, division, funder, purposes, divisions, from, until }: Typed): BodyOf<'openFund'> {
  const period = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  return { name, division, funder, restriction: { purposes, divisions, ...period } }
}
