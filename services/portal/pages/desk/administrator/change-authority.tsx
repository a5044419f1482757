import { Button, Form, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { ChangedByOther, useChangedByOther } from '../parts/changed-by-other.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { Restored, Unanswered } from '../parts/unanswered.tsx'
import type { Role } from '../shell/roles.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { type Account, accountQuery } from './accounts.queries.ts'
import { ScopeItems, scopeOf, type TypedScope } from './scope-items.tsx'
import { useScopeWords } from './scope-words.ts'
import { say } from './words.ts'

export interface VersionedAccount {
  readonly account: Account
  readonly version: string
}

const roles = ['officer', 'approver', 'auditor', 'administrator', 'merchant-owner', 'merchant-till'] as const

interface TypedAuthority extends TypedScope {
  readonly role: Role
  readonly reason: string
}

/** A change is begun from what stands by then, and again from what it has come to. */
export function Authority({ newest }: { readonly newest: VersionedAccount }): ReactNode {
  const [begun, begin] = useState(newest)
  const [isDone, setDone] = useState(false)
  if (isDone && newest.version !== begun.version) {
    begin(newest)
    setDone(false)
  }
  return (
    <ChangeAuthority
      key={begun.version}
      begun={begun}
      newest={newest}
      onDone={() => setDone(true)}
      onTheirs={() => begin(newest)}
    />
  )
}

/** On the version that was looked at: who was quicker is shown beside it. */
function ChangeAuthority({
  begun: { account, version },
  newest,
  onDone,
  onTheirs,
}: {
  readonly begun: VersionedAccount
  readonly newest: VersionedAccount
  readonly onDone: () => void
  readonly onTheirs: () => void
}): ReactNode {
  const [fields] = Form.useForm<TypedAuthority>()
  const [seen, see] = useState(version)
  const theirs = newest.version === seen ? undefined : newest
  const { id, scope } = account
  const [division] = scope.divisions
  const nameOfDivision = useDivisionName([...scope.divisions, ...newest.account.scope.divisions])
  const scopeInWords = useScopeWords(nameOfDivision)
  // What was typed over an earlier version must not come back over a later one.
  const form = `authority.${id}.${version}`
  const draft = useDraft<Partial<TypedAuthority>>(form, {
    role: account.role,
    ...(division !== undefined && { division }),
    ...(scope.programmes && { programmes: scope.programmes }),
    ...(scope.merchants && { merchants: scope.merchants }),
  })
  const change = useAct(
    (
      { typed: { role, reason, ...typed }, version: on }: { readonly typed: TypedAuthority; readonly version: string },
      key,
    ) =>
      answerOf(
        api.PUT('/v1/accounts/{id}/authority', {
          params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': on } },
          body: { role, reason, scope: scopeOf(typed) },
        }),
      ),
    {
      form,
      onDone() {
        draft.drop()
        onDone()
      },
    },
  )
  const isOther = useChangedByOther(change.error, accountQuery(id).queryKey)
  const inWords = (role: Role, of: Account['scope']) => <p>{[say(`role.${role}`), scopeInWords(of)].join(' · ')}</p>
  const role = Form.useWatch('role', fields) ?? account.role
  return (
    <Form<TypedAuthority>
      name="change-authority"
      form={fields}
      layout="vertical"
      requiredMark={false}
      initialValues={draft.initial}
      onValuesChange={(_, all) => draft.keep(all)}
      onFinish={(typed) => change.mutate({ typed, version: seen })}
    >
      <Restored draft={draft} />
      <Unanswered act={change} />
      <Form.Item name="role" label={say('role')}>
        <Select options={roles.map((value) => ({ value, label: say(`role.${value}`) }))} />
      </Form.Item>
      <ScopeItems role={role} />
      <ReasonItem />
      {isOther && theirs && (
        <ChangedByOther
          theirs={inWords(theirs.account.role, theirs.account.scope)}
          mine={inWords(role, scopeOf(fields.getFieldsValue()))}
          onMine={() => {
            see(theirs.version)
            change.mutate({ typed: fields.getFieldsValue(), version: theirs.version })
          }}
          onTheirs={() => {
            draft.drop()
            onTheirs()
          }}
        />
      )}
      {isOther && !theirs && <Loading />}
      {change.error && !isOther && <Failure error={change.error} />}
      <Button htmlType="submit" loading={change.isPending} disabled={isOther}>
        {say('changeAuthority')}
      </Button>
    </Form>
  )
}

export function ReasonItem(): ReactNode {
  return (
    <Form.Item
      name="reason"
      label={say('reason')}
      rules={[{ required: true, whitespace: true, message: say('reasonMissing') }]}
    >
      <Input maxLength={200} />
    </Form.Item>
  )
}
