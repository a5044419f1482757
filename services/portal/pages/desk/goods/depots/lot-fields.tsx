import { Form, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { sayDay } from '../../../common/shanghai.ts'
import { useGoodsNames } from '../goods.queries.ts'

/** Of which a number is asked. */
export interface AskedLot {
  readonly lot: string
  readonly commodity: string
  readonly expiresOn?: string | undefined
  /** As many as stand there, or as the entry says. */
  readonly left: number
}

export interface TypedLots {
  /** By `fieldOf`. */
  readonly lots?: Readonly<Record<string, number | null>>
}

export function LotFields({
  lots,
  label,
  isBounded = false,
}: {
  readonly lots: readonly AskedLot[]
  readonly label: (of: { readonly name: string; readonly left: number }) => string
  readonly isBounded?: boolean
}): ReactNode {
  const nameOf = useGoodsNames()
  return lots.map(({ lot, commodity, left, expiresOn }) => (
    <Form.Item
      key={lot}
      name={['lots', fieldOf(lot)]}
      label={label({ name: [nameOf(commodity), expiresOn && sayDay(expiresOn)].filter(Boolean).join(' · '), left })}
    >
      <InputNumber min={0} {...(isBounded && { max: left })} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  ))
}

export function statedLots(asked: readonly AskedLot[], { lots }: TypedLots): { lot: string; quantity: number }[] {
  return asked.flatMap(({ lot }) => {
    const quantity = lots?.[fieldOf(lot)]
    return quantity === undefined || quantity === null ? [] : [{ lot, quantity }]
  })
}

/** Ids of lots hold points, which forms take for paths. */
export function fieldOf(lot: string): string {
  return lot.replace('.', ':')
}
