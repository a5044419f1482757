import type { QueryKey } from '@tanstack/react-query'
import { Button, Form } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { Failure } from '../shell/states.tsx'
import { Restored, Unanswered } from './unanswered.tsx'

interface Props<Values extends object, Result> {
  /** Unique name of the draft, with the id of what it is about. */
  readonly form: string
  readonly empty?: Partial<Values>
  readonly layout?: 'inline' | 'vertical'
  readonly submit: string
  readonly isDanger?: boolean
  readonly isBarred?: boolean
  readonly perform: (typed: Values, key: string) => Promise<Result>
  readonly changes?: readonly QueryKey[]
  readonly onDone?: (result: Result) => void
  readonly children: ReactNode
}

/** An act of a few fields that stands on its page: what is typed is kept until it was sent, and the fields are empty for the next. */
export function ActForm<Values extends object, Result>(props: Props<Values, Result>): ReactNode {
  const { form: name, empty = {}, layout = 'vertical', submit, isDanger, isBarred, perform, changes, onDone } = props
  const [fields] = Form.useForm<Values>()
  const draft = useDraft<Partial<Values>>(name, empty as Partial<Values>)
  const [isSent, setSent] = useState(false)
  const act = useAct(perform, {
    form: name,
    ...(changes && { changes }),
    onDone(result) {
      draft.drop()
      setSent(true)
      const typed = Object.keys(fields.getFieldsValue())
      fields.setFieldsValue({ ...Object.fromEntries(typed.map((field) => [field, undefined])), ...empty } as Values)
      onDone?.(result)
    },
  })
  return (
    <>
      {!isSent && <Restored draft={draft} />}
      <Unanswered act={act} />
      <Form<Values>
        form={fields}
        layout={layout}
        initialValues={draft.initial}
        onValuesChange={(_, all) => draft.keep(all)}
        onFinish={(typed) => act.mutate(typed)}
        style={layout === 'inline' ? { marginBlockEnd: 12, rowGap: 8 } : { maxWidth: 480 }}
      >
        {props.children}
        {act.error && layout === 'vertical' && <Failure error={act.error} />}
        <Button htmlType="submit" danger={isDanger === true} disabled={isBarred === true} loading={act.isPending}>
          {submit}
        </Button>
      </Form>
      {act.error && layout === 'inline' && <Failure error={act.error} />}
    </>
  )
}
