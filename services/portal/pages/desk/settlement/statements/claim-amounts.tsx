import { useQuery } from '@tanstack/react-query'
import type { Share } from '@welfare/contracts/shares.ts'
import { Form } from 'antd'
import type { ReactNode } from 'react'
import { fundsQuery } from '../../funds/funds.queries.ts'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { say } from '../words.ts'

/** Of what the merchant owes, or is owed, by fund. */
export interface TypedAmounts {
  readonly amounts: Readonly<Record<string, number | undefined>>
}

export function allOf(claims: readonly Share[]): TypedAmounts {
  return { amounts: Object.fromEntries(claims.map(({ fund, amountFen }) => [fund, amountFen])) }
}

export function toShares(claims: readonly Share[], { amounts }: Partial<TypedAmounts>): Share[] {
  return claims.flatMap(({ fund }) => {
    const amountFen = amounts?.[fund] ?? 0
    return amountFen > 0 ? [{ fund, amountFen }] : []
  })
}

export function ClaimAmounts({
  claims,
  label,
}: {
  readonly claims: readonly Share[]
  readonly label: 'repaidOf' | 'givenUpOf' | 'recoveredOf' | 'waivedOf'
}): ReactNode {
  const { data: funds } = useQuery(fundsQuery)
  return claims.map(({ fund }) => (
    <Form.Item
      key={fund}
      name={['amounts', fund]}
      label={say(label, { fund: funds?.find(({ id: known }) => known === fund)?.name ?? fund })}
    >
      <YuanInput />
    </Form.Item>
  ))
}
