import { useEffect, useRef } from 'preact/hooks'

interface YuanFieldProps {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly text: string
  readonly isWrong: boolean
  /** It was just asked for. */
  readonly isWanted?: boolean
  /** Nobody has typed it: a tap replaces it. */
  readonly isProposed?: boolean
  onType(text: string): void
}

export function YuanField({ id, label, hint, text, isWrong, isWanted, isProposed, onType }: YuanFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it appears.
  useEffect(() => {
    if (isWanted) input.current?.focus()
  }, [])
  return (
    <div class="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        class="figure"
        ref={input}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
        onClick={({ currentTarget }) => isProposed && currentTarget.select()}
        aria-invalid={isWrong}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  )
}
