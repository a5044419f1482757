import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { movesOf } from '../moves.ts'
import { ReasonField } from '../paper-fields.tsx'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { allOf, ClaimAmounts, type TypedAmounts, toShares } from './claim-amounts.tsx'

interface Typed extends TypedAmounts {
  readonly reason: string
}

/** What nobody gives back any more: a loss, which a second person always approves. */
export function GiveUpDrawer({
  statement: { id, claims },
  onClose,
}: {
  readonly statement: Statement
  readonly onClose: () => void
}): ReactNode {
  return (
    <ActDrawer<Typed, BodyOf<'giveUpClaim'>, object>
      title={say('giveUp')}
      form={`give-up.${id}`}
      empty={allOf(claims)}
      toBody={(typed) => {
        const reason = typed.reason?.trim()
        const shares = toShares(claims, typed)
        return reason && shares.length > 0 ? { shares, reason } : undefined
      }}
      preview={async ({ shares }) => ({
        ...movesOf(shares, { claimed: -1, 'written-off': 1, loss: 1, payable: 1 }),
        needsApproval: true,
      })}
      send={(body, key) => {
        const params = { path: { id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/statements/{id}/claims-given-up', { body, params }))
      }}
      submit={say('giveUp')}
      done={say('givenUp')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('giveUpWhat')}</p>
      <ClaimAmounts claims={claims} label="givenUpOf" />
      <ReasonField />
    </ActDrawer>
  )
}
