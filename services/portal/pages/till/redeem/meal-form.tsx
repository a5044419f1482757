import { formatYuan } from '@welfare/contracts/money.ts'
import { useEffect, useRef } from 'preact/hooks'
import { say } from '../words.ts'
import { Dishes } from './dishes.tsx'
import { type EnteredMeal, type MealFault, type MealSum, type Means, sumMeal, type TypedMeal } from './meal-sum.ts'
import { YuanField } from './yuan-field.tsx'

interface MealFormProps extends Means {
  /** No meal is entered as an amount alone. */
  readonly itemsOnly: boolean
  readonly typed: TypedMeal
  readonly isSending: boolean
  onType(typed: TypedMeal): void
  onConfirm(meal: EnteredMeal): void
}

/** Dishes or an amount, what the guest pays beside it, and what that leaves to the card. */
export function MealForm({ typed, isSending, itemsOnly, onType, onConfirm, ...means }: MealFormProps) {
  const { dishes } = means
  const sum = sumMeal(typed, means)
  const typeOwn = (text: string) => onType({ ...typed, own: { text, ofFen: sum.priceFen } })
  const isOwnWrong = sum.fault?.startsWith('own-') === true && sum.fault !== 'own-covers' && sum.fault !== 'own-is-all'

  return (
    <form
      class="meal"
      onSubmit={(event) => {
        event.preventDefault()
        if (sum.meal && !isSending) onConfirm(sum.meal)
      }}
    >
      {itemsOnly && dishes.length === 0 && (
        <p role="alert" class="refusal">
          {say('items-only-none')}
        </p>
      )}
      {dishes.length > 0 && !itemsOnly && (
        <div class="switch">
          <button
            type="button"
            aria-pressed={!typed.isByAmount}
            onClick={() => onType({ ...typed, isByAmount: false })}
          >
            {say('by-dishes')}
          </button>
          <button type="button" aria-pressed={typed.isByAmount} onClick={() => onType({ ...typed, isByAmount: true })}>
            {say('by-amount')}
          </button>
        </div>
      )}
      {typed.isByAmount ? (
        <YuanField
          key="amount"
          id="amount"
          label={say('amount')}
          text={typed.amount}
          isWanted={dishes.length > 0}
          isWrong={sum.fault === 'amount-wrong'}
          onType={(amount) => onType({ ...typed, amount })}
        />
      ) : (
        <Dishes dishes={dishes} counts={typed.counts} onChange={(counts) => onType({ ...typed, counts })} />
      )}
      {sum.isOwnFixed ? (
        <p class="own" aria-live="polite">
          {say('own-by-rule', { own: sum.ownText })}
        </p>
      ) : (
        <YuanField
          key="own-share"
          id="own-share"
          label={say('own-share')}
          hint={say('own-share-hint')}
          text={sum.ownText}
          isProposed={!sum.isOwnTyped}
          isWrong={isOwnWrong}
          onType={typeOwn}
        />
      )}
      <Settle sum={sum} leastOwnShareFen={means.leastOwnShareFen} isSending={isSending} onOwn={typeOwn} />
    </form>
  )
}

interface SettleProps {
  readonly sum: MealSum
  readonly leastOwnShareFen: number
  readonly isSending: boolean
  onOwn(text: string): void
}

/** What stands against it, and the act, in one place: neither lies over the other. */
function Settle({ sum, leastOwnShareFen, isSending, onOwn }: SettleProps) {
  const { fault, creditFen, missingFen, enoughOwnFen } = sum
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (fault !== undefined && fault !== 'none') place.current?.scrollIntoView({ block: 'nearest' })
  }, [fault])
  const told = { missing: formatYuan(missingFen), least: formatYuan(leastOwnShareFen) }
  return (
    <div class="settle" ref={place}>
      {fault !== undefined && fault !== 'none' && (
        <div class="refusal" role="alert">
          <p>{say(faultWords[fault].sentence, told)}</p>
          {enoughOwnFen !== undefined && fault === 'missing' && (
            <button type="button" onClick={() => onOwn(formatYuan(enoughOwnFen))}>
              {say('missing-own', { own: formatYuan(enoughOwnFen) })}
            </button>
          )}
        </div>
      )}
      <button type="submit" class="main confirm" disabled={fault !== undefined || isSending}>
        {isSending
          ? say('confirming')
          : fault === undefined
            ? say('confirm', { amount: formatYuan(creditFen) })
            : say(fault === 'none' ? 'confirm-nothing' : faultWords[fault].confirm)}
      </button>
    </div>
  )
}

const faultWords = {
  'amount-wrong': { sentence: 'amount-wrong', confirm: 'confirm-amount' },
  'own-wrong': { sentence: 'own-wrong', confirm: 'confirm-own' },
  'own-covers': { sentence: 'own-covers', confirm: 'confirm-cash' },
  'own-is-all': { sentence: 'own-is-all', confirm: 'confirm-cash' },
  'own-too-large': { sentence: 'own-too-large', confirm: 'confirm-own' },
  'own-too-small': { sentence: 'own-too-small', confirm: 'confirm-own' },
  missing: { sentence: 'missing', confirm: 'confirm-missing' },
} as const satisfies { [Fault in Exclude<MealFault, 'none'>]: unknown }
