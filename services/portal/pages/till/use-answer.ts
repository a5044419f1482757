import { useCallback, useEffect, useRef, useState } from 'preact/hooks'

/**
 * What is asked for when the page is shown, and again by `refresh`.
 * @param ask the same function for the same question
 */
export function useAnswer<Answer>(ask: () => Promise<Answer>): {
  readonly answer: Answer | undefined
  readonly error: unknown
  refresh(): void
} {
  const [answer, setAnswer] = useState<Answer>()
  const [error, setError] = useState<unknown>()
  const latest = useRef(0)
  const refresh = useCallback(() => {
    latest.current += 1
    const asked = latest.current
    ask().then(
      (given) => {
        if (asked !== latest.current) return
        setAnswer(() => given)
        setError(undefined)
      },
      (reason: unknown) => {
        if (asked === latest.current) setError(reason)
      },
    )
  }, [ask])
  useEffect(refresh, [refresh])
  return { answer, error, refresh }
}
