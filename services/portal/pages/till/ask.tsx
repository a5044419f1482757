import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
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

/** Before something that is not wanted by mistake: above the page, so that no second tap hits it. */
export function Ask({ title, hint, sure, isDangerous = false, children, onSure, onCancel }: AskProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onCancel()
      }}
    >
      <h2 id={heading}>{title}</h2>
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
    </dialog>
  )
}
