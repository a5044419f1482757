import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Button, Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ProblemError } from '../../../common/api/problem.ts'
import { useAct } from '../../../common/react/use-act.ts'
import { allEmployersQuery } from '../../parts/directory.queries.ts'
import { DivisionItem, useOwnDivision } from '../../parts/division-select.tsx'
import { Failure } from '../../shell/states.tsx'
import { say } from '../words.ts'
import type { Person } from './worker-picker.tsx'

type Typed = BodyOf<'registerWorker'>

/** Somebody on no roster, who stays on none. Nothing that is typed here is kept; the form behind it keeps what it had. */
export function RegisterPerson({
  division,
  onKnown,
  onClose,
}: {
  readonly division?: string
  readonly onKnown: (person: Person) => void
  readonly onClose: () => void
}): ReactNode {
  const [form] = Form.useForm<Typed>()
  const own = useOwnDivision()
  const { data: employers = [] } = useQuery(allEmployersQuery)
  const names = [...new Set(employers.map(({ name }) => name))]
  const act = useAct(
    (body: Typed, key) => answerOf(api.POST('/v1/workers', { body, params: { header: { 'Idempotency-Key': key } } })),
    { changes: [['employers']], onDone: choose },
  )
  const known = knownIn(act.error)
  function choose({ id, name }: Person): void {
    onKnown({ id, name })
    onClose()
  }
  return (
    <Modal
      open
      title={say('registerPerson')}
      okText={say('registerAndChoose')}
      cancelText={say('leave')}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="hint">{say('registerWhat')}</p>
      <Form<Typed>
        form={form}
        layout="vertical"
        initialValues={division === undefined ? own : { division }}
        onValuesChange={() => act.error && act.reset()}
        onFinish={(typed) => act.mutate(withoutBlanks(typed))}
      >
        <Form.Item
          name="name"
          label={say('personName')}
          rules={[{ required: true, message: say('personNameMissing') }]}
        >
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
        <Form.Item
          name="identityNumber"
          label={say('identityNumber')}
          rules={[{ required: true, message: say('identityNumberMissing') }]}
        >
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
        <Form.Item
          name="employer"
          label={say('employer')}
          rules={[{ required: true, message: say('employerMissing') }]}
          extra={say('employerWhat')}
        >
          <AutoComplete
            options={names.map((value) => ({ value }))}
            showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) === true }}
          />
        </Form.Item>
        <Form.Item name="trade" label={say('trade')}>
          <Input maxLength={40} />
        </Form.Item>
        <DivisionItem />
      </Form>
      {act.error && <Failure error={act.error} />}
      {known && (
        <p>
          <Button onClick={() => choose(known)}>{say('choosePerson', { name: known.name })}</Button>
        </p>
      )}
    </Modal>
  )
}

/** Who has that number under that name already. */
function knownIn(error: Error | null): Person | undefined {
  if (!(error instanceof ProblemError) || error.code !== 'worker-already-registered') return undefined
  const { worker, maskedName } = error.problem
  return typeof worker === 'string' ? { id: worker, name: String(maskedName ?? worker) } : undefined
}

function withoutBlanks({ trade, ...typed }: Typed): Typed {
  return { ...typed, ...(trade?.trim() && { trade: trade.trim() }) }
}
