import { formatYuan } from '@welfare/contracts/money.ts'
import type { TakenBack } from '../attempts/attempt.store.ts'
import { say } from '../words.ts'

/** What went back to the card, and what the shop gives back in cash. */
export function Undone({ back: { amountFen, ownShareBackFen } }: { readonly back: TakenBack }) {
  return (
    <div role="status" class="settled">
      <p>{say('undone', { amount: formatYuan(amountFen) })}</p>
      {ownShareBackFen > 0 && <p class="own">{say('undone-own', { own: formatYuan(ownShareBackFen) })}</p>}
    </div>
  )
}
