import { LostNetworkError, ProblemError } from '../common/api/problem.ts'
import { say } from './words.ts'

/** What went wrong, as a sentence; the code is for whoever is asked for help. */
export function Refusal({ error }: { readonly error: unknown }) {
  if (error instanceof ProblemError) return <RefusalSentence sentence={error.message} code={error.code} />
  if (error instanceof LostNetworkError) return <RefusalSentence sentence={say('error-lost')} code={undefined} />
  throw error
}

export function RefusalSentence(told: { readonly sentence: string; readonly code: string | undefined }) {
  return (
    <div role="alert" class="refusal">
      <p>{told.sentence}</p>
      {told.code !== undefined && (
        <details>
          <summary>{say('error-code')}</summary>
          <small>{told.code}</small>
        </details>
      )}
    </div>
  )
}
