import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Descriptions, Form, Modal, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { useSession } from '../../common/react/session.tsx'
import { PurposeItem } from '../parts/purpose-item.tsx'
import { employersQuery } from '../roster/roster.queries.ts'
import { Failure } from '../shell/states.tsx'
import { CorrectRecord } from './correct-record.tsx'
import { MergeRecords } from './merge-records.tsx'
import { say } from './words.ts'

export type Worker = AnswerOf<'readWorker'>

type Act = 'reveal' | 'correct' | 'merge'

/** Who it is, masked; the real name for a purpose that is recorded, and not kept when the page is left. */
export function PersonHeader({ person }: { readonly person: Worker }): ReactNode {
  const { role } = useSession()
  const [revealed, setRevealed] = useState<Worker>()
  const [act, setAct] = useState<Act>()
  const employers = useQuery(employersQuery)
  const shown = (revealed ?? person).person
  const { employer, trade, division, processing, mergedInto } = person
  const mayChange = (role === 'officer' || role === 'administrator') && processing === 'open' && !mergedInto
  const close = () => setAct(undefined)
  return (
    <header>
      <Typography.Title level={1}>{shown?.name ?? say(processing)}</Typography.Title>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 3 }}
        items={[
          { key: 'number', label: say('identityNumber'), children: shown?.identityNumber ?? '—' },
          { key: 'phone', label: say('phone'), children: shown?.phone ?? '—' },
          { key: 'employer', label: say('employer'), children: employers.data?.get(employer) ?? '—' },
          { key: 'trade', label: say('trade'), children: trade },
          { key: 'division', label: say('division'), children: division },
        ]}
      />
      <Space wrap style={{ marginBlockStart: 12 }}>
        {role !== 'approver' && processing === 'open' && !revealed && (
          <Button onClick={() => setAct('reveal')}>{say('reveal')}</Button>
        )}
        {mayChange && <Button onClick={() => setAct('correct')}>{say('correct')}</Button>}
        {mayChange && <Button onClick={() => setAct('merge')}>{say('merge')}</Button>}
      </Space>
      {act === 'reveal' && (
        <Reveal
          worker={person.id}
          onDone={(read) => {
            setRevealed(read)
            close()
          }}
        />
      )}
      {act === 'correct' && <CorrectRecord person={person} onDone={close} />}
      {act === 'merge' && <MergeRecords person={person} onDone={close} />}
    </header>
  )
}

function Reveal({
  worker,
  onDone,
}: {
  readonly worker: string
  readonly onDone: (revealed?: Worker) => void
}): ReactNode {
  const [form] = Form.useForm<{ purpose: string }>()
  const read = useMutation({
    mutationFn: ({ purpose }: { readonly purpose: string }) =>
      answerOf(api.GET('/v1/workers/{id}', { params: { path: { id: worker }, query: { reveal: true, purpose } } })),
    onSuccess: onDone,
  })
  return (
    <Modal
      open
      title={say('revealTitle')}
      okText={say('reveal')}
      cancelText={say('leave')}
      confirmLoading={read.isPending}
      onOk={() => form.submit()}
      onCancel={() => onDone()}
    >
      <Form form={form} layout="vertical" onFinish={read.mutate}>
        <PurposeItem usual={['checking', 'asked', 'complaint', 'correction', 'audit']} />
      </Form>
      {read.error && <Failure error={read.error} />}
    </Modal>
  )
}
