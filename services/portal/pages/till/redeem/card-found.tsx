import { formatYuan } from '@welfare/contracts/money.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { sayDay } from '../../common/shanghai.ts'
import { Ask } from '../ask.tsx'
import { RefusalSentence } from '../refusal.tsx'
import { useTill } from '../shop.ts'
import { useAttempts } from '../use-attempts.ts'
import { say } from '../words.ts'
import { type Card, readMaskedName } from './card.ts'
import { MealForm } from './meal-form.tsx'
import { type EnteredMeal, emptyMeal, isTyped } from './meal-sum.ts'

interface CardFoundProps {
  readonly card: Card
  readonly isSending: boolean
  /** @param holder masked; undefined where it is not known, or not shown */
  onConfirm(meal: EnteredMeal, holder: string | undefined): void
  onLeave(): void
}

/** Step two: whose card it is, what it can pay, or why it cannot. */
export function CardFound({ card: { voucher, dishes: all }, isSending, onConfirm, onLeave }: CardFoundProps) {
  const { list } = useAttempts()
  const { allowedItems } = voucher
  const dishes = all.filter(({ code }) => allowedItems?.includes(code) ?? true)
  const heading = useRef<HTMLHeadingElement>(null)
  const holder = useHolder(voucher.worker)
  const [typed, setTyped] = useState(() => emptyMeal(dishes, voucher.itemsOnly))
  const [isLeaving, setLeaving] = useState(false)
  const isWaiting = !isSending && list.some(({ wallet, request }) => request && wallet === voucher.wallet)
  const { usableNowFen: balanceFen, refusal, today, usable, leastOwnShareFen, split } = voucher
  const [first] = usable
  useEffect(() => heading.current?.focus(), [])

  return (
    <section class="card" aria-labelledby="card-holder">
      <div class="card-head">
        <h2 id="card-holder" tabIndex={-1} ref={heading}>
          {say('holder')} <span class="name">{holder === undefined ? '…' : (holder ?? say('holder-hidden'))}</span>
        </h2>
        <button
          type="button"
          class="quiet"
          disabled={isSending}
          onClick={() => (isTyped(typed) ? setLeaving(true) : onLeave())}
        >
          {say('other-card')}
        </button>
      </div>
      {isLeaving && (
        <Ask title={say('leave-title')} sure={say('leave-do')} onSure={onLeave} onCancel={() => setLeaving(false)} />
      )}
      {refusal && (
        <>
          <h3 class="refusal unusable">{say('card-unusable')}</h3>
          <RefusalSentence sentence={refusal.detail} code={refusal.code} />
        </>
      )}
      {refusal ? (
        <p class="hint">{say('usable-of', { amount: formatYuan(balanceFen) })}</p>
      ) : (
        <p class="usable">
          {say('usable')} <strong class="amount">{formatYuan(balanceFen)}</strong> {say('yuan')}
        </p>
      )}
      <p class="hint">
        {today.redemptions === 0
          ? say('used-none')
          : say('used-today', { count: today.redemptions, amount: formatYuan(today.amountFen) })}
        {first && ` · ${say('window-until', { until: sayDay(first.until) })}`}
      </p>
      {isWaiting && (
        <p role="alert" class="waiting">
          {say('card-waiting')}
        </p>
      )}
      {!refusal && !isWaiting && (
        <MealForm
          {...{ dishes, balanceFen, leastOwnShareFen, typed, isSending }}
          {...(split && { split })}
          itemsOnly={voucher.itemsOnly}
          onType={setTyped}
          onConfirm={(meal) => onConfirm(meal, holder ?? undefined)}
        />
      )}
    </section>
  )
}

/** It comes after the rest: nobody waits for it. Undefined until then; null where it is not shown. */
function useHolder(worker: string): string | null | undefined {
  const till = useTill()
  const [name, setName] = useState<string | null>()
  useEffect(() => {
    let isOver = false
    readMaskedName(till, worker).then(
      (found) => isOver || setName(found ?? null),
      // The meal does not depend on it.
      () => isOver || setName(null),
    )
    return () => {
      isOver = true
    }
  }, [till, worker])
  return name
}
