import { formatYuan } from '@welfare/contracts/money.ts'
import type { Dish } from '../shop.ts'
import { say } from '../words.ts'

interface DishesProps {
  readonly dishes: readonly Dish[]
  readonly counts: ReadonlyMap<string, number>
  onChange(counts: ReadonlyMap<string, number>): void
}

/** A tap is one more. */
export function Dishes({ dishes, counts, onChange }: DishesProps) {
  const change = (code: string, by: number) =>
    onChange(new Map(counts).set(code, Math.min(99, Math.max(0, (counts.get(code) ?? 0) + by))))
  return (
    <ul class="dishes">
      {dishes.map(({ code, name, agreedPriceFen, listPriceFen }) => {
        const count = counts.get(code) ?? 0
        return (
          <li key={code} class={count > 0 ? 'chosen' : undefined}>
            <button type="button" class="dish" onClick={() => change(code, 1)}>
              <span>
                <span class="hidden">{say('dish-more')} </span>
                {name}
              </span>
              <span class="figure">{formatYuan(agreedPriceFen)}</span>
              {listPriceFen > agreedPriceFen && <small>{say('price-list', { list: formatYuan(listPriceFen) })}</small>}
            </button>
            {count > 0 && (
              <span class="count">
                <button type="button" onClick={() => change(code, -1)}>
                  <span class="hidden">{say('dish-less', { name })}</span>
                  <span aria-hidden="true">−</span>
                </button>
                <output aria-label={say('dish-count', { name, count })}>{count}</output>
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
