import { addFen, formatYuan, multiplyFen, parseYuan, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { useState } from 'preact/hooks'
import type { BodyOf } from '../../common/api/client.ts'
import type { Dish } from '../shop.ts'
import { say } from '../words.ts'
import { Dishes } from './dishes.tsx'

export type EnteredMeal = Pick<BodyOf<'redeemMeal'>, 'items' | 'amountFen' | 'ownShareFen'> & {
  /** What the card pays of it. */
  readonly creditFen: number
}

interface MealFormProps {
  readonly dishes: readonly Dish[]
  readonly balanceFen: number
  readonly leastOwnShareFen: number
  readonly isSending: boolean
  onConfirm(meal: EnteredMeal): void
}

/** Dishes or an amount, what the guest pays beside it, and what that leaves to the card. */
export function MealForm({ dishes, balanceFen, leastOwnShareFen, isSending, onConfirm }: MealFormProps) {
  const [isByAmount, setByAmount] = useState(dishes.length === 0)
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map())
  const [amount, setAmount] = useState('')
  const [ownTyped, setOwnTyped] = useState<string>()

  const items = dishes.flatMap(({ code }) => {
    const quantity = counts.get(code) ?? 0
    return quantity > 0 ? [{ code, quantity }] : []
  })
  const ofDishes = sumFen(dishes.map(({ code, agreedPriceFen }) => multiplyFen(agreedPriceFen, counts.get(code) ?? 0)))
  const priceFen = isByAmount ? (amount === '' ? 0 : parseYuan(amount)) : ofDishes
  const leastFen = Math.min(leastOwnShareFen, priceFen ?? 0)
  const ownFen = ownTyped === undefined ? leastFen : parseYuan(ownTyped)
  const creditFen = priceFen === undefined || ownFen === undefined ? 0 : Math.max(0, subtractFen(priceFen, ownFen))
  const missingFen = subtractFen(creditFen, balanceFen)
  const isReady = creditFen > 0 && missingFen <= 0

  return (
    <form
      class="meal"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isReady || isSending || priceFen === undefined || ownFen === undefined) return
        onConfirm({ ...(isByAmount ? { amountFen: priceFen } : { items }), ownShareFen: ownFen, creditFen })
      }}
    >
      {dishes.length > 0 && (
        <div class="switch">
          <button type="button" aria-pressed={!isByAmount} onClick={() => setByAmount(false)}>
            {say('by-dishes')}
          </button>
          <button type="button" aria-pressed={isByAmount} onClick={() => setByAmount(true)}>
            {say('by-amount')}
          </button>
        </div>
      )}
      {isByAmount ? (
        <div class="field">
          <label htmlFor="amount">{say('amount')}</label>
          <input
            id="amount"
            class="figure"
            inputMode="decimal"
            autoComplete="off"
            value={amount}
            onInput={({ currentTarget }) => setAmount(currentTarget.value)}
            aria-invalid={priceFen === undefined}
          />
          {priceFen === undefined && <p class="refusal">{say('amount-wrong')}</p>}
        </div>
      ) : (
        <Dishes dishes={dishes} counts={counts} onChange={setCounts} />
      )}
      <div class="field">
        <label htmlFor="own-share">{say('own-share')}</label>
        <input
          id="own-share"
          class="figure"
          inputMode="decimal"
          autoComplete="off"
          value={ownTyped ?? formatYuan(leastFen)}
          onInput={({ currentTarget }) => setOwnTyped(currentTarget.value)}
          aria-invalid={ownFen === undefined}
          aria-describedby="own-share-hint"
        />
        <small id="own-share-hint">{say('own-share-hint')}</small>
        {ownFen === undefined && <p class="refusal">{say('amount-wrong')}</p>}
      </div>
      {missingFen > 0 && ownFen !== undefined && (
        <div class="refusal" role="alert">
          <p>{say('missing', { missing: formatYuan(missingFen) })}</p>
          {balanceFen > 0 && (
            <button type="button" onClick={() => setOwnTyped(formatYuan(addFen(ownFen, missingFen)))}>
              {say('missing-own', { own: formatYuan(addFen(ownFen, missingFen)) })}
            </button>
          )}
        </div>
      )}
      <button type="submit" class="main confirm" disabled={!isReady || isSending}>
        {creditFen === 0
          ? say('confirm-nothing')
          : isSending
            ? say('confirming')
            : say('confirm', { amount: formatYuan(creditFen) })}
      </button>
    </form>
  )
}
