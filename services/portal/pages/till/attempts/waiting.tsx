import { formatYuan } from '@welfare/contracts/money.ts'
import { useState } from 'preact/hooks'
import { LostNetworkError } from '../../common/api/problem.ts'
import { shanghaiDay, shanghaiTime, showInstant } from '../../common/shanghai.ts'
import { type Identity, isOf } from '../identity.ts'
import { ledgerNow, ledgerToday } from '../ledger-clock.ts'
import { useAttempts } from '../use-attempts.ts'
import { sayWhose } from '../whose.ts'
import { say } from '../words.ts'
import type { Attempt } from './attempt.store.ts'
import { SettledAttempt } from './settled-attempt.tsx'

/** Above everything: what has no answer yet, and what became of it. */
export function Waiting({ identity }: { readonly identity: Identity | undefined }) {
  const { attempts, list } = useAttempts()
  const isOurs = (attempt: Attempt) => isOf(identity, attempt)
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
          <ConfirmNow />
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
        <SettledAttempt
          key={attempt.key}
          attempt={attempt}
          told={toldOf(attempt)}
          by={isOurs(attempt) ? identity : undefined}
          onSeen={() => void attempts.dismiss(attempt.key)}
        />
      ))}
    </>
  )
}

/** It goes away with what waits. */
function ConfirmNow() {
  const { attempts } = useAttempts()
  const [isTrying, setTrying] = useState(false)
  const [tried, setTried] = useState<{ readonly at: Date; readonly isLost: boolean }>()

  async function tryNow(): Promise<void> {
    setTrying(true)
    try {
      const errors = await attempts.sendAgain()
      setTried({ at: ledgerNow(), isLost: errors.some((error) => error instanceof LostNetworkError) })
    } finally {
      setTrying(false)
    }
  }

  return (
    <>
      {tried && !isTrying && (
        <p>{say(tried.isLost ? 'waiting-lost' : 'waiting-open', { time: shanghaiTime(tried.at) })}</p>
      )}
      <button type="button" disabled={isTrying} onClick={() => void tryNow()}>
        {say(isTrying ? 'waiting-trying' : 'waiting-now')}
      </button>
    </>
  )
}

function describe(attempt: Attempt): string {
  return say(attempt.request?.kind === 'undo' ? 'waiting-undo' : 'waiting-meal', toldOf(attempt))
}

function toldOf(attempt: Attempt): { readonly time: string; readonly amount: string; readonly whose: string } {
  const { tappedAt, amountFen } = attempt
  const time = shanghaiDay(tappedAt) === ledgerToday() ? shanghaiTime(tappedAt) : showInstant(tappedAt)
  const whose = sayWhose(attempt)
  return { time, amount: formatYuan(amountFen), whose: whose === '' ? '' : say('of-whose', { whose }) }
}
