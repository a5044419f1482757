import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sumFen } from '@welfare/contracts/money.ts'
import { App, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { newActKey } from '../../common/act-key.ts'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { Money } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { ActForm } from '../parts/act-form.tsx'
import { DayInput } from '../parts/day-input.tsx'
import { useNames } from '../parts/directory.queries.ts'
import { Reading } from '../shell/reading.tsx'
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
  return (
    <ActForm
      form={`last-day.${id}`}
      submit={say('setLastDay')}
      perform={(body: Typed, key) =>
        answerOf(
          api.PUT('/v1/programmes/{id}/last-day', {
            body,
            params: { path: { id }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      onDone={({ lateEntriesUntil }) => void message.success(say('lastDaySet', { day: sayDay(lateEntriesUntil) }))}
    >
      <Form.Item name="lastDay" label={say('lastDay')} rules={[{ required: true, message: say('dayMissing') }]}>
        <DayInput />
      </Form.Item>
      <ReasonItem />
    </ActForm>
  )
}

function ReasonItem(): ReactNode {
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

type Payable = Extract<AnswerOf<'closeProgramme'>, { readonly payables: unknown }>['payables'][number]

/** Closing does not wait for it: it is paid, waived or agreed on afterwards, too. */
function Outstanding({ payables }: { readonly payables: readonly Payable[] }): ReactNode {
  const nameOf = useNames(payables.map(({ merchant }) => merchant))
  if (payables.length === 0) return null
  return (
    <>
      <p>{say('payablesSaid')}</p>
      <ul aria-label={say('payablesSaid')}>
        {payables.map(({ merchant, payableFen, disputedFen, numbers, invoices }) => (
          <li key={merchant}>
            {nameOf(merchant)} <Money fen={payableFen} />
            {disputedFen > 0 && (
              <>
                {mark('clause')}
                {say('payablesDisputed')} <Money fen={disputedFen} />
              </>
            )}
            {numbers.map(({ statement, number, unpaidFen }) => (
              <div key={`${statement} ${number}`}>
                <Link to="/desk/settlement/statements/$statement" params={{ statement }} search={{ number }}>
                  {say('payablesNumber', { number })}
                </Link>{' '}
                <Money fen={unpaidFen} />
              </div>
            ))}
            {invoices.map(({ purchase, invoice, invoiceNumber, unpaidFen }) => (
              <div key={`${purchase} ${invoice}`}>
                <Link to="/desk/goods/purchases/$purchase" params={{ purchase }}>
                  {say('payablesInvoice', { number: invoiceNumber })}
                </Link>{' '}
                <Money fen={unpaidFen} />
              </div>
            ))}
          </li>
        ))}
      </ul>
    </>
  )
}

function Closure({ id }: { readonly id: string }): ReactNode {
  const { message } = App.useApp()
  const ask = (said: string, key: string, dryRun: boolean) =>
    api.POST('/v1/programmes/{id}/closure', {
      body: { reason: said },
      params: { path: { id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  const preview = useQuery({
    queryKey: ['programmes', id, 'closure'],
    queryFn: () => answerOf(ask(say('close'), newActKey(), true)),
  })
  if (!preview.data || !('returns' in preview.data)) return <Reading of={preview} />
  const { refusedAs, returns, open, claims, payables } = preview.data
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
      {claims.length > 0 && (
        <p>
          {say('claimsSaid')} <Money fen={sumFen(claims.map(({ claimedFen }) => claimedFen))} />
        </p>
      )}
      <Outstanding payables={payables} />
      {refusedAs && (
        <p className="waits">{say('closeNotYet', { open: open.batches.length + open.consignments.length })}</p>
      )}
      <ActForm
        form={`closure.${id}`}
        submit={say('close')}
        isDanger
        isBarred={refusedAs !== undefined}
        perform={({ reason }: Pick<Typed, 'reason'>, key) => answerOf(ask(reason.trim(), key, false))}
        onDone={(answer) =>
          void message.success(say('status' in answer && answer.status === 'proposed' ? 'closeProposed' : 'closedSaid'))
        }
      >
        <ReasonItem />
      </ActForm>
    </section>
  )
}
