import { formatYuanPlain, parseYuan } from '@welfare/contracts/money.ts'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoneyUnit } from '../../common/react/money.tsx'
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
  const input = (
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
  // In the middle of a sentence or a row it is said once, above.
  if (rest['aria-label'] !== undefined) return input
  return (
    <>
      {input}
      <AlwaysYuan />
    </>
  )
}

/** Where the page shows tens of thousands: what is typed is not. */
export function AlwaysYuan(): ReactNode {
  const { unit } = useMoneyUnit()
  return unit === 'wan' && <small className="hint">{say('alwaysYuan')}</small>
}
