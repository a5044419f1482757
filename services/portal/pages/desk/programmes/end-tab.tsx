import { useQuery } from '@tanstack/react-query'
import { sumFen } from '@welfare/contracts/money.ts'
import { App, Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { newActKey } from '../../common/act-key.ts'
import { answerOf, api } from '../../common/api/client.ts'
import { Money } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { sayDay } from '../../common/shanghai.ts'
import { DayInput } from '../parts/day-input.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import type { Programme } from './programmes.queries.ts'
import { say } from './words.ts'

/** Two steps to the end: its last day, and, when nothing more can come for it, the closing. */
export function EndTab({ programme }: { readonly programme: Programme }): ReactNode {
  const { role } = useSession()
  const { id, status, lastDay } = programme
  if (status === 'closed') return <p>{say('closedSaid')}</p>
  return (
    <>
      <p>{lastDay ? say('lastDaySaid', { day: sayDay(lastDay) }) : say('lastDayNone')}</p>
      {role === 'officer' && <LastDay id={id} />}
      {role === 'officer' && lastDay && <Closure id={id} />}
    </>
  )
}

interface Typed {
  readonly lastDay: string
  readonly reason: string
}

function LastDay({ id }: { readonly id: string }): ReactNode {
  const { message } = App.useApp()
  const set = useAct(
    (body: Typed, key) =>
      answerOf(
        api.PUT('/v1/programmes/{id}/last-day', { body, params: { path: { id }, header: { 'Idempotency-Key': key } } }),
      ),
    { onDone: ({ lateEntriesUntil }) => void message.success(say('lastDaySet', { day: sayDay(lateEntriesUntil) })) },
  )
  return (
    <Form<Typed> layout="vertical" onFinish={(typed) => set.mutate(typed)} style={{ maxWidth: 480 }}>
      <Form.Item name="lastDay" label={say('lastDay')} rules={[{ required: true, message: say('dayMissing') }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="reason" label={say('reason')} rules={[{ required: true, message: say('reasonMissing') }]}>
        <Input maxLength={200} />
      </Form.Item>
      {set.error && <Failure error={set.error} />}
      <Button htmlType="submit" loading={set.isPending}>
        {say('setLastDay')}
      </Button>
    </Form>
  )
}

function Closure({ id }: { readonly id: string }): ReactNode {
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const ask = (said: string, key: string, dryRun: boolean) =>
    api.POST('/v1/programmes/{id}/closure', {
      body: { reason: said },
      params: { path: { id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  const preview = useQuery({
    queryKey: ['programmes', id, 'closure'],
    queryFn: () => answerOf(ask(say('close'), newActKey(), true)),
  })
  const close = useAct((said: string, key) => answerOf(ask(said, key, false)), {
    onDone: (answer) =>
      void message.success(say('status' in answer && answer.status === 'proposed' ? 'closeProposed' : 'closedSaid')),
  })
  if (preview.error) return <Failure error={preview.error} />
  if (!preview.data || !('returns' in preview.data)) return <Loading />
  const { refusedAs, returns, open } = preview.data
  return (
    <section aria-label={say('close')} style={{ maxWidth: 480, marginBlockStart: 24 }}>
      <h3>{say('close')}</h3>
      {returns.length === 0 ? (
        <p>{say('returnsNothing')}</p>
      ) : (
        <p>
          {say('returnsSaid')} <Money fen={sumFen(returns.map(({ amountFen }) => amountFen))} />
        </p>
      )}
      {refusedAs && (
        <p className="waits">{say('closeNotYet', { open: open.batches.length + open.consignments.length })}</p>
      )}
      <Input
        aria-label={say('reason')}
        placeholder={say('reason')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      {close.error && <Failure error={close.error} />}
      <Button
        danger
        disabled={!reason.trim() || refusedAs !== undefined}
        loading={close.isPending}
        onClick={() => close.mutate(reason.trim())}
        style={{ marginBlockStart: 8 }}
      >
        {say('close')}
      </Button>
    </section>
  )
}
