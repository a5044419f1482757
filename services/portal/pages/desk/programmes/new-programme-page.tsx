import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Card, Form, Input, InputNumber, Select, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { sayWord } from '../../common/words.ts'
import { kindsQuery } from '../parts/directory.queries.ts'
import { DivisionItem, useOwnDivision } from '../parts/division-select.tsx'
import { Restored, Unanswered } from '../parts/unanswered.tsx'
import { Reading } from '../shell/reading.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import { Failure, Loading, OfOtherRoles } from '../shell/states.tsx'
import { type Template, templatesQuery } from './programmes.queries.ts'
import { RulesExample } from './rules-example.tsx'
import { RulesFields } from './rules-fields.tsx'
import { sayTemplateSplit, toTypedSplitOf } from './template-split.ts'
import { fromToday, type TypedRules, toRules, toTyped } from './typed-rules.ts'
import { WindowCalendar } from './window-calendar.tsx'
import { say } from './words.ts'
import '../parts/parts.css'
import './programmes.css'

interface Typed {
  readonly template?: Template['template']
  readonly plan?: Template['plan']
  readonly name?: string
  readonly kind?: string
  readonly division?: string
  readonly year?: number
  readonly rules?: TypedRules
}

/** From a template to a programme: the rules are sentences with gaps, and an example says at once what they mean. */
export function NewProgrammePage(): ReactNode {
  const today = useToday()
  const { role } = useSession()
  if (role !== 'officer') return <OfOtherRoles roles={['officer']} />
  if (!today) return <Loading />
  return <NewProgramme today={today} />
}

function NewProgramme({ today }: { readonly today: string }): ReactNode {
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>('new-programme', { year: Number(today.slice(0, 4)), ...useOwnDivision() })
  const [typed, setTyped] = useState<Typed>(draft.initial)
  const { data: kinds } = useQuery(kindsQuery)
  const read = useQuery(templatesQuery(typed.year ?? Number(today.slice(0, 4))))
  const { data: templates } = read
  const define = useAct(
    (body: BodyOf<'defineProgramme'>, key) =>
      answerOf(api.POST('/v1/programmes', { body, params: { header: { 'Idempotency-Key': key } } })),
    {
      form: 'new-programme',
      onDone({ id }) {
        draft.drop()
        void message.success(say('defined'))
        void navigate({ to: '/desk/programmes/$programme', params: { programme: id } })
      },
    },
  )
  const rules = toRules(typed.rules ?? {})
  const body = toBody(typed)

  function keep(values: Typed): void {
    setTyped(values)
    draft.keep(values)
  }
  function begin({ template, kind, plan, chinese, english, rules: proposed, split }: Template): void {
    const named = template === 'empty' ? {} : { name: `${sayWord({ chinese, english })} ${typed.year}` }
    const begun = {
      ...typed,
      template,
      plan,
      ...named,
      ...(kind && { kind }),
      rules: { ...toTyped(fromToday(proposed, today)), ...(split && { split: toTypedSplitOf(split) }) },
    }
    form.setFieldsValue(begun)
    keep(begun)
  }

  return (
    <>
      <Typography.Title level={1}>{say('new')}</Typography.Title>
      <Reading of={read} />
      <Restored draft={draft} />
      <Typography.Title level={2}>{say('chooseTemplate')}</Typography.Title>
      <div className="templates">
        {templates?.items.map((template) => (
          <Card key={template.template} size="small" title={sayWord(template)}>
            <p>{sayWord({ chinese: template.saysChinese, english: template.saysEnglish })}</p>
            {template.split && <p className="hint">{sayTemplateSplit(template.split)}</p>}
            <Button
              type={typed.template === template.template ? 'primary' : 'default'}
              aria-pressed={typed.template === template.template}
              onClick={() => begin(template)}
            >
              {say('useTemplate', { name: sayWord(template) })}
            </Button>
          </Card>
        ))}
      </div>
      {typed.template && (
        <Form<Typed>
          form={form}
          layout="vertical"
          initialValues={draft.initial}
          onValuesChange={(_, all) => keep({ ...typed, ...all })}
          onFinish={() => body && define.mutate(body)}
        >
          <div className="fields">
            <Form.Item name="name" label={say('name')} rules={[{ required: true, message: say('nameMissing') }]}>
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item name="kind" label={say('kind')} rules={[{ required: true, message: say('kindMissing') }]}>
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                options={(kinds?.items ?? []).map(({ kind, chinese, english }) => ({
                  value: kind,
                  label: chinese && english ? sayWord({ chinese, english }) : kind,
                }))}
              />
            </Form.Item>
            <DivisionItem />
            <Form.Item name="year" label={say('year')}>
              <InputNumber min={2000} max={2100} precision={0} />
            </Form.Item>
          </div>
          <div className="rules-beside-example">
            <div>
              <Typography.Title level={2}>{say('rules')}</Typography.Title>
              <RulesFields plan={typed.plan ?? 'people'} />
            </div>
            {typed.plan !== 'sites' && <RulesExample rules={rules} />}
          </div>
          {rules && rules.windows.length > 0 && <WindowCalendar windows={rules.windows} today={today} />}
          <Unanswered act={define} />
          {define.error && <Failure error={define.error} />}
          <Button type="primary" htmlType="submit" loading={define.isPending} disabled={!body}>
            {say('define')}
          </Button>
        </Form>
      )}
    </>
  )
}

function toBody({
  name,
  kind,
  division,
  year,
  plan = 'people',
  rules: typed,
}: Typed): BodyOf<'defineProgramme'> | undefined {
  const rules = toRules(typed ?? {})
  if (!name?.trim() || !kind || !division || !year || !rules) return undefined
  return { name: name.trim(), kind, division, year, plan, rules }
}
