import { formatYuan } from '@welfare/contracts/money.ts'
import { useCallback } from 'preact/hooks'
import { answerOf } from '../../common/api/client.ts'
import { apis } from '../api.ts'
import { Refusal } from '../refusal.tsx'
import { useAnswer } from '../use-answer.ts'
import { say } from '../words.ts'

export function Owed({ merchant }: { readonly merchant: string }) {
  const { answer, error } = useAnswer(
    useCallback(() => answerOf(apis.account.GET('/v1/payables', { params: { query: { merchant } } })), [merchant]),
  )
  return (
    <section aria-labelledby="owed-title">
      <h3 id="owed-title">{say('owed')}</h3>
      {error !== undefined && <Refusal error={error} />}
      {answer && (
        <p class="total">
          <strong class="amount">{say('total-amount', { amount: formatYuan(answer.totalFen) })}</strong>
        </p>
      )}
      {answer?.payables.length === 0 && <p class="hint">{say('owed-none')}</p>}
      <ul class="lines">
        {answer?.payables.map(({ programme, programmeName, owedFen }) => (
          <li key={programme}>
            <span>{programmeName}</span>
            <span class="figure">{say('total-amount', { amount: formatYuan(owedFen) })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
