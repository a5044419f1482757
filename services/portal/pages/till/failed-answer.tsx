import { LostNetworkError } from '../common/api/problem.ts'
import { shanghaiTime } from '../common/shanghai.ts'
import { Refusal } from './refusal.tsx'
import { say } from './words.ts'

interface FailedAnswerProps {
  readonly error: unknown
  /** Of what is still shown. */
  readonly readAt: Date | undefined
  onRetry(): void
}

/** A list that could not be read, or not read anew. */
export function FailedAnswer({ error, readAt, onRetry }: FailedAnswerProps) {
  return (
    <>
      <Refusal error={error} />
      {readAt && (
        <p class="waiting">
          {say(error instanceof LostNetworkError ? 'stale-lost' : 'stale', { time: shanghaiTime(readAt) })}
        </p>
      )}
      <button type="button" onClick={onRetry}>
        {say('retry')}
      </button>
    </>
  )
}
