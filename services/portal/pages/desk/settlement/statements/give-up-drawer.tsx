import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { previewOf } from '../../parts/preview.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { allOf } from './claim-amounts.tsx'
import { ClaimDrawer } from './claim-drawer.tsx'

type Body = BodyOf<'giveUpClaim'>

/** What nobody gives back any more: a loss, which a second person always approves. */
export function GiveUpDrawer({
  statement: { id, claims },
  onClose,
}: {
  readonly statement: Statement
  readonly onClose: () => void
}): ReactNode {
  const ask = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/statements/{id}/claims-given-up', {
      body,
      params: { path: { id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ClaimDrawer<{ readonly reason: string }, Body>
      about={id}
      claims={claims}
      act="giveUp"
      empty={allOf(claims)}
      toBody={(shares, { reason }) => (reason?.trim() ? { shares, reason: reason.trim() } : undefined)}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      done={say('givenUp')}
      onClose={onClose}
      label="givenUpOf"
    >
      <ReasonField />
    </ClaimDrawer>
  )
}
