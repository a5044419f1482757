import { useCallback, useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { type AnswerOf, answerOf } from '../../common/api/client.ts'
import { sayDay, shanghaiDay } from '../../common/shanghai.ts'
import { apis } from '../api.ts'
import { Ask } from '../ask.tsx'
import { Refusal } from '../refusal.tsx'
import { useAnswer } from '../use-answer.ts'
import { say } from '../words.ts'
import { NewPhone } from './new-phone.tsx'

export type Phone = AnswerOf<'listDevices'>['items'][number]

/** The shop's phones: paired here, revoked here. */
interface PhonesProps {
  /** Who looks. */
  readonly account: string
  readonly merchant: string
  /** Of this phone, where it is one. */
  readonly own: string | undefined
}

export function Phones({ account, merchant, own }: PhonesProps) {
  const { answer, error, refresh } = useAnswer(
    useCallback(
      () => answerOf(apis.account.GET('/v1/merchants/{id}/devices', { params: { path: { id: merchant } } })),
      [merchant],
    ),
  )
  return (
    <section aria-labelledby="phones-title">
      <h3 id="phones-title">{say('phones')}</h3>
      {error !== undefined && <Refusal error={error} />}
      {answer?.items.length === 0 && <p class="hint">{say('phones-none')}</p>}
      <ul class="lines">
        {answer?.items.map((phone) => (
          <li key={phone.id}>
            <PhoneLine phone={phone} merchant={merchant} isOwn={phone.account === own} onRevoked={refresh} />
          </li>
        ))}
      </ul>
      {answer && (
        <NewPhone account={account} merchant={merchant} phones={answer.items} failure={error} onLook={refresh} />
      )}
    </section>
  )
}

interface PhoneLineProps {
  readonly phone: Phone
  readonly merchant: string
  readonly isOwn: boolean
  onRevoked(): void
}

function PhoneLine({ phone: { id, label, pairedAt, revoked }, merchant, isOwn, onRevoked }: PhoneLineProps) {
  const [isAsked, setAsked] = useState(false)
  const [error, setError] = useState<unknown>()
  const revoke = () => {
    const header = { 'Idempotency-Key': newActKey() }
    const params = { path: { id: merchant, device: id }, header }
    answerOf(apis.account.DELETE('/v1/merchants/{id}/devices/{device}', { params })).then(onRevoked, setError)
  }
  return (
    <>
      <span>
        {label} {isOwn && <strong>{say('phone-mine')}</strong>}
      </span>
      <small>{say('phone-paired', { day: sayDay(shanghaiDay(pairedAt)) })}</small>
      {revoked && <small>{say('phone-revoked')}</small>}
      {!revoked && (
        <button type="button" aria-label={say('phone-revoke-of', { label })} onClick={() => setAsked(true)}>
          {say('phone-revoke')}
        </button>
      )}
      {isAsked && (
        <Ask
          title={say('phone-revoke-title', { label })}
          hint={say(isOwn ? 'phone-revoke-own' : 'phone-revoke-hint')}
          sure={say('phone-revoke-sure', { label })}
          isDangerous
          onCancel={() => setAsked(false)}
          onSure={() => {
            setAsked(false)
            revoke()
          }}
        />
      )}
      {error !== undefined && <Refusal error={error} />}
    </>
  )
}
