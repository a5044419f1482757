import { formatYuan } from '@welfare/contracts/money.ts'
import { useEffect, useRef } from 'preact/hooks'
import { say } from '../words.ts'
import { Dishes } from './dishes.tsx'
import {
  type EnteredMeal,
  type MealFault,
  type MealSum,
  type Means,
  priceOf,
  sumMeal,
  type TypedMeal,
} from './meal-sum.ts'

interface MealFormProps extends Means {
  readonly typed: TypedMeal
  readonly isSending: boolean
  onType(typed: TypedMeal): void
  onConfirm(meal: EnteredMeal): void
}

/** Dishes or an amount, what the guest pays beside it, and what that leaves to the card. */
export function MealForm({ typed, isSending, onType, onConfirm, ...means }: MealFormProps) {
  const { dishes } = means
  const sum = sumMeal(typed, means)
  const typeOwn = (text: string) => onType({ ...typed, own: { text, ofFen: priceOf(typed, dishes) } })
  const isOwnWrong = sum.fault?.startsWith('own-') === true && sum.fault !== 'own-covers'

  return (
    <form
      class="meal"
      onSubmit={(event) => {
        event.preventDefault()
        if (sum.meal && !isSending) onConfirm(sum.meal)
      }}
    >
      {dishes.length > 0 && (
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
        <Amount
          amount={typed.amount}
          isWanted={dishes.length > 0}
          isWrong={sum.fault === 'amount-wrong'}
          onType={(amount) => onType({ ...typed, amount })}
        />
      ) : (
        <Dishes dishes={dishes} counts={typed.counts} onChange={(counts) => onType({ ...typed, counts })} />
      )}
      <div class="field">
        <label htmlFor="own-share">{say('own-share')}</label>
        <input
          id="own-share"
          class="figure"
          inputMode="decimal"
          autoComplete="off"
          value={sum.ownText}
          onInput={({ currentTarget }) => typeOwn(currentTarget.value)}
          onClick={({ currentTarget }) => sum.isOwnTyped || currentTarget.select()}
          aria-invalid={isOwnWrong}
          aria-describedby="own-share-hint"
        />
        <small id="own-share-hint">{say('own-share-hint')}</small>
      </div>
      <Settle sum={sum} leastOwnShareFen={means.leastOwnShareFen} isSending={isSending} onOwn={typeOwn} />
    </form>
  )
}

interface AmountProps {
  readonly amount: string
  /** It was just asked for. */
  readonly isWanted: boolean
  readonly isWrong: boolean
  onType(amount: string): void
}

function Amount({ amount, isWanted, isWrong, onType }: AmountProps) {
  const input = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it appears.
  useEffect(() => {
    if (isWanted) input.current?.focus()
  }, [])
  return (
    <div class="field">
      <label htmlFor="amount">{say('amount')}</label>
      <input
        id="amount"
        class="figure"
        ref={input}
        inputMode="decimal"
        autoComplete="off"
        value={amount}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
        aria-invalid={isWrong}
      />
    </div>
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
  'own-too-large': { sentence: 'own-too-large', confirm: 'confirm-own' },
  'own-too-small': { sentence: 'own-too-small', confirm: 'confirm-own' },
  missing: { sentence: 'missing', confirm: 'confirm-missing' },
} as const satisfies { [Fault in Exclude<MealFault, 'none'>]: unknown }
