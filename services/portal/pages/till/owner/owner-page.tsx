import { useEffect, useState } from 'preact/hooks'
import { type Identity, readSeat } from '../identity.ts'
import { Refusal } from '../refusal.tsx'
import { useTill } from '../shop.ts'
import { say } from '../words.ts'
import { ForgetPhone } from './forget-phone.tsx'
import { Owed } from './owed.tsx'
import { OwnerSignIn } from './owner-sign-in.tsx'
import { Phones } from './phones.tsx'
import { Prices } from './prices.tsx'
import { SignOut } from './sign-out.tsx'
import { StatementPage } from './statement-page.tsx'
import type { StatementPlace } from './statements.ts'
import { Statements } from './statements.tsx'

/** What the owner sees beside the till; everybody at the till sees the prices, and may forget the phone. */
export function OwnerPage({ onChanged }: { onChanged(): void }) {
  const till = useTill()
  const [owner, setOwner] = useState<Identity | 'nobody'>()
  const [error, setError] = useState<unknown>()
  const [statement, setStatement] = useState<StatementPlace>()
  useEffect(() => {
    let isOver = false
    readSeat('account').then(
      (found) => isOver || setOwner(found ?? 'nobody'),
      (reason: unknown) => isOver || setError(reason),
    )
    return () => {
      isOver = true
    }
  }, [])
  const owns =
    owner !== undefined &&
    owner !== 'nobody' &&
    owner.role === 'merchant-owner' &&
    owner.merchants.includes(till.merchant)

  if (owns && statement)
    return <StatementPage account={owner.account} place={statement} onBack={() => setStatement(undefined)} />
  return (
    <section aria-labelledby="owner-title">
      <h2 id="owner-title">{say('owner-title')}</h2>
      {error !== undefined && <Refusal error={error} />}
      {owner !== undefined && owner !== 'nobody' && !owns && (
        <p>{owner.role === 'merchant-owner' ? say('owner-other', { account: owner.account }) : say('owner-only')}</p>
      )}
      {owner === 'nobody' && (
        <>
          <p>{say('owner-only')}</p>
          <OwnerSignIn onSignedIn={setOwner} />
        </>
      )}
      {owns && (
        <>
          <Owed merchant={till.merchant} />
          <Statements merchant={till.merchant} onChoose={setStatement} />
          <Phones
            account={owner.account}
            merchant={till.merchant}
            own={till.seat === 'till' ? till.account : undefined}
          />
        </>
      )}
      <Prices />
      {owner !== undefined && owner !== 'nobody' && (
        <SignOut
          account={owner.account}
          isTillKept={till.seat === 'till'}
          onSignedOut={() => {
            setOwner('nobody')
            onChanged()
          }}
        />
      )}
      {till.seat === 'till' && <ForgetPhone onForgotten={onChanged} />}
    </section>
  )
}
