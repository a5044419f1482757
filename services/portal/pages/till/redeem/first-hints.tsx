import { useState } from 'preact/hooks'
import { say } from '../words.ts'

const PLACE = 'welfare.till.hints'

/** What a shop is led by on this phone's first day: below the place of the next card, gone for good once closed. */
export function FirstHints() {
  const [isClosed, setClosed] = useState(() => localStorage.getItem(PLACE) === 'closed')
  if (isClosed) return null
  return (
    <section class="hints" aria-labelledby="first-hints">
      <strong id="first-hints">{say('hints')}</strong>
      <ol>
        <li>{say('hint-card')}</li>
        <li>{say('hint-done')}</li>
        <li>{say('hint-network')}</li>
      </ol>
      <button
        type="button"
        onClick={() => {
          localStorage.setItem(PLACE, 'closed')
          setClosed(true)
        }}
      >
        {say('hints-close')}
      </button>
    </section>
  )
}
