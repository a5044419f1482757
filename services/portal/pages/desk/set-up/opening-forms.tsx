import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { LimitForm } from '../administrator/limit-form.tsx'
import { OpenAccountForm, type Opened } from '../administrator/open-account-form.tsx'
import { DivisionSelect, useOwnDivision } from '../parts/division-select.tsx'
import { Restored } from '../parts/unanswered.tsx'
import { Failure } from '../shell/states.tsx'
import { firstStepsKey } from './first-steps.queries.ts'
import type { OpeningStep } from './first-steps.ts'
import { say } from './words.ts'

/** What the administrator enters at a step. */
export function OpeningForm({
  step,
  division,
  onOpened,
}: {
  readonly step: Exclude<OpeningStep, 'administrator'>
  /** Of the union; undefined at its own step alone. */
  readonly division: string | undefined
  readonly onOpened: (step: OpeningStep, opened: Opened) => void
}): ReactNode {
  const client = useQueryClient()
  const refresh = () => void client.invalidateQueries({ queryKey: firstStepsKey })
  if (step === 'union' || division === undefined) return <UnionForm />
  if (step === 'limit') return <LimitForm division={division} onSet={refresh} />
  return (
    <OpenAccountForm
      key={step}
      role={step}
      division={division}
      draft={`first-${step}`}
      onOpened={(opened) => {
        onOpened(step, opened)
        refresh()
      }}
    />
  )
}

interface TypedUnion {
  readonly name?: string
  readonly division?: string
}

function UnionForm(): ReactNode {
  const draft = useDraft<TypedUnion>('first-union', useOwnDivision())
  const { initial, keep, drop } = draft
  const register = useAct(
    ({ name = '', division = '' }: TypedUnion, key) =>
      answerOf(
        api.POST('/v1/unions', {
          params: { header: { 'Idempotency-Key': key } },
          body: { name: name.trim(), division },
        }),
      ),
    { onDone: drop },
  )
  return (
    <Form<TypedUnion>
      name="union"
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onValuesChange={(_, typed) => keep(typed)}
      onFinish={(typed) => register.mutate(typed)}
    >
      <Restored draft={draft} />
      <Form.Item
        name="name"
        label={say('unionName')}
        rules={[{ required: true, whitespace: true, message: say('unionNameMissing') }]}
      >
        <Input placeholder={say('unionNameExample')} maxLength={100} />
      </Form.Item>
      <Form.Item name="division" label={say('division')} rules={[{ required: true, message: say('divisionMissing') }]}>
        <DivisionSelect />
      </Form.Item>
      {register.error && (
        <Form.Item>
          <Failure error={register.error} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={register.isPending}>
        {say('registerUnion')}
      </Button>
    </Form>
  )
}
