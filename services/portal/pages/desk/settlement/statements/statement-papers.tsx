import { Button, Space } from 'antd'
import type { ReactNode } from 'react'
import { useMoneyUnit } from '../../../common/react/money.tsx'
import type { StatementNumber } from '../settlement.queries.ts'
import { say } from '../words.ts'

/** What was proposed is printed by the ledger; before that, this page as it stands. */
export function StatementPapers({
  statement,
  number: { number, status },
}: {
  readonly statement: string
  readonly number: StatementNumber
}): ReactNode {
  const { unit } = useMoneyUnit()
  if (status === 'open' || status === 'draft')
    return (
      <Button className="not-on-paper" onClick={() => window.print()}>
        {say('print')}
      </Button>
    )
  const query = new URLSearchParams({ statement, number: String(number), unit })
  return (
    <Space wrap className="not-on-paper">
      <Button href={`/v1/printouts/statement.html?${query}`} target="_blank">
        {say('paperOf')}
      </Button>
      <Button href={`/v1/printouts/statement.xlsx?${query}`}>{say('sheetOf')}</Button>
    </Space>
  )
}
