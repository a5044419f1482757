import { useCallback, useState } from 'preact/hooks'
import { Ask } from './ask.tsx'
import { type Identity, pairAs } from './identity.ts'
import { Refusal } from './refusal.tsx'
import { readShopName } from './shop.ts'
import { useAnswer } from './use-answer.ts'
import { useAttempts } from './use-attempts.ts'
import { say } from './words.ts'

interface PairAnewProps {
  readonly identity: Identity
  readonly code: string
  /** Paired or not: the code is forgotten. */
  onEnd(): void
  onPaired(identity: Identity): void
}

/** The address brought a pairing code to a phone that is a till already. Not while something waits: its key would be another act. */
export function PairAnew({ identity, code, onEnd, onPaired }: PairAnewProps) {
  const { waitingCount } = useAttempts()
  const [error, setError] = useState<unknown>()
  const [merchant = ''] = identity.merchants
  const { answer: shop } = useAnswer(useCallback(() => readShopName(identity, merchant), [identity, merchant]))
  const pair = () =>
    pairAs(code).then((paired) => {
      onEnd()
      onPaired(paired)
    }, setError)
  return (
    <Ask
      title={say('pair-anew', { shop: shop ?? say('till') })}
      hint={waitingCount > 0 ? say('forget-waiting', { count: waitingCount }) : say('pair-anew-hint')}
      sure={waitingCount > 0 ? undefined : say('pair-anew-do')}
      onCancel={onEnd}
      onSure={() => void pair()}
    >
      {error !== undefined && <Refusal error={error} />}
    </Ask>
  )
}
