import { useQuery } from '@tanstack/react-query'
import { Form, Input, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { employersQuery } from '../roster/roster.queries.ts'
import type { Worker } from './person-header.tsx'
import { ReasonedAct } from './reasoned-act.tsx'
import { say } from './words.ts'

type Fields = Omit<BodyOf<'correctWorker'>, 'reason' | 'document'>
const FIELDS = ['name', 'identityNumber', 'phone', 'employer', 'trade', 'division'] as const

/** What is left blank stays as it is. Nothing that is typed here is kept. */
export function CorrectRecord({ person, onDone }: { readonly person: Worker; readonly onDone: () => void }): ReactNode {
  const [typed, setTyped] = useState<Partial<Fields>>({})
  const employers = useQuery(employersQuery)
  const corrected = FIELDS.filter((field) => typed[field])
  return (
    <ReasonedAct<Fields, unknown>
      form={`correct.${person.id}`}
      title={say('correct')}
      act={say('correctNow')}
      effect={
        corrected.length === 0
          ? say('correctHint')
          : say('correctEffect', { fields: corrected.map((field) => say(field)).join(mark('list')) })
      }
      onTyped={setTyped}
      fields={
        <>
          <Form.Item name="name" label={say('name')}>
            <Input autoComplete="off" maxLength={100} placeholder={person.person?.name ?? ''} />
          </Form.Item>
          <Form.Item name="identityNumber" label={say('identityNumber')}>
            <Input autoComplete="off" maxLength={40} placeholder={person.person?.identityNumber ?? ''} />
          </Form.Item>
          {typed.identityNumber && (
            <Form.Item name="formerNumber" label={say('formerNumber')}>
              <Radio.Group
                options={[
                  { value: 'keep', label: say('keepNumber') },
                  { value: 'release', label: say('releaseNumber') },
                ]}
              />
            </Form.Item>
          )}
          <Form.Item name="phone" label={say('phone')}>
            <Input autoComplete="off" inputMode="tel" maxLength={16} placeholder={person.person?.phone ?? ''} />
          </Form.Item>
          <Form.Item name="employer" label={say('employer')}>
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              options={[...(employers.data ?? [])].map(([value, label]) => ({ value, label }))}
            />
          </Form.Item>
          <Form.Item name="trade" label={say('trade')}>
            <Input maxLength={40} placeholder={person.trade} />
          </Form.Item>
          <Form.Item name="division" label={say('division')}>
            <Input maxLength={6} inputMode="numeric" placeholder={person.division} />
          </Form.Item>
        </>
      }
      perform={(said, key) =>
        answerOf(
          api.POST('/v1/workers/{id}/corrections', {
            params: { path: { id: person.id }, header: { 'Idempotency-Key': key } },
            body: withoutBlanks(said),
          }),
        )
      }
      changes={[['worker', person.id], ['roster']]}
      onDone={() => onDone()}
    />
  )
}

function withoutBlanks({ reason, ...fields }: Fields & { readonly reason: string }): BodyOf<'correctWorker'> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
  const said: Fields = Object.fromEntries(given)
  return { ...said, reason }
}
