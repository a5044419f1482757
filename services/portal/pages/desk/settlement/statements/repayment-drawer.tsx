import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { AccountItem, type TypedAccount } from '../../bank-accounts/account-item.tsx'
import { withAccount } from '../../bank-accounts/account-need.ts'
import { useNeedOfProgrammes } from '../../bank-accounts/use-account-need.ts'
import { movesOf } from '../moves.ts'
import { PaperFields, type TypedPaper, toDocument } from '../paper-fields.tsx'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { allOf } from './claim-amounts.tsx'
import { ClaimDrawer } from './claim-drawer.tsx'

/** What the merchant gave back, by the fund that it owes it to. */
export function RepaymentDrawer({
  statement: { id, programme, claims },
  onClose,
}: {
  readonly statement: Statement
  readonly onClose: () => void
}): ReactNode {
  const asked = useNeedOfProgrammes(
    [programme],
    claims.map(({ fund }) => fund),
  )
  return (
    <ClaimDrawer<TypedPaper & TypedAccount, BodyOf<'recordRepayment'>>
      about={id}
      claims={claims}
      act="repayment"
      empty={{ kind: say('bankReceipt'), ...allOf(claims) }}
      toBody={(shares, typed) => {
        const document = toDocument(typed)
        const account = withAccount(asked.need, typed.bankAccount)
        return document && account && { shares, document, ...account }
      }}
      preview={async ({ shares, bankAccount }) =>
        movesOf(shares, { bank: 1, payable: 1, claimed: -1, allocated: 1 }, bankAccount)
      }
      send={(body, key) => {
        const params = { path: { id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/statements/{id}/repayments', { body, params }))
      }}
      done={say('repaid')}
      onClose={onClose}
      label="repaidOf"
    >
      <AccountItem asked={asked} label="receivedOnAccount" />
      <PaperFields />
    </ClaimDrawer>
  )
}
