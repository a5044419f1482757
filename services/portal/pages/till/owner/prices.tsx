import { formatYuan } from '@welfare/contracts/money.ts'
import { useCallback } from 'preact/hooks'
import { ledgerToday } from '../ledger-clock.ts'
import { Refusal } from '../refusal.tsx'
import { readDishes, useTill } from '../shop.ts'
import { useAnswer } from '../use-answer.ts'
import { say } from '../words.ts'

export function Prices() {
  const till = useTill()
  const { answer, error } = useAnswer(useCallback(() => readDishes(till, ledgerToday()), [till]))
  return (
    <section aria-labelledby="prices-title">
      <h3 id="prices-title">{say('prices')}</h3>
      {error !== undefined && <Refusal error={error} />}
      {answer?.length === 0 && <p class="hint">{say('prices-none')}</p>}
      <ul class="lines">
        {answer?.map(({ code, name, agreedPriceFen, listPriceFen }) => (
          <li key={code}>
            <span>{name}</span>
            <span class="figure">{say('total-amount', { amount: formatYuan(agreedPriceFen) })}</span>
            {listPriceFen > agreedPriceFen && <small>{say('price-list', { list: formatYuan(listPriceFen) })}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}
