import { formatYuan } from '@welfare/contracts/money.ts'
import { useCallback } from 'preact/hooks'
import { Refusal } from '../refusal.tsx'
import { useAnswer } from '../use-answer.ts'
import { say } from './statement-words.ts'
import { readStatements, type StatementPlace } from './statements.ts'

interface StatementsProps {
  readonly merchant: string
  onChoose(place: StatementPlace): void
}

/** What the union says that it owes, number after number. */
export function Statements({ merchant, onChoose }: StatementsProps) {
  const { answer, error } = useAnswer(useCallback(() => readStatements(merchant), [merchant]))
  return (
    <section aria-labelledby="statements-title">
      <h3 id="statements-title">{say('statements')}</h3>
      {error !== undefined && <Refusal error={error} />}
      {answer?.stated.length === 0 && <p class="hint">{say('none')}</p>}
      <ul class="statements">
        {answer?.notStated.map(({ id, number, programmeName, meals, payFen }) => (
          <li key={`${id}.open`}>
            <button type="button" onClick={() => onChoose({ id, number, programme: programmeName })}>
              <span>{say('not-stated')}</span>
              <span class="figure">{say('amount', { amount: formatYuan(payFen) })}</span>
              <small>{programmeName}</small>
              <small>{say('not-stated-meals', { meals })}</small>
            </button>
          </li>
        ))}
        {answer?.stated.map(({ id, number, programmeName, status, payFen }) => (
          <li key={`${id}.${number}`} class={status === 'proposed' ? 'waiting' : undefined}>
            <button type="button" onClick={() => onChoose({ id, number, programme: programmeName })}>
              <span>{say('number-of', { number })}</span>
              <span class="figure">{say('amount', { amount: formatYuan(payFen) })}</span>
              <small>{programmeName}</small>
              <small>{say(`status-${status}`)}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
