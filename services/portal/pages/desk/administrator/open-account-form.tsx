import { ACCOUNT_NAME } from '@welfare/contracts/events/written-numbers.ts'
import { Button, Form, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { DivisionSelect } from '../parts/division-select.tsx'
import { Restored } from '../parts/unanswered.tsx'
import type { Role } from '../shell/roles.ts'
import { Failure } from '../shell/states.tsx'
import { OneTimePassword } from './one-time-password.tsx'
import { ScopeItems, scopeOf, type TypedScope } from './scope-items.tsx'
import { say } from './words.ts'

const roles = ['officer', 'approver', 'auditor', 'administrator', 'merchant-owner', 'merchant-till'] as const

interface Typed extends TypedScope {
  readonly account?: string
  readonly kind: 'person' | 'machine'
  readonly role?: Role
}

export type Opened = AnswerOf<'openAccount'>

/**
 * @param role that is opened here; without it any may be chosen, and a machine's account too
 * @param draft unique name of the form
 */
export function OpenAccountForm({
  role,
  division,
  draft: form,
  onOpened,
}: {
  readonly role?: Role
  /** Where it holds, unless another is chosen. */
  readonly division?: string | undefined
  readonly draft: string
  /** Takes the one-time password over, which is shown here otherwise. */
  readonly onOpened?: (opened: Opened) => void
}): ReactNode {
  const empty: Typed = {
    kind: 'person',
    ...(role && { account: role, role }),
    ...(division !== undefined && { division }),
  }
  const draft = useDraft(form, empty)
  const { initial, keep, drop } = draft
  const [opened, setOpened] = useState<Opened>()
  const [fields] = Form.useForm<Typed>()
  const chosenRole = Form.useWatch('role', fields) ?? initial.role
  const open = useAct(
    ({ account = '', kind, role: chosen = 'officer', ...scope }: Typed, key) =>
      answerOf(
        api.POST('/v1/accounts', {
          params: { header: { 'Idempotency-Key': key } },
          body: { account, kind, role: chosen, scope: scopeOf(scope) },
        }),
      ),
    {
      onDone(answer) {
        drop()
        fields.setFieldsValue(empty)
        if (onOpened) onOpened(answer)
        else setOpened(answer)
      },
    },
  )
  return (
    <>
      <Form<Typed>
        name={form}
        form={fields}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onValuesChange={(_, typed) => keep(typed)}
        onFinish={(typed) => {
          setOpened(undefined)
          open.mutate({ ...initial, ...typed })
        }}
      >
        {!opened && <Restored draft={draft} />}
        <Form.Item
          name="account"
          label={say('account')}
          extra={say('accountWhat')}
          rules={[{ required: true, pattern: ACCOUNT_NAME, message: say('accountForm') }]}
        >
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
        {role === undefined && (
          <>
            <Form.Item name="role" label={say('role')} rules={[{ required: true, message: say('roleMissing') }]}>
              <Select options={roles.map((value) => ({ value, label: say(`role.${value}`) }))} />
            </Form.Item>
            <Form.Item name="kind" label={say('kind')} extra={say('kindWhat')}>
              <Select
                options={(['person', 'machine'] as const).map((value) => ({ value, label: say(`kind.${value}`) }))}
              />
            </Form.Item>
          </>
        )}
        {role !== undefined && (
          <Form.Item name="division" label={say('reach')} rules={[{ required: true, message: say('reachMissing') }]}>
            <DivisionSelect isWholeOffered />
          </Form.Item>
        )}
        {role === undefined && <ScopeItems role={chosenRole} />}
        {open.error && (
          <Form.Item>
            <Failure error={open.error} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={open.isPending}>
          {role === undefined ? say('openAccount') : say('openAccountOf', { role: say(`role.${role}`) })}
        </Button>
      </Form>
      {opened?.oneTimePassword !== undefined && (
        <div style={{ marginBlockStart: 16 }}>
          <OneTimePassword account={opened.account} password={opened.oneTimePassword} />
        </div>
      )}
    </>
  )
}
