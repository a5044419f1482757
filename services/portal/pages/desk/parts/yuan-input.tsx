import { formatYuanPlain, parseYuan } from '@welfare/contracts/money.ts'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { say } from './words.ts'

interface Props {
  readonly id?: string
  readonly 'aria-label'?: string
  /** Fen; undefined where what is typed is no amount. */
  readonly value?: number | undefined
  readonly onChange?: (amountFen: number | undefined) => void
}

/** An amount in yuan, as people type them; its value is fen. */
export function YuanInput({ value, onChange, ...rest }: Props): ReactNode {
  const [text, setText] = useState('')
  const isOfText = parseYuan(text) === value
  const shown = isOfText ? text : value === undefined ? '' : formatYuanPlain(value)
  return (
    <Input
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      suffix={say('yuan')}
      value={shown}
      status={shown !== '' && parseYuan(shown) === undefined ? 'error' : ''}
      onChange={({ target }) => {
        setText(target.value)
        onChange?.(parseYuan(target.value))
      }}
    />
  )
}
