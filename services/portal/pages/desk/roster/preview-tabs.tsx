import { Alert, Radio, type TableColumnsType } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { SmallTable } from '../parts/small-table.tsx'
import { ErrorFile } from './error-file.tsx'
import type { SentRoster } from './roster.queries.ts'
import { type Preview, type PreviewRow, remarksByRow, remarksOfAll } from './row-remarks.ts'
import { say } from './words.ts'

const STATUSES = ['error', 'warning', 'new', 'update', 'known', 'duplicate'] as const
type Status = (typeof STATUSES)[number]
const CELLS = ['name', 'identityNumber', 'phone', 'employer', 'trade', 'division'] as const

interface PreviewTabsProps {
  readonly sent: SentRoster
  readonly preview: Preview
  readonly confirmed: readonly number[]
  readonly onConfirm: (rows: readonly number[]) => void
}

/** Every row of the sheet in the tab of what becomes of it; the first tab with something to do is open. */
export function PreviewTabs({ sent, preview, confirmed, onConfirm }: PreviewTabsProps): ReactNode {
  const { counts, rows } = preview
  const ofAll = remarksOfAll(preview)
  const [open, setOpen] = useState<Status>(STATUSES.find((status) => counts[status] > 0) ?? 'new')
  const columns = useColumns(preview)
  return (
    <>
      {ofAll.map((said) => (
        <Alert key={said} type="info" showIcon title={say('ofAll', { count: rows.length, said })} />
      ))}
      <Radio.Group
        optionType="button"
        aria-label={say('outcome')}
        style={{ display: 'flex', flexWrap: 'wrap', marginBlockEnd: 8 }}
        value={open}
        options={STATUSES.map((status) => ({ value: status, label: `${say(`status.${status}`)} ${counts[status]}` }))}
        onChange={({ target }) => setOpen(target.value as Status)}
      />
      {open === 'warning' && counts.warning > 0 && <Alert type="warning" showIcon title={say('confirmHint')} />}
      {open === 'error' && counts.error > 0 && (
        <Alert type="error" showIcon title={say('errorHint')} action={<ErrorFile sent={sent} />} />
      )}
      <SmallTable<PreviewRow>
        key={open}
        label={say(`status.${open}`)}
        rowKey="row"
        columns={columns}
        dataSource={rows.filter((row) => row.status === open)}
        pagination={{ defaultPageSize: 20, hideOnSinglePage: true }}
        locale={{ emptyText: say('none') }}
        {...(open === 'warning' && {
          rowSelection: {
            hideSelectAll: true,
            columnTitle: <span className="visually-hidden">{say('status.warning')}</span>,
            selectedRowKeys: [...confirmed],
            onChange: (keys) => onConfirm(keys.map(Number)),
            getCheckboxProps: ({ row }) => ({ 'aria-label': say('confirmRow', { row }) }),
          },
        })}
      />
    </>
  )
}

function useColumns(preview: Preview): TableColumnsType<PreviewRow> {
  return useMemo(() => {
    const remarks = remarksByRow(preview)
    const used = CELLS.filter((field) => preview.rows.some(({ cells }) => cells?.[field] !== undefined))
    return [
      { title: say('row'), dataIndex: 'row', width: 72, align: 'right', className: 'figure' },
      ...used.map((field) => ({ title: say(field), dataIndex: ['cells', field] })),
      {
        title: say('remark'),
        dataIndex: 'row',
        key: 'remark',
        render: (row: number) => remarks.get(row)?.map((said) => <div key={said}>{said}</div>),
      },
    ]
  }, [preview])
}
