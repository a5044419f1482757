import { useEffect, useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { LostNetworkError } from '../../common/api/problem.ts'
import type { Meal } from '../attempts/attempt.store.ts'
import { ledgerNow, ledgerToday } from '../ledger-clock.ts'
import { Refusal } from '../refusal.tsx'
import { useTill } from '../shop.ts'
import type { Shown } from '../shown-code.ts'
import { play, prepareSound } from '../sound.ts'
import { useAttempts } from '../use-attempts.ts'
import type { Whose } from '../whose.ts'
import { say } from '../words.ts'
import { type Card, forgetDishes, lookUp } from './card.ts'
import { CardFound } from './card-found.tsx'
import { CodeEntry } from './code-entry.tsx'
import { Done } from './done.tsx'
import { FirstHints } from './first-hints.tsx'
import type { EnteredMeal } from './meal-sum.ts'

interface Failure {
  readonly error: unknown
  /** The card that could not be looked up; absent: a meal was refused. */
  readonly code?: string
}

interface RedeemPageProps {
  /** A card that the address brought along. */
  readonly shown: Shown
  onTaken(): void
}

/** Look, then confirm; then the next guest. */
export function RedeemPage({ shown, onTaken }: RedeemPageProps) {
  const till = useTill()
  const { attempts } = useAttempts()
  const [card, setCard] = useState<Card>()
  const [isBusy, setBusy] = useState(false)
  const [isSending, setSending] = useState(false)
  const [done, setDone] = useState<{ readonly meal: Meal; readonly whose: Whose }>()
  const [failure, setFailure] = useState<Failure>()
  const [isUnkept, setUnkept] = useState(false)
  const [hasLeft, setLeft] = useState(false)

  async function look(code: string): Promise<void> {
    if (isBusy || isSending) return
    setBusy(true)
    setFailure(undefined)
    setDone(undefined)
    try {
      setCard(await lookUp(till, code))
    } catch (error) {
      play('refused')
      setFailure({ error, code })
    } finally {
      setBusy(false)
    }
  }

  async function confirm(paying: Card, { creditFen, ...meal }: EnteredMeal, holder: string | undefined): Promise<void> {
    const { code, voucher } = paying
    const whose = { tail: voucher.tail, holder }
    prepareSound()
    setSending(true)
    setUnkept(false)
    setFailure(undefined)
    const body = { merchant: till.merchant, ...meal, tappedOn: ledgerToday() }
    const answer = await attempts
      .submit({
        ...{ key: newActKey(), seat: till.seat, account: till.account, tappedAt: ledgerNow().toISOString() },
        ...{ wallet: voucher.wallet, amountFen: creditFen, ...whose },
        request: { kind: 'meal', code, body },
      })
      .catch(() => undefined)
    setSending(false)
    if (!answer) return setUnkept(true)
    if (answer.outcome === 'refused') {
      play('refused')
      forgetDishes()
      setFailure({ error: answer.error })
      // What was typed stays, on the card as it is now; without an answer, as it was. Meanwhile the next guest may stand there.
      return void lookUp(till, code).then(
        (found) => setCard((now) => (now === paying ? found : now)),
        () => undefined,
      )
    }
    // The banner above goes on with what has no answer.
    leave()
    if (answer.outcome === 'recorded' && answer.kind === 'meal') {
      play('done')
      setDone({ meal: answer.meal, whose })
    }
  }

  function leave(): void {
    setCard(undefined)
    setFailure(undefined)
    setUnkept(false)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each code that the address brings.
  useEffect(() => {
    if (shown.kind !== 'card') return
    onTaken()
    void look(shown.code)
  }, [shown])

  useEffect(() => {
    const forgive = () => setFailure((told) => (told?.error instanceof LostNetworkError ? undefined : told))
    addEventListener('online', forgive)
    return () => removeEventListener('online', forgive)
  }, [])

  return (
    <>
      {done && <Done key={done.meal.id} {...done} />}
      {failure && (
        <section class="failure">
          {failure.code === undefined && <h2>{say('not-done')}</h2>}
          <Refusal error={failure.error} />
          {failure.code !== undefined && failure.error instanceof LostNetworkError && (
            <button type="button" onClick={() => void look(failure.code ?? '')}>
              {say('retry')}
            </button>
          )}
        </section>
      )}
      {isUnkept && (
        <p role="alert" class="refusal">
          {say('nothing-kept')}
        </p>
      )}
      {card ? (
        <CardFound
          key={card.code}
          card={card}
          isSending={isSending}
          onConfirm={(meal, holder) => void confirm(card, meal, holder)}
          onLeave={() => {
            leave()
            setLeft(true)
          }}
        />
      ) : (
        <>
          <CodeEntry
            isBusy={isBusy}
            isWanted={hasLeft}
            failure={failure}
            onType={() => setFailure(undefined)}
            onCode={(code) => {
              setLeft(false)
              void look(code)
            }}
          />
          <FirstHints />
        </>
      )}
    </>
  )
}
