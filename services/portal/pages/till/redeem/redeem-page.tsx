import { formatYuan } from '@welfare/contracts/money.ts'
import { useEffect, useState } from 'preact/hooks'
import { newActKey } from '../../common/act-key.ts'
import { ledgerNow, ledgerToday } from '../ledger-clock.ts'
import { Refusal } from '../refusal.tsx'
import { useTill } from '../shop.ts'
import { type Shown, tailOf } from '../shown-code.ts'
import { play, prepareSound } from '../sound.ts'
import { useAttempts } from '../use-attempts.ts'
import { say } from '../words.ts'
import { type Card, forgetDishes, lookUp, type Meal } from './card.ts'
import { CardFound } from './card-found.tsx'
import { CodeEntry } from './code-entry.tsx'
import { Done } from './done.tsx'
import { FirstHints } from './first-hints.tsx'
import type { EnteredMeal } from './meal-form.tsx'

/** Look, then confirm; then the next guest. */
export function RedeemPage({ shown }: { readonly shown: Shown }) {
  const till = useTill()
  const { attempts } = useAttempts()
  const [card, setCard] = useState<Card>()
  const [isBusy, setBusy] = useState(false)
  const [isSending, setSending] = useState(false)
  const [done, setDone] = useState<Meal>()
  const [undone, setUndone] = useState<Meal>()
  const [failure, setFailure] = useState<{ readonly error: unknown; readonly isMeal: boolean }>()
  const [isUnkept, setUnkept] = useState(false)

  async function look(code: string): Promise<void> {
    if (isBusy || isSending) return
    setBusy(true)
    setFailure(undefined)
    setDone(undefined)
    try {
      setCard(await lookUp(till, code))
    } catch (error) {
      play('refused')
      setFailure({ error, isMeal: false })
    } finally {
      setBusy(false)
    }
  }

  async function confirm({ code, voucher }: Card, { creditFen, ...meal }: EnteredMeal): Promise<void> {
    prepareSound()
    setSending(true)
    setUnkept(false)
    const body = { merchant: till.merchant, ...meal, tappedOn: ledgerToday() }
    const answer = await attempts
      .submit({
        ...{ key: newActKey(), seat: till.seat, account: till.account, tappedAt: ledgerNow().toISOString() },
        ...{ wallet: voucher.wallet, amountFen: creditFen, tail: tailOf(code) },
        request: { kind: 'meal', code, body },
      })
      .catch(() => undefined)
    setSending(false)
    if (!answer) return setUnkept(true)
    // The banner above goes on with what has no answer.
    setCard(undefined)
    if (answer.outcome === 'recorded') {
      play('done')
      setDone(answer.body as Meal)
    } else if (answer.outcome === 'refused') {
      play('refused')
      forgetDishes()
      setFailure({ error: answer.error, isMeal: true })
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each code that the address brings.
  useEffect(() => {
    if (shown.kind === 'card') void look(shown.code)
  }, [shown])

  return (
    <>
      {done && done === undone && (
        <p role="status" class="settled">
          {say('undone', { amount: formatYuan(done.amountFen) })}
        </p>
      )}
      {done && done !== undone && <Done key={done.id} meal={done} onUndone={() => setUndone(done)} />}
      {failure && (
        <section class="failure">
          {failure.isMeal && <h2>{say('not-done')}</h2>}
          <Refusal error={failure.error} />
        </section>
      )}
      {isUnkept && (
        <p role="alert" class="refusal">
          {say('nothing-kept')}
        </p>
      )}
      {card ? (
        <CardFound
          card={card}
          isSending={isSending}
          onConfirm={(meal) => void confirm(card, meal)}
          onLeave={() => setCard(undefined)}
        />
      ) : (
        <>
          <CodeEntry isBusy={isBusy} onCode={(code) => void look(code)} />
          <FirstHints />
        </>
      )}
    </>
  )
}
