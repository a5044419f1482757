import { subtractFen } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { previewOf } from '../../parts/preview.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { AmountField, DayFields, lateOf } from './grant-drawer.tsx'
import type { Grant } from './payers.queries.ts'
import { say } from './words.ts'

interface Typed {
  readonly amountFen: number
  readonly reason: string
  readonly reducedOn: string
  readonly lateReason: string
}
type Body = BodyOf<'reduceDirectPayment'>

/** What of a grant is in no programme goes back to who would have paid it. */
export function ReductionDrawer({
  grant: { id, fund, noticeNumber, amountFen, reducedFen },
  onClose,
}: {
  readonly grant: Grant
  readonly onClose: () => void
}): ReactNode {
  const ask = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/direct-payment-reductions', {
      body,
      params: { path: { id: fund }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ActDrawer<Typed, Body, object>
      title={say('reduceTitle', { notice: noticeNumber })}
      form={`reduce.${id}`}
      empty={{ amountFen: subtractFen(amountFen, reducedFen) }}
      toBody={(typed) => toBody(id, typed)}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('reduce')}
      done={say('reduced')}
      onClose={() => onClose()}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('reduceWhat')}</p>
          <AmountField />
          <ReasonField />
          <DayFields name="reducedOn" label={say('reducedOn')} isLate={Boolean(values.reducedOn)} />
        </>
      )}
    </ActDrawer>
  )
}

function toBody(grant: string, { amountFen, reason, reducedOn, lateReason }: Partial<Typed>): Body | undefined {
  if (!amountFen || !reason?.trim()) return undefined
  return { grant, amountFen, reason: reason.trim(), ...lateOf({ day: reducedOn, lateReason }, 'reducedOn') }
}
