import type { ComponentChildren } from 'preact'
import { OverPage } from './over-page.tsx'
import { say } from './words.ts'

interface AskProps {
  readonly title: string
  readonly hint?: string
  /** The act, in words; undefined where it is barred now. */
  readonly sure: string | undefined
  readonly children?: ComponentChildren
  readonly isDangerous?: boolean
  onSure(): void
  onCancel(): void
}

/** Before something that is not wanted by mistake: no second tap hits it. */
export function Ask({ title, hint, sure, isDangerous = false, children, onSure, onCancel }: AskProps) {
  return (
    <OverPage title={title} onCancel={onCancel}>
      {hint !== undefined && <p>{hint}</p>}
      {children}
      <div class="answers">
        <button type="button" onClick={onCancel}>
          {say('cancel')}
        </button>
        {sure !== undefined && (
          <button type="button" class={isDangerous ? 'danger' : 'main'} onClick={onSure}>
            {sure}
          </button>
        )}
      </div>
    </OverPage>
  )
}
