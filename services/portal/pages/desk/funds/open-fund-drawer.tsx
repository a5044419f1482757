import { useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input, Modal, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { sayWord } from '../../common/words.ts'
import { DayInput } from '../parts/day-input.tsx'
import { kindsQuery, useKindName } from '../parts/directory.queries.ts'
import { DivisionItem, DivisionsSelect, useOwnDivision } from '../parts/division-select.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { ManySelect } from '../parts/many-select.tsx'
import { Restored, Unanswered } from '../parts/unanswered.tsx'
import { Failure } from '../shell/states.tsx'
import { relationOptions } from './relation-drawer.tsx'
import { sayTerms } from './terms.ts'
import { say } from './words.ts'

const funderKinds = ['union', 'government', 'enterprise', 'foundation', 'public'] as const

interface Typed {
  readonly name: string
  readonly division: string
  readonly funder: { readonly name: string; readonly kind: (typeof funderKinds)[number] }
  readonly relation: BodyOf<'openFund'>['relation']
  readonly purposes: string[]
  readonly divisions: string[]
  readonly from: string | undefined
  readonly until: string | undefined
}
const empty: Partial<Typed> = { funder: { name: '', kind: 'union' }, purposes: [], divisions: [] }

/** @param onClose with the id of the new fund, where one was opened */
export function OpenFundDrawer({ onClose }: { readonly onClose: (fund?: string) => void }): ReactNode {
  const { message } = App.useApp()
  const draft = useDraft<Partial<Typed>>('open-fund', { ...empty, ...useOwnDivision() })
  const { data: kinds } = useQuery(kindsQuery)
  const [asked, ask] = useState<Typed>()
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
        onFinish={ask}
      >
        <Restored draft={draft} />
        <Unanswered act={open} />
        <Form.Item name="name" label={say('name')} rules={[{ required: true, message: say('nameMissing') }]}>
          <Input maxLength={100} />
        </Form.Item>
        <DivisionItem />
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
        <Form.Item name="relation" label={say('relation')} extra={say('relationHint')}>
          <Select allowClear options={relationOptions()} />
        </Form.Item>
        <Form.Item name="purposes" label={say('purposes')}>
          <ManySelect options={purposes} showSearch={{ optionFilterProp: 'label' }} />
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
      {asked && (
        <AskOnceMore
          typed={asked}
          onBack={() => ask(undefined)}
          onOpen={() => {
            ask(undefined)
            open.mutate(toBody(asked))
          }}
        />
      )}
    </Drawer>
  )
}

/** No act changes what a donor allows: it is read once more before it stands. */
function AskOnceMore({
  typed,
  onOpen,
  onBack,
}: {
  readonly typed: Typed
  readonly onOpen: () => void
  readonly onBack: () => void
}): ReactNode {
  const kind = useKindName()
  const division = useDivisionName([typed.division, ...typed.divisions])
  const terms = sayTerms(toBody(typed).restriction, { kind, division, programme: (id) => id })
  return (
    <Modal
      open
      title={say('askTitle', { name: typed.name })}
      okText={say('open')}
      cancelText={say('askBack')}
      onOk={onOpen}
      onCancel={onBack}
    >
      <p>
        <strong>{terms}</strong>
      </p>
      <p>{say('askWhat', { division: division(typed.division) })}</p>
    </Modal>
  )
}

function toBody({ name, division, funder, relation, purposes, divisions, from, until }: Typed): BodyOf<'openFund'> {
  const period = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  return { name, division, funder, ...(relation && { relation }), restriction: { purposes, divisions, ...period } }
}
