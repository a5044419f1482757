import { useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, type FormInstance, Space } from 'antd'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { newActKey } from '../../common/act-key.ts'
import type { Schemas } from '../../common/api/client.ts'
import { isWorthRepeating, ProblemError } from '../../common/api/problem.ts'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { Failure } from '../shell/states.tsx'
import { ActMoves, sayBecause, titleOfMoves } from './act-moves.tsx'
import { Restored, Unanswered } from './unanswered.tsx'
import { useSettled } from './use-settled.ts'
import { WhatIsMissing } from './what-is-missing.tsx'
import { say } from './words.ts'

type Preview = Pick<Schemas['ActPreview'], 'moves' | 'needsApproval' | 'because'>

export interface RefusedAct<Body> {
  readonly error: Error
  readonly body: Body
  again(): void
  /** What was typed is dropped. */
  giveUp(): void
}

interface Props<Values extends object, Body, Sent> {
  readonly title: string
  /** Unique name of the draft, with the id of what it is about. */
  readonly form: string
  /** What it begins with, where that changes by itself: what was typed over something else does not come back. The act is the same one. */
  readonly begunFrom?: string
  readonly empty: Partial<Values>
  /** Undefined as long as something is missing. */
  toBody(values: Partial<Values>): Body | undefined
  /** Absent where nothing moves. */
  preview?(body: Body, key: string): Promise<Preview>
  send(body: Body, key: string): Promise<Sent>
  /** What the button says where nobody else has to agree. */
  readonly submit: string
  /** What is said once it is done. */
  readonly done: string
  readonly nameOf?: (id: string) => string
  /** Says a refusal otherwise than by its sentence. */
  readonly refusedAs?: (refused: RefusedAct<Body>) => ReactNode
  readonly children: ReactNode | ((form: FormInstance<Values>, values: Partial<Values>) => ReactNode)
  readonly onClose: (sent?: Sent) => void
}

/** An act on money or goods: a form, what it would move, and one button that does it or sends it to who approves. */
export function ActDrawer<Values extends object, Body extends object, Sent>(
  props: Props<Values, Body, Sent>,
): ReactNode {
  const { title, form: name, begunFrom, empty, submit, done, nameOf, children, onClose } = props
  const { message } = App.useApp()
  const { unit } = useMoneyUnit()
  const [form] = Form.useForm<Values>()
  const draft = useDraft<Partial<Values>>(begunFrom === undefined ? name : `${name}.${begunFrom}`, empty)
  const [values, setValues] = useState<Partial<Values>>(draft.initial)
  const shown: Partial<Values> | undefined = Form.useWatch([], form)
  useEffect(() => {
    // A field that comes into sight again, with what was typed into it, is no change of any field.
    if (shown && Object.keys(shown).length > 0) setValues(shown)
  }, [shown])
  const body = props.toBody(values)
  const whyNot = useId()
  const asked = useSettled(body === undefined ? undefined : JSON.stringify(body))
  const preview = useQuery({
    queryKey: ['act-preview', name, asked],
    queryFn: () => props.preview?.(JSON.parse(asked ?? '') as Body, newActKey()) ?? null,
    enabled: asked !== undefined && props.preview !== undefined,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const act = useAct(props.send, {
    form: name,
    onDone(sent) {
      draft.drop()
      void message.success(isWaiting(sent) ? say('proposed') : done)
      onClose(sent)
    },
  })
  const isCurrent = asked !== undefined && asked === (body && JSON.stringify(body))
  const isRefused = isCurrent && preview.error !== null && !isWorthRepeating(preview.error)
  const refused = act.error ?? (isCurrent ? preview.error : null)
  const sayRefused = (error: Error) =>
    props.refusedAs && body ? (
      props.refusedAs({ error, body, again: () => act.mutate(body), giveUp })
    ) : (
      <Failure error={error} />
    )
  function giveUp(): void {
    draft.drop()
    onClose()
  }
  return (
    <Drawer open title={title} size={480} onClose={() => act.isPending || onClose()} destroyOnHidden>
      <Form<Values>
        form={form}
        disabled={act.isPending}
        layout="vertical"
        initialValues={draft.initial}
        onValuesChange={(_, all) => {
          if (act.error) act.reset()
          setValues(all)
          draft.keep(all)
        }}
        onFinish={() => body && act.mutate(body)}
      >
        <Restored draft={draft} />
        <Unanswered act={act} />
        {typeof children === 'function' ? children(form, values) : children}
        <div aria-live="polite">
          {isCurrent && preview.data && !act.error && (
            <>
              <h3>{titleOfMoves(preview.data.moves, unit)}</h3>
              <ActMoves moves={preview.data.moves} {...(nameOf && { nameOf })} />
              {preview.data.because.map((because) => (
                <p key={because.rule + because.kind} className="waits">
                  {sayBecause(because)}
                </p>
              ))}
            </>
          )}
          {refused && sayRefused(refused)}
          {isReused(act.error) && <p className="waits">{say('earlierRecorded')}</p>}
        </div>
        <Space wrap style={{ marginBlockStart: 16 }}>
          <Button
            type="primary"
            htmlType="submit"
            loading={act.isPending}
            disabled={body === undefined || (isRefused && !act.isUnanswered)}
            {...(body === undefined && { 'aria-describedby': whyNot })}
          >
            {isCurrent && preview.data?.needsApproval ? say('propose') : submit}
          </Button>
          <Button onClick={() => onClose()}>{say('cancel')}</Button>
          {body === undefined && <WhatIsMissing id={whyNot} values={values} />}
        </Space>
      </Form>
    </Drawer>
  )
}

function isWaiting(sent: unknown): boolean {
  return typeof sent === 'object' && sent !== null && 'status' in sent && sent.status === 'proposed'
}

/** What was sent before under the same key, otherwise filled in, is recorded: its answer was lost. */
function isReused(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'idempotency-key-reused'
}
