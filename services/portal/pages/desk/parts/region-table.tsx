import { Table, type TableProps } from 'antd'
import type { ReactNode } from 'react'
import { ScrollRegion } from '../../common/react/scroll-region.tsx'

/** A table that scrolls sideways within its page, by keyboard too. */
export function RegionTable<Row extends object>({
  label,
  ...table
}: TableProps<Row> & { readonly label: string }): ReactNode {
  return (
    <ScrollRegion label={label}>
      <Table<Row> size="small" pagination={false} {...table} />
    </ScrollRegion>
  )
}
