import { formatYuan } from '@welfare/contracts/money.ts'
import { shanghaiDay, shanghaiTime, showInstant } from '../../common/shanghai.ts'
import { ledgerToday } from '../ledger-clock.ts'
import { RefusalSentence } from '../refusal.tsx'
import { useAttempts } from '../use-attempts.ts'
import { say } from '../words.ts'
import type { Attempt } from './attempt.store.ts'

/** Above everything: what has no answer yet, and what became of it. */
export function Waiting({ isOurs }: { isOurs(attempt: Attempt): boolean }) {
  const { attempts, list } = useAttempts()
  const waiting = list.filter((attempt) => attempt.request && isOurs(attempt))
  const foreign = list.filter((attempt) => attempt.request && !isOurs(attempt))
  const settled = list.filter((attempt) => attempt.settled)
  return (
    <>
      {waiting.length > 0 && (
        <section class="waiting" role="status">
          <strong>{say('waiting', { count: waiting.length })}</strong>
          <ul>
            {waiting.map((attempt) => (
              <li key={attempt.key}>{describe(attempt)}</li>
            ))}
          </ul>
          <p>{say('waiting-how')}</p>
          <button type="button" onClick={() => void attempts.sendAgain()}>
            {say('waiting-now')}
          </button>
        </section>
      )}
      {foreign.map((attempt) => (
        <section key={attempt.key} class="waiting" role="alert">
          <strong>{describe(attempt)}</strong>
          <p>{say('waiting-foreign')}</p>
          <button type="button" onClick={() => void attempts.dismiss(attempt.key)}>
            {say('waiting-foreign-done')}
          </button>
        </section>
      ))}
      {settled.map((attempt) => (
        <SettledAttempt key={attempt.key} attempt={attempt} onSeen={() => void attempts.dismiss(attempt.key)} />
      ))}
    </>
  )
}

function SettledAttempt({ attempt, onSeen }: { readonly attempt: Attempt; onSeen(): void }) {
  const { settled, amountFen } = attempt
  if (!settled) return null
  const told = { time: timeOf(attempt), amount: formatYuan(amountFen) }
  return (
    <section class={settled.outcome === 'recorded' ? 'settled' : 'settled refused'}>
      {settled.outcome === 'recorded' ? (
        <p role="status">{say(settled.kind === 'meal' ? 'settled-meal' : 'settled-undo', told)}</p>
      ) : (
        <>
          <strong>{say(settled.kind === 'meal' ? 'settled-meal-refused' : 'settled-undo-refused', told)}</strong>
          <RefusalSentence sentence={settled.sentence} code={settled.code} />
        </>
      )}
      <button type="button" onClick={onSeen}>
        {say('settled-seen')}
      </button>
    </section>
  )
}

function describe(attempt: Attempt): string {
  const { request, amountFen, tail } = attempt
  const told = { time: timeOf(attempt), amount: formatYuan(amountFen), tail }
  if (request?.kind === 'undo') return say('waiting-undo', told)
  return say(tail === '' ? 'waiting-meal-qr' : 'waiting-meal', told)
}

function timeOf({ tappedAt }: Attempt): string {
  return shanghaiDay(tappedAt) === ledgerToday() ? shanghaiTime(tappedAt) : showInstant(tappedAt)
}
