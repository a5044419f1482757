import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { bracketed } from '../../common/punctuation.ts'
import { useSignedIn } from '../../common/react/session.tsx'
import { foundQuery, useDivisionName, WHOLE_LEDGER } from './divisions.queries.ts'
import { ManySelect } from './many-select.tsx'
import { say } from './words.ts'

interface Props<Value> {
  readonly id?: string
  readonly value?: Value
  readonly onChange?: (value: Value) => void
}

/** What a form begins with: the division of an account that is of one. */
export function useOwnDivision(): { readonly division?: string } {
  const [only, ...more] = useSignedIn()?.scope.divisions ?? []
  return only === undefined || more.length > 0 || only === WHOLE_LEDGER ? {} : { division: only }
}

/** A division by its name; the code stands beside it. With `isWholeOffered` the whole ledger may be chosen, too. */
export function DivisionSelect({
  value,
  onChange,
  id,
  isWholeOffered = false,
}: Props<string> & { readonly isWholeOffered?: boolean }): ReactNode {
  const {
    options: divisions,
    search,
    isSearched,
  } = useOptions(value === undefined || value === WHOLE_LEDGER ? [] : [value])
  const whole = isWholeOffered ? [{ value: WHOLE_LEDGER, label: say('wholeLedger') }] : []
  // Whoever types a name looks for a division: that is what Enter takes.
  const options = isSearched ? [...divisions, ...whole] : [...whole, ...divisions]
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

/** Of a form that must say of which division it is. */
export function DivisionItem(): ReactNode {
  return (
    <Form.Item name="division" label={say('division')} rules={[{ required: true, message: say('divisionMissing') }]}>
      <DivisionSelect />
    </Form.Item>
  )
}

export function DivisionsSelect({ value = [], onChange, id }: Props<string[]>): ReactNode {
  const { options, search } = useOptions(value)
  return (
    <ManySelect
      {...(id !== undefined && { id })}
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
    label: bracketed(fullName ?? name ?? code, code),
  }))
  const missing = chosen
    .filter((code) => !found.some(({ value }) => value === code))
    .map((code) => ({ value: code, label: nameOf(code) === code ? code : bracketed(nameOf(code), code) }))
  return { options: [...missing, ...found], search, isSearched: text.trim() !== '' }
}
