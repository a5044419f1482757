import { useQuery } from '@tanstack/react-query'
import { findingOutcomes } from '@welfare/contracts/finding-outcomes.ts'
import { App, Button, Descriptions, Drawer, Form, Input, Select, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { type AnswerOf, answeredWith, answerOf, api } from '../../common/api/client.ts'
import { bracketed, mark } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { showInstant } from '../../common/shanghai.ts'
import { sayWord } from '../../common/words.ts'
import { sayActor } from '../parts/actors.ts'
import { sayEventType } from '../parts/event-types.ts'
import { Restored } from '../parts/unanswered.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { EventDrawer } from './event-drawer.tsx'
import { sayFacts, sayRule } from './finding-facts.ts'
import { sayKind } from './finding-kind.ts'
import { useThingNames } from './thing-names.ts'
import { say } from './words.ts'

type FindingAnswer = AnswerOf<'getFinding'>
type Outcome = keyof typeof findingOutcomes

interface Review {
  readonly outcome?: Outcome
  readonly reason?: string
}

/** A finding with its evidence, what was said of it, and for who may, what becomes of it. */
export function FindingDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['finding', id],
    queryFn: () => answeredWith(api.GET('/v1/findings/{id}', { params: { path: { id } } })),
  })
  const [sequence, setSequence] = useState<number>()
  const { role } = useSession()
  const mayReview = role === 'auditor' || role === 'approver'
  return (
    <Drawer open title={say('finding')} size="min(760px, 100vw)" onClose={onClose} destroyOnHidden>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <Evidence answer={data.body} onOpen={setSequence} />}
      {data && mayReview && <ReviewForm answer={data.body} version={data.version ?? '"0"'} />}
      {sequence !== undefined && <EventDrawer sequence={sequence} onClose={() => setSequence(undefined)} />}
    </Drawer>
  )
}

function Evidence({
  answer: { finding, reviews },
  onOpen,
}: {
  readonly answer: FindingAnswer
  readonly onOpen: (sequence: number) => void
}): ReactNode {
  const money = useMoney()
  const nameOf = useThingNames()
  const facts = sayFacts(finding.facts, { money, nameOf }).map(({ text, ...fact }) => ({ ...fact, children: text }))
  return (
    <>
      <Descriptions
        size="small"
        bordered
        column={1}
        items={[
          { key: 'kind', label: say('findingKind'), children: sayKind(finding.kind) },
          { key: 'rule', label: say('rule'), children: sayRule(finding.kind, finding.thresholds) },
          { key: 'status', label: say('status'), children: say(`status.${finding.status}`) },
          { key: 'programme', label: say('programme'), children: finding.programmeName ?? '—' },
          { key: 'merchant', label: say('merchant'), children: finding.merchantName ?? '—' },
          ...facts,
        ]}
      />
      <Typography.Title level={3}>{say('evidence', { count: finding.eventCount })}</Typography.Title>
      {finding.events.length < finding.eventCount && (
        <p className="hint">{say('firstOfEvidence', { count: finding.events.length.toLocaleString('zh-CN') })}</p>
      )}
      <DataTable
        name="finding-events"
        rows={finding.events}
        rowKey={({ event }) => event}
        columns={[
          {
            key: 'event',
            title: say('sequence'),
            text: ({ sequence }) => String(sequence),
            render: ({ sequence }) => (
              <Button type="link" className="in-line" onClick={() => onOpen(sequence)}>
                {say('event', { sequence })}
              </Button>
            ),
            order: ({ sequence }) => sequence,
            width: 140,
          },
          { key: 'type', title: say('summary'), text: ({ type }) => sayEventType(type) },
          {
            key: 'at',
            title: say('occurredAt'),
            text: ({ occurredAt }) => (occurredAt === null ? '' : showInstant(occurredAt)),
            order: ({ occurredAt }) => occurredAt ?? '',
            width: 220,
          },
          { key: 'state', title: say('status'), text: ({ takenBack }) => (takenBack ? say('takenBack') : '') },
        ]}
      />
      {reviews.length > 0 && <Typography.Title level={3}>{say('reviews')}</Typography.Title>}
      <ul>
        {reviews.map(({ version, outcome, reason, reviewedBy, reviewedAt }) => (
          <li key={version}>
            <strong>{sayWord(findingOutcomes[outcome])}</strong>{' '}
            {bracketed(
              reason,
              [sayActor(reviewedBy), reviewedAt && showInstant(reviewedAt)].filter(Boolean).join(' · '),
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function ReviewForm({
  answer: { finding },
  version,
}: {
  readonly answer: FindingAnswer
  readonly version: string
}): ReactNode {
  const { message, modal } = App.useApp()
  const draft = useDraft<Review>(`finding-review.${finding.id}`, {})
  const [form] = Form.useForm<Review>()
  const review = useAct(
    ({ outcome, reason }: Required<Review>, key) =>
      answerOf(
        api.POST('/v1/findings/{id}/reviews', {
          params: { path: { id: finding.id }, header: { 'Idempotency-Key': key, 'If-Match': version } },
          body: { outcome, reason, eventCount: finding.eventCount },
        }),
      ),
    {
      onDone() {
        draft.drop()
        form.resetFields()
        void message.success(say('reviewDone'))
      },
    },
  )
  return (
    <>
      <Typography.Title level={3}>{say('review')}</Typography.Title>
      <Restored draft={draft} />
      <Form<Review>
        form={form}
        layout="vertical"
        initialValues={draft.initial}
        onValuesChange={(_changed, values) => draft.keep(values)}
        onFinish={(values) =>
          modal.confirm({
            title: say('reviewStays'),
            content: [sayOutcome(values), values.reason].join(mark('colon')),
            okText: say('sendReview'),
            cancelText: say('back'),
            onOk: () => review.mutate(values as Required<Review>),
          })
        }
      >
        <Form.Item name="outcome" label={say('outcome')} rules={[{ required: true, message: say('outcomeMissing') }]}>
          <Select
            aria-label={say('outcome')}
            options={Object.entries(findingOutcomes).map(([value, word]) => ({ value, label: sayWord(word) }))}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={say('reviewReason')}
          extra={say('reviewReasonHelp')}
          rules={[{ required: true, message: say('reviewReasonMissing') }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
        {review.error && <Failure error={review.error} />}
        <Button type="primary" htmlType="submit" loading={review.isPending}>
          {say('sendReview')}
        </Button>
      </Form>
    </>
  )
}

function sayOutcome({ outcome }: Review): string {
  return outcome === undefined ? '' : sayWord(findingOutcomes[outcome])
}
