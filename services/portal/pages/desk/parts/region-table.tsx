import { Table, type TableProps } from 'antd'
import type { ReactNode } from 'react'
import './parts.css'

/** A table that scrolls sideways within its page, by keyboard too. */
export function RegionTable<Row extends object>({
  label,
  ...table
}: TableProps<Row> & { readonly label: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled without a mouse
    <section className="table-region" aria-label={label} tabIndex={0}>
      <Table<Row> size="small" pagination={false} {...table} />
    </section>
  )
}
