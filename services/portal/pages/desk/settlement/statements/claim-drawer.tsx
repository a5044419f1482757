import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import type { ComponentProps, ReactNode } from 'react'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { say } from '../words.ts'
import { ClaimAmounts, type TypedAmounts, toShares } from './claim-amounts.tsx'

type Act<Values extends object, Body extends object> = ComponentProps<typeof ActDrawer<Values, Body, object>>

/** An act on what the merchant owes, is owed, or was written off, fund by fund; it begins with all of it. */
export function ClaimDrawer<More extends object, Body extends object>({
  about,
  claims,
  act,
  toBody,
  label,
  children,
  onClose,
  ...more
}: {
  /** The statement, with its number where it is of one. */
  readonly about: string
  readonly claims: readonly Share[]
  readonly act: 'repayment' | 'giveUp' | 'recovery' | 'waive'
  /** All of it, and what else it begins with. */
  readonly empty: Partial<TypedAmounts & More>
  /** Undefined as long as something else than the amounts is missing. */
  toBody(shares: Share[], typed: Partial<More>): Body | undefined
  readonly label: ComponentProps<typeof ClaimAmounts>['label']
  readonly children: ReactNode
  readonly onClose: () => void
} & Required<Pick<Act<More, Body>, 'preview'>> &
  Pick<Act<More, Body>, 'send' | 'done'>): ReactNode {
  return (
    <ActDrawer<TypedAmounts & More, Body, object>
      {...more}
      title={say(act)}
      form={`${act}.${about}`}
      begunFrom={claims.map(({ fund, amountFen }) => `${fund}=${amountFen}`).join()}
      toBody={(typed) => {
        const shares = toShares(claims, typed)
        return totalOf(shares) > 0 ? toBody(shares, typed) : undefined
      }}
      submit={say(act)}
      onClose={() => onClose()}
    >
      <p className="hint">{say(`${act}What`)}</p>
      <ClaimAmounts claims={claims} label={label} />
      {children}
    </ActDrawer>
  )
}
