import type { ReactNode } from 'react'
import { say } from './words.ts'

/** Of an act that was sent and whose answer was lost: that it may be recorded, and that sending it again does it once. */
export function Unanswered({ act }: { readonly act: { readonly isUnanswered: boolean } }): ReactNode {
  return act.isUnanswered ? <p className="hint">{say('unanswered')}</p> : null
}

/** Of a form that begins with what was typed before and not sent: it is not what stands. */
export function Restored({ draft }: { readonly draft: { readonly isRestored: boolean } }): ReactNode {
  return draft.isRestored ? <p className="hint">{say('draftRestored')}</p> : null
}
