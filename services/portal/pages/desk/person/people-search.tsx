import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Space } from 'antd'
import type { ReactNode } from 'react'
import { newActKey } from '../../common/act-key.ts'
import { answerOf, api } from '../../common/api/client.ts'
import { PurposeItem } from '../parts/purpose-item.tsx'
import { Failure } from '../shell/states.tsx'
import type { Person } from './people-table.tsx'
import { toSearchTerms } from './search-terms.ts'
import { say } from './words.ts'

interface Typed {
  readonly who: string
  readonly purpose: string
}

interface PeopleSearchProps {
  /** Only on its roster. */
  readonly programme?: string
  /** Undefined: the search was cleared. */
  readonly onFound: (people: readonly Person[] | undefined) => void
}

/** By name, initials or the end of the number. What is typed goes into no address and is not kept; the ledger records the search. */
export function PeopleSearch({ programme, onFound }: PeopleSearchProps): ReactNode {
  const [form] = Form.useForm<Typed>()
  const search = useMutation({
    mutationFn: ({ who, purpose }: Typed) =>
      answerOf(
        api.POST('/v1/worker-look-ups', {
          params: { header: { 'Idempotency-Key': newActKey() } },
          body: { ...toSearchTerms(who), purpose, ...(programme && { programme }) },
        }),
      ),
    onSuccess: ({ items }) => onFound(items),
  })
  return (
    <Form<Typed>
      form={form}
      layout="inline"
      style={{ marginBlockEnd: 16, rowGap: 8 }}
      onFinish={(typed) => search.mutate(typed)}
    >
      <Form.Item
        name="who"
        label={say('who')}
        rules={[{ required: true, whitespace: true, message: say('whoMissing') }]}
      >
        <Input autoComplete="off" placeholder={say('whoHint')} maxLength={100} style={{ width: 260 }} />
      </Form.Item>
      <PurposeItem usual={['checking', 'asked', 'complaint', 'correction', 'audit']} />
      <Space>
        <Button type="primary" htmlType="submit" loading={search.isPending}>
          {say('search')}
        </Button>
        {search.data && (
          <Button
            onClick={() => {
              form.resetFields(['who'])
              search.reset()
              onFound(undefined)
            }}
          >
            {say('clear')}
          </Button>
        )}
      </Space>
      <div style={{ flexBasis: '100%' }}>
        {search.error && <Failure error={search.error} />}
        {search.data?.more && <Alert type="info" showIcon title={say('moreFound')} />}
      </div>
    </Form>
  )
}
