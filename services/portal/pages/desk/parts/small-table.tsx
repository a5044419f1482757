import { Table, type TableProps } from 'antd'
import type { ReactNode } from 'react'
import { ScrollRegion } from '../../common/react/scroll-region.tsx'

/**
 * A sheet of a few lines, or what a form shows and lets choose: it scrolls sideways within its page, by keyboard too. What is a list is a `DataTable`.
 * @param asCards on a phone each row is a card with its columns' titles, and nothing is off the screen
 */
export function SmallTable<Row extends object>({
  label,
  asCards = false,
  columns,
  ...table
}: TableProps<Row> & { readonly label: string; readonly asCards?: boolean }): ReactNode {
  const titled = columns?.map((column) => ({
    ...column,
    onCell: () => ({
      className: 'card-line',
      'data-title': typeof column.title === 'string' ? column.title : undefined,
    }),
  }))
  const shown = asCards ? titled : columns
  return (
    <ScrollRegion label={label} {...(asCards && { className: 'cards-on-phone' })}>
      <Table<Row> size="small" pagination={false} {...(shown && { columns: shown })} {...table} />
    </ScrollRegion>
  )
}
