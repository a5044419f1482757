import { useCallback, useState } from 'preact/hooks'
import { answerOf } from '../common/api/client.ts'
import { apis } from './api.ts'
import { Ask } from './ask.tsx'
import type { Identity } from './identity.ts'
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
  onPaired(): void
}

/** The address brought a pairing code to a phone that is a till already. Not while something waits: its key would be another act. */
export function PairAnew({ identity, code, onEnd, onPaired }: PairAnewProps) {
  const { waitingCount } = useAttempts()
  const [error, setError] = useState<unknown>()
  const [merchant = ''] = identity.merchants
  const { answer: shop } = useAnswer(useCallback(() => readShopName(identity, merchant), [identity, merchant]))
  const pair = () =>
    answerOf(apis.till.POST('/v1/pairings', { body: { code } })).then(() => {
      onEnd()
      onPaired()
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
