import { Button, Drawer, Form, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { DayInput } from '../parts/day-input.tsx'
import { say } from './words.ts'

/** The statement is a printout of the ledger's own: this only chooses the period. */
export function StatementDrawer({ fund, onClose }: { readonly fund: string; readonly onClose: () => void }): ReactNode {
  const { unit } = useMoneyUnit()
  const [from, setFrom] = useState<string>()
  const [until, setUntil] = useState<string>()
  const query = new URLSearchParams({ fund, unit, ...(from && { from }), ...(until && { until }) })
  return (
    <Drawer open title={say('statementTitle')} size={420} onClose={onClose}>
      <p className="hint">{say('wholeTime')}</p>
      <Form layout="vertical">
        <Form.Item label={say('from')} htmlFor="statement-from">
          <DayInput id="statement-from" value={from} onChange={setFrom} />
        </Form.Item>
        <Form.Item label={say('until')} htmlFor="statement-until">
          <DayInput id="statement-until" value={until} onChange={setUntil} />
        </Form.Item>
      </Form>
      <Space wrap>
        <Button type="primary" href={`/v1/printouts/fund-statement.html?${query}`} target="_blank">
          {say('paper')}
        </Button>
        <Button href={`/v1/printouts/fund-statement.xlsx?${query}`}>{say('sheet')}</Button>
      </Space>
    </Drawer>
  )
}
