import { useQuery } from '@tanstack/react-query'
import { Button, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useDivisionName } from '../../parts/divisions.queries.ts'
import { usePower } from '../../parts/powers.queries.ts'
import { Reading } from '../../shell/reading.tsx'
import { type Payer, payersQuery } from './payers.queries.ts'
import { RegisterPayerDrawer } from './register-payer-drawer.tsx'
import { say } from './words.ts'

/** Who pays shops instead of a union. */
export function PayersPart(): ReactNode {
  const power = usePower('registerPayer')
  const read = useQuery(payersQuery)
  const nameOf = useDivisionName(read.data?.map(({ division }) => division) ?? [])
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Typography.Title level={2}>{say('payers')}</Typography.Title>
      <p className="hint">{say('payersWhat')}</p>
      {power?.kind === 'may' && (
        <Button onClick={() => setOpen(true)} style={{ marginBlockEnd: 12 }}>
          {say('registerPayer')}
        </Button>
      )}
      <Reading of={read} />
      {read.data && (
        <DataTable<Payer>
          name={say('payers')}
          rows={read.data}
          rowKey={({ id }) => id}
          empty={say('payersEmpty')}
          columns={[
            { key: 'name', title: say('payerName'), text: ({ name }) => name, order: ({ name }) => name },
            { key: 'kind', title: say('payerKind'), text: ({ kind }) => say(`payerKind.${kind}`) },
            { key: 'division', title: say('ofDivision'), text: ({ division }) => nameOf(division) },
          ]}
        />
      )}
      {isOpen && <RegisterPayerDrawer onClose={() => setOpen(false)} />}
    </>
  )
}
