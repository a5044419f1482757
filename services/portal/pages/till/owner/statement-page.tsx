import { formatYuan } from '@welfare/contracts/money.ts'
import { useCallback, useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { answerOf } from '../../common/api/client.ts'
import { sayDay } from '../../common/shanghai.ts'
import { apis } from '../api.ts'
import { Ask } from '../ask.tsx'
import { Refusal } from '../refusal.tsx'
import { useAnswer } from '../use-answer.ts'
import { say as sayTill } from '../words.ts'
import { disputable, StatementLines } from './statement-lines.tsx'
import { sumsOf } from './statement-sums.ts'
import { say } from './statement-words.ts'
import { readStatement, type ShownStatement, type StatementPlace, type StatementSheet } from './statements.ts'

interface StatementPageProps {
  readonly account: string
  readonly place: StatementPlace
  onBack(): void
}

/** One number: what it is made of, and the shop's word on it. */
export function StatementPage({ account, place, onBack }: StatementPageProps) {
  const { answer, error, refresh } = useAnswer(useCallback(() => readStatement(place), [place]))
  return (
    <section aria-labelledby="statement-title">
      <h2 id="statement-title">{say('number-of', { number: place.number })}</h2>
      <button type="button" class="quiet" onClick={onBack}>
        {sayTill('back')}
      </button>
      {error !== undefined && <Refusal error={error} />}
      {!answer && error === undefined && <p role="status">{sayTill('loading')}</p>}
      {answer && (
        <>
          <p>
            {place.programme}
            {answer.sheet.until !== undefined && (
              <small> {say('until-day', { day: sayDay(answer.sheet.until) })}</small>
            )}
          </p>
          <p role="status" class={answer.sheet.status === 'proposed' ? 'waiting' : 'settled'}>
            {wordOn(answer)}
          </p>
          <Sums sheet={answer.sheet} />
          <Payers payers={answer.sheet.payers} />
          {answer.sheet.status === 'proposed' && (
            <Confirm key={answer.sheet.revision} id={place.id} sheet={answer.sheet} onConfirmed={refresh} />
          )}
          <StatementLines account={account} place={place} statement={answer} onDisputed={refresh} />
        </>
      )}
    </section>
  )
}

function wordOn({ sheet: { status }, payment }: ShownStatement): string {
  if (status === 'paid' && payment?.paidOn !== undefined)
    return say('what-paid', { day: sayDay(payment.paidOn), tail: (payment.approval ?? payment).payee.lastDigits })
  if (status === 'assigned' && payment?.status === 'sent' && payment.sentOn !== undefined)
    return say('what-sent', { day: sayDay(payment.sentOn) })
  if (status === 'approved' && payment?.ended?.why === 'failed')
    return say('what-failed', { reason: payment.ended.reason })
  return say(`what-${status}`)
}

function Sums({ sheet }: { readonly sheet: StatementSheet }) {
  const { meals, payFen, status } = sheet
  const sums = sumsOf(sheet)
  // A row that a word of the shop may fill stands there before: nothing moves when it does.
  const isStanding = [false, true, false, false, disputable.includes(status)]
  const rows = [
    [say('carried'), sums.carriedFen],
    [say('meals', { meals }), sums.mealsFen],
    [say('taken-back'), sums.takenBackFen],
    [say('come-back'), sums.comeBackFen],
    [say('disputed'), sums.disputedFen],
    [say('waived'), sums.waivedFen],
    [say('carried-on'), sums.carriedOnFen],
  ] as const
  return (
    <>
      <ul class="lines">
        {rows
          .filter(([, amountFen], index) => amountFen !== 0 || isStanding[index])
          .map(([label, amountFen]) => (
            <li key={label}>
              <span>{label}</span>
              <span class="figure">{say('amount', { amount: formatYuan(amountFen) })}</span>
            </li>
          ))}
      </ul>
      <p class="total">
        <strong>{say(status === 'paid' ? 'paid' : 'due')}</strong>
        <strong class="amount">{say('amount', { amount: formatYuan(payFen) })}</strong>
      </p>
    </>
  )
}

function Payers({ payers }: Pick<StatementSheet, 'payers'>) {
  if (payers.length < 2) return null
  return (
    <>
      <h3 id="payers-title">{say('payers')}</h3>
      <ul class="lines" aria-labelledby="payers-title">
        {payers.map(({ fund, name, payFen, status, since }) => (
          <li key={fund}>
            <span>
              {name} <small>{say(`payer-${status}`, { day: since === undefined ? '' : sayDay(since) })}</small>
            </span>
            <span class="figure">{say('amount', { amount: formatYuan(payFen) })}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

interface ConfirmProps {
  readonly id: string
  readonly sheet: StatementSheet
  onConfirmed(): void
}

function Confirm({ id, sheet: { number, revision, meals, payFen }, onConfirmed }: ConfirmProps) {
  const [key] = useState(newActKey)
  const [isAsked, setAsked] = useState(false)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>()
  const amount = formatYuan(payFen)

  async function send(): Promise<void> {
    setAsked(false)
    setSending(true)
    setError(undefined)
    try {
      const params = { path: { id }, header: { 'Idempotency-Key': key } }
      await answerOf(apis.account.POST('/v1/statements/{id}/confirmation', { params, body: { number, revision } }))
      onConfirmed()
    } catch (reason) {
      setError(reason)
    } finally {
      setSending(false)
    }
  }

  return (
    <>
      {error !== undefined && <Refusal error={error} />}
      <button type="button" class="main confirm" disabled={isSending} onClick={() => setAsked(true)}>
        {isSending ? sayTill('confirming') : say('confirm', { amount })}
      </button>
      {isAsked && (
        <Ask
          title={say('confirm-title', { number })}
          hint={say('confirm-hint', { meals, amount })}
          sure={say('confirm-sure')}
          onCancel={() => setAsked(false)}
          onSure={() => void send()}
        />
      )}
    </>
  )
}
