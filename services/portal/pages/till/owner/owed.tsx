import { formatYuan, multiplyFen } from '@welfare/contracts/money.ts'
import { useCallback } from 'preact/hooks'
import { type AnswerOf, answerOf } from '../../common/api/client.ts'
import { apis } from '../api.ts'
import { Refusal } from '../refusal.tsx'
import { useAnswer } from '../use-answer.ts'
import { say } from '../words.ts'

export function Owed({ merchant }: { readonly merchant: string }) {
  const { answer, error } = useAnswer(
    useCallback(async () => {
      const [payables, { versions }] = await Promise.all([
        answerOf(apis.account.GET('/v1/payables', { params: { query: { merchant } } })),
        answerOf(apis.account.GET('/v1/merchants/{id}/payee', { params: { path: { id: merchant } } })),
      ])
      return { ...payables, payee: versions[0] }
    }, [merchant]),
  )
  return (
    <section aria-labelledby="owed-title">
      <h3 id="owed-title">{say('owed')}</h3>
      {error !== undefined && <Refusal error={error} />}
      {answer && (
        <>
          <p class="total">
            <strong class="amount">{owedOrOwing(answer.totalFen)}</strong>
          </p>
          <p class="hint">
            {answer.payee
              ? say('owed-to', { bank: answer.payee.bank, tail: answer.payee.lastDigits })
              : say('owed-to-nobody')}
          </p>
        </>
      )}
      {answer?.payables.length === 0 && <p class="hint">{say('owed-none')}</p>}
      <ul class="lines">
        {answer?.payables.map(({ programme, programmeName, owedFen, paidFen, disputedFen, claimedFen }) => (
          <li key={programme}>
            <span>{programmeName}</span>
            <span class="figure">{owedOrOwing(owedFen)}</span>
            <Beside {...{ paidFen, disputedFen, claimedFen }} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type Payable = AnswerOf<'getPayables'>['payables'][number]

/** What was paid, what is not agreed, what is to come back; nothing where there is nothing of it. */
function Beside({ paidFen, disputedFen, claimedFen }: Pick<Payable, 'paidFen' | 'disputedFen' | 'claimedFen'>) {
  const words = [
    paidFen !== 0 && say('owed-paid', { paid: formatYuan(paidFen) }),
    disputedFen > 0 && say('owed-disputed', { disputed: formatYuan(disputedFen) }),
    claimedFen > 0 && say('owed-claimed', { claimed: formatYuan(claimedFen) }),
  ].filter(Boolean)
  return words.length > 0 ? <small>{words.join(' · ')}</small> : null
}

function owedOrOwing(amountFen: number): string {
  return amountFen < 0
    ? say('owed-back', { amount: formatYuan(multiplyFen(amountFen, -1)) })
    : say('total-amount', { amount: formatYuan(amountFen) })
}
