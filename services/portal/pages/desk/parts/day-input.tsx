import { Input } from 'antd'
import type { ReactNode } from 'react'

interface Props {
  readonly id?: string
  readonly 'aria-label'?: string
  readonly value?: string | undefined
  readonly min?: string | undefined
  readonly max?: string | undefined
  readonly onChange?: (day: string | undefined) => void
}

/** A day of Shanghai, `2025-07-25`, by the browser's own calendar: a day is no moment, so no time zone is asked. */
export function DayInput({ value, onChange, ...rest }: Props): ReactNode {
  return (
    <Input
      {...rest}
      type="date"
      value={value ?? ''}
      onChange={({ target }) => onChange?.(target.value === '' ? undefined : target.value)}
    />
  )
}
