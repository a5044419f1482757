import { useEffect, useState } from 'preact/hooks'

interface Asked<Answer> {
  readonly answer?: Answer
  /** A sentence. */
  readonly problem?: string
}

/** @param ask the same function as long as it asks the same */
export function useAnswer<Answer>(ask: () => Promise<Answer>): Asked<Answer> {
  const [asked, setAsked] = useState<Asked<Answer>>({})
  useEffect(() => {
    ask().then(
      (answer) => setAsked({ answer }),
      (error: Error) => setAsked({ problem: error.message }),
    )
  }, [ask])
  return asked
}
