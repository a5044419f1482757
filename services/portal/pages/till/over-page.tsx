import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

interface OverPageProps {
  readonly title: string
  readonly children: ComponentChildren
  onCancel(): void
}

/** Above the page, which stays as it is: nothing moves that the thumb is about to press. */
export function OverPage({ title, children, onCancel }: OverPageProps) {
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
      {children}
    </dialog>
  )
}
