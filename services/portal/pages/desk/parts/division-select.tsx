import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { foundQuery, useDivisionName, WHOLE_LEDGER } from './divisions.queries.ts'
import { say } from './words.ts'

interface Props<Value> {
  readonly id?: string
  readonly value?: Value
  readonly onChange?: (value: Value) => void
}

/** A division by its name; the code stands beside it. With `isWholeOffered` the whole ledger may be chosen, too. */
export function DivisionSelect({
  value,
  onChange,
  id,
  isWholeOffered = false,
}: Props<string> & { readonly isWholeOffered?: boolean }): ReactNode {
  const { options: divisions, search } = useOptions(value === undefined || value === WHOLE_LEDGER ? [] : [value])
  const options = isWholeOffered ? [{ value: WHOLE_LEDGER, label: say('wholeLedger') }, ...divisions] : divisions
  return (
    <Select
      {...(id !== undefined && { id })}
      showSearch={{ filterOption: false, onSearch: search }}
      placeholder={say('divisionSearch')}
      options={options}
      value={value ?? null}
      onChange={(code) => code !== null && onChange?.(code)}
    />
  )
}

export function DivisionsSelect({ value = [], onChange, id }: Props<string[]>): ReactNode {
  const { options, search } = useOptions(value)
  return (
    <Select
      {...(id !== undefined && { id })}
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: search }}
      placeholder={say('divisionSearch')}
      options={options}
      value={value}
      onChange={(codes) => onChange?.(codes)}
    />
  )
}

function useOptions(chosen: readonly string[]) {
  const [text, search] = useState('')
  const { data } = useQuery(foundQuery(text.trim()))
  const nameOf = useDivisionName(chosen)
  const found = (data?.items ?? []).map(({ code, fullName, name }) => ({
    value: code,
    label: `${fullName ?? name ?? code}（${code}）`,
  }))
  const missing = chosen
    .filter((code) => !found.some(({ value }) => value === code))
    .map((code) => ({ value: code, label: nameOf(code) === code ? code : `${nameOf(code)}（${code}）` }))
  return { options: [...missing, ...found], search }
}
