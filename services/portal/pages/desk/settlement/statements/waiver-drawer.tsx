import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { previewOf } from '../../parts/preview.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { PaperFields, type TypedPaper, toDocument } from '../paper-fields.tsx'
import type { StatementNumber } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { allOf } from './claim-amounts.tsx'
import { ClaimDrawer } from './claim-drawer.tsx'
import { figuresOf } from './figures.ts'

type Body = BodyOf<'waivePayable'>

interface More extends TypedPaper {
  readonly reason: string
}

/** What the merchant does without of an approved number: it is not paid once a second person approves. */
export function WaiverDrawer({
  id,
  number: sheet,
  onClose,
}: {
  readonly id: string
  readonly number: StatementNumber
  readonly onClose: () => void
}): ReactNode {
  const { number } = sheet
  const due = figuresOf(sheet).flatMap(({ fund, payFen }) => (payFen > 0 ? [{ fund, amountFen: payFen }] : []))
  const ask = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/statements/{id}/waivers', {
      body,
      params: { path: { id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ClaimDrawer<More, Body>
      about={`${id}.${number}`}
      claims={due}
      act="waive"
      empty={{ kind: say('waiverPaper'), ...allOf(due) }}
      toBody={(shares, typed) => {
        const reason = typed.reason?.trim()
        const document = toDocument(typed)
        return reason && document ? { number, shares, reason, document } : undefined
      }}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      done={say('waived')}
      onClose={onClose}
      label="waivedOf"
    >
      <ReasonField />
      <PaperFields />
    </ClaimDrawer>
  )
}
