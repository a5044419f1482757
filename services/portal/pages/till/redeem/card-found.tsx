import { formatYuan } from '@welfare/contracts/money.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { sayDay } from '../../common/shanghai.ts'
import { RefusalSentence } from '../refusal.tsx'
import { useTill } from '../shop.ts'
import { useAttempts } from '../use-attempts.ts'
import { say } from '../words.ts'
import { type Card, readMaskedName } from './card.ts'
import { type EnteredMeal, MealForm } from './meal-form.tsx'

interface CardFoundProps {
  readonly card: Card
  readonly isSending: boolean
  onConfirm(meal: EnteredMeal): void
  onLeave(): void
}

/** Step two: whose card it is, what it can pay, or why it cannot. */
export function CardFound({ card: { voucher, dishes }, isSending, onConfirm, onLeave }: CardFoundProps) {
  const { list } = useAttempts()
  const heading = useRef<HTMLHeadingElement>(null)
  const isWaiting = !isSending && list.some(({ wallet, request }) => request && wallet === voucher.wallet)
  const { balanceFen, refusal, today, usable, leastOwnShareFen } = voucher
  const [first] = usable
  useEffect(() => heading.current?.focus(), [])

  return (
    <section class="card" aria-labelledby="card-holder">
      <h2 id="card-holder" tabIndex={-1} ref={heading}>
        {say('holder')} <HolderName worker={voucher.worker} />
      </h2>
      <p class="usable">
        {say('usable')} <strong class="amount">{formatYuan(balanceFen)}</strong> {say('yuan')}
      </p>
      <p class="hint">
        {today.redemptions === 0
          ? say('used-none')
          : say('used-today', { count: today.redemptions, amount: formatYuan(today.amountFen) })}
        {first && ` · ${say('window-until', { until: sayDay(first.until) })}`}
      </p>
      {refusal && (
        <>
          <h3 class="refusal">{say('card-unusable')}</h3>
          <RefusalSentence sentence={refusal.detail} code={refusal.code} />
        </>
      )}
      {isWaiting && (
        <p role="alert" class="waiting">
          {say('card-waiting')}
        </p>
      )}
      {!refusal && !isWaiting && <MealForm {...{ dishes, balanceFen, leastOwnShareFen, isSending, onConfirm }} />}
      <button type="button" class="quiet" disabled={isSending} onClick={onLeave}>
        {say('other-card')}
      </button>
    </section>
  )
}

/** It comes after the rest: nobody waits for it. */
function HolderName({ worker }: { readonly worker: string }) {
  const till = useTill()
  const [name, setName] = useState<string>()
  useEffect(() => {
    let isOver = false
    readMaskedName(till, worker).then(
      (found) => isOver || setName(found ?? say('holder-hidden')),
      // The meal does not depend on it.
      () => isOver || setName(say('holder-hidden')),
    )
    return () => {
      isOver = true
    }
  }, [till, worker])
  return <span class="name">{name ?? '…'}</span>
}
