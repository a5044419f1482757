import { formatYuan } from '@welfare/contracts/money.ts'
import { shanghaiTime } from '../../common/shanghai.ts'
import { useTill } from '../shop.ts'
import { useAttempts } from '../use-attempts.ts'
import { say } from '../words.ts'
import type { ListedMeal } from './meals.ts'

export function MealRow({ meal, onUndo }: { readonly meal: ListedMeal; onUndo(): void }) {
  const { account } = useTill()
  const { isBeingUndone } = useAttempts()
  const { id, enteredAt, amountFen, keptFen, ownShareFen, discountFen, device, enteredBy, undoUntil, tail } = meal
  const [time, amount] = [shanghaiTime(enteredAt), formatYuan(amountFen)]
  return (
    <div class={keptFen === 0 ? 'meal-row gone' : 'meal-row'}>
      <time dateTime={enteredAt}>{time}</time>
      <span class="figure">{keptFen === 0 ? <s>{amount}</s> : formatYuan(keptFen)}</span>
      <small>
        {[
          tail !== undefined && say('card-tail', { tail }),
          keptFen > 0 && keptFen < amountFen && say('row-part', { kept: formatYuan(keptFen) }),
          ownShareFen > 0 && say('row-own', { own: formatYuan(ownShareFen) }),
          discountFen > 0 && say('row-discount', { discount: formatYuan(discountFen) }),
          enteredBy === 'union'
            ? say('row-union')
            : say('row-device', { device: device === account ? say('row-this') : device }),
          keptFen > 0 && wordOnUndo(meal),
        ]
          .filter((part) => part !== false)
          .join(' · ')}
      </small>
      {keptFen === 0 && <span class="taken-back">{say('row-back')}</span>}
      {undoUntil !== undefined && !isBeingUndone(id) && (
        <button type="button" aria-label={say('undo-of', { time, amount })} onClick={onUndo}>
          {say('undo')}
        </button>
      )}
    </div>
  )
}

/** Whether it can still be taken back here, and what else there is. */
function wordOnUndo({ statement, undoUntil, enteredBy }: ListedMeal): string | false {
  if (statement !== undefined)
    return say(undoUntil === undefined ? 'row-statement-final' : 'row-statement', { number: statement })
  return enteredBy === 'till' && undoUntil === undefined && say('row-final')
}
