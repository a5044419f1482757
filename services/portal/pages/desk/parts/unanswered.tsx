import type { ReactNode } from 'react'
import { say } from './words.ts'

/** Of an act that was sent and whose answer was lost: that it may be recorded, and that sending it again does it once. */
export function Unanswered({ act }: { readonly act: { readonly isUnanswered: boolean } }): ReactNode {
  return act.isUnanswered ? <p className="hint">{say('unanswered')}</p> : null
}
