import { Tag } from 'antd'
import type { ReactNode } from 'react'
import type { StatementStatus as Status } from '../settlement.queries.ts'
import { say } from '../words.ts'

const colours: Partial<Readonly<Record<Status, string>>> = {
  proposed: 'warning',
  confirmed: 'warning',
  paid: 'success',
  settled: 'success',
  returned: 'error',
}

export function StatementStatus({ status }: { readonly status: Status }): ReactNode {
  return <Tag color={colours[status] ?? 'default'}>{say(`status.${status}`)}</Tag>
}
