import type { Share } from '@welfare/contracts/shares.ts'
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

/** Money that came after it was written off: the programme has it again. */
export function RecoveryDrawer({
  statement: { id, merchant, programme },
  claims,
  onClose,
}: {
  readonly statement: Pick<Statement, 'id' | 'merchant' | 'programme'>
  /** As written off, less what was recovered. */
  readonly claims: readonly Share[]
  readonly onClose: () => void
}): ReactNode {
  const asked = useNeedOfProgrammes(
    [programme],
    claims.map(({ fund }) => fund),
  )
  return (
    <ClaimDrawer<TypedPaper & TypedAccount, BodyOf<'recordRecovery'>>
      about={id}
      claims={claims}
      act="recovery"
      empty={{ kind: say('bankReceipt'), ...allOf(claims) }}
      toBody={(shares, typed) => {
        const document = toDocument(typed)
        const account = withAccount(asked.need, typed.bankAccount)
        return document && account && { merchant, shares, document, ...account }
      }}
      preview={async ({ shares, bankAccount }) =>
        movesOf(shares, { bank: 1, loss: -1, 'written-off': -1, allocated: 1 }, bankAccount)
      }
      send={(body, key) => {
        const params = { path: { id: programme }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/programmes/{id}/recoveries', { body, params }))
      }}
      done={say('recovered')}
      onClose={onClose}
      label="recoveredOf"
    >
      <AccountItem asked={asked} label="receivedOnAccount" />
      <PaperFields />
    </ClaimDrawer>
  )
}
