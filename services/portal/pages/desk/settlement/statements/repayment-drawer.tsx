import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { movesOf } from '../moves.ts'
import { PaperFields, type TypedPaper, toDocument } from '../paper-fields.tsx'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { allOf, ClaimAmounts, type TypedAmounts, toShares } from './claim-amounts.tsx'

/** What the merchant gave back, by the fund that it owes it to. */
export function RepaymentDrawer({
  statement: { id, claims },
  onClose,
}: {
  readonly statement: Statement
  readonly onClose: () => void
}): ReactNode {
  return (
    <ActDrawer<TypedPaper & TypedAmounts, BodyOf<'recordRepayment'>, object>
      title={say('repayment')}
      form={`repayment.${id}`}
      empty={{ kind: say('bankReceipt'), ...allOf(claims) }}
      toBody={(typed) => {
        const document = toDocument(typed)
        const shares = toShares(claims, typed)
        return document && shares.length > 0 ? { shares, document } : undefined
      }}
      preview={async ({ shares }) => movesOf(shares, { bank: 1, payable: 1, claimed: -1, allocated: 1 })}
      send={(body, key) => {
        const params = { path: { id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/statements/{id}/repayments', { body, params }))
      }}
      submit={say('repayment')}
      done={say('repaid')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('repaymentWhat')}</p>
      <ClaimAmounts claims={claims} label="repaidOf" />
      <PaperFields />
    </ActDrawer>
  )
}
