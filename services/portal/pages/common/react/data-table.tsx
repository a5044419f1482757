import { DownloadOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover, Space, Table } from 'antd'
import { type Key, type ReactNode, useMemo, useState } from 'react'
import { createWords } from '../words.ts'
import { saveCsv } from './csv-file.ts'
import { ScrollRegion } from './scroll-region.tsx'
import { type Column, type Sort, sortBy } from './table-columns.ts'
import { type MorePages, useToEnd } from './table-pages.ts'

const say = createWords('data-table', {
  zh: {
    table: '表格，用方向键滚动',
    columns: '显示的列',
    download: '下载本表 CSV',
    rows: '共 {{count}} 行',
    loaded: '已载入 {{count}} 行，还有更多',
    loadedOf: '已载入 {{count}} 行，共 {{total}} 行',
    more: '载入更多',
    loadAll: '载入全部',
    stop: '停止载入',
    loadingFile: '正在取回全部，已载入 {{count}} 行；停止',
    empty: '没有符合条件的行',
  },
  en: {
    table: 'Table, scrolled by arrows',
    columns: 'Columns',
    download: 'Download this table as CSV',
    rows: '{{count}} rows',
    loaded: '{{count}} rows loaded, there are more',
    loadedOf: '{{count}} of {{total}} rows loaded',
    more: 'Load more',
    loadAll: 'Load all',
    stop: 'Stop loading',
    loadingFile: 'Fetching all, {{count}} rows loaded; stop',
    empty: 'No row matches',
  },
})

/**
 * A table that sorts, hides columns (kept on this machine by its name) and downloads what it shows, to the last row: pages that are missing are
 * fetched first. From 200 rows on only those in sight are drawn.
 * @param name unique; also of the file
 */
export function DataTable<Row extends object>({
  name,
  columns,
  rows,
  rowKey,
  totalRow,
  pages,
  total,
  isLoading = false,
  empty,
}: {
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Stands last, is counted as no row and sorted nowhere. */
  readonly totalRow?: Row | undefined
  /** Where the rows come page by page. */
  readonly pages?: MorePages | undefined
  /** How many rows there are, loaded or not, where that is known. */
  readonly total?: number | undefined
  readonly isLoading?: boolean
  /** What will be here, and the first step to it. */
  readonly empty?: ReactNode
}): ReactNode {
  const [hidden, setHidden] = useHiddenColumns(name)
  const [sort, setSort] = useState<Sort>({})
  const shown = columns.filter(({ key }) => !hidden.includes(key))
  const sorted = useMemo(
    () => [...sortBy(rows, columns, sort), ...(totalRow ? [totalRow] : [])],
    [rows, columns, sort, totalRow],
  )
  const { goal, loadAll, saveAll, stop } = useToEnd(pages, () => saveCsv(name, shown, sorted))
  const count = rows.length.toLocaleString('zh-CN')
  const isLong = rows.length > 200
  // Between two frames antd looks up the height of every row: by numbers that takes a tenth of the time.
  const lines = useMemo(
    () => sorted.map((row, at) => ({ key: isLong ? at : rowKey(row), row })),
    [sorted, isLong, rowKey],
  )
  return (
    <>
      <div className="table-tools not-on-paper">
        <span aria-live="polite">{sayRows()}</span>
        <Popover
          trigger="click"
          // Beside its button: the next stop of Tab, and within the drawer that holds the focus.
          getPopupContainer={(button) => button.parentElement ?? document.body}
          content={
            <Checkbox.Group
              style={{ display: 'grid' }}
              options={columns.map(({ key, title }) => ({ value: key, label: title }))}
              value={shown.map(({ key }) => key)}
              onChange={(kept) => setHidden(columns.map(({ key }) => key).filter((key) => !kept.includes(key)))}
            />
          }
        >
          <Button size="small" icon={<SettingOutlined />}>
            {say('columns')}
          </Button>
        </Popover>
        {goal === 'file' ? (
          <Button size="small" onClick={stop}>
            {say('loadingFile', { count })}
          </Button>
        ) : (
          <Button size="small" icon={<DownloadOutlined />} disabled={goal !== undefined} onClick={saveAll}>
            {say('download')}
          </Button>
        )}
      </div>
      <ScrollRegion label={say('table')} className={isLong ? '' : 'data-region as-wide-as-it-is'}>
        <div style={isLong ? { minWidth: widthOf(shown) } : {}}>
          <Table<Line<Row>>
            size="small"
            loading={isLoading}
            dataSource={lines}
            rowKey="key"
            pagination={false}
            virtual={isLong}
            {...(isLong && { scroll: { x: widthOf(shown), y: 560 } })}
            locale={{ emptyText: empty ?? say('empty') }}
            onChange={(_page, _filters, sorter) => setSort([sorter].flat()[0] ?? {})}
            columns={shown.map(({ key, title, text, render, order, isFigure, width }) => ({
              key,
              title,
              render: (_: unknown, { row }: Line<Row>) => (render ? render(row) : text(row)),
              ...(isFigure && { align: 'right' as const, className: 'figure' }),
              ...(width !== undefined && { width }),
              ...(order && { sorter: true, sortOrder: sort.columnKey === key ? (sort.order ?? null) : null }),
            }))}
          />
        </div>
      </ScrollRegion>
      {pages?.hasNextPage && (
        <Space className="not-on-paper" style={{ marginBlock: 8 }}>
          <Button
            loading={pages.isFetchingNextPage && goal === undefined}
            disabled={goal !== undefined}
            onClick={() => void pages.fetchNextPage()}
          >
            {say('more')}
          </Button>
          <Button disabled={goal === 'file'} onClick={goal === 'rows' ? stop : loadAll}>
            {say(goal === 'rows' ? 'stop' : 'loadAll')}
          </Button>
        </Space>
      )}
    </>
  )

  function sayRows(): string {
    if (!pages?.hasNextPage) return say('rows', { count })
    return total === undefined
      ? say('loaded', { count })
      : say('loadedOf', { count, total: total.toLocaleString('zh-CN') })
  }
}

interface Line<Row> {
  readonly key: Key
  readonly row: Row
}

/** A long table's columns have to be told their width. */
function widthOf(columns: readonly { readonly width?: number }[]): number {
  return Math.max(
    900,
    columns.reduce((sum, { width = 140 }) => sum + width, 0),
  )
}

function useHiddenColumns(name: string): [readonly string[], (hidden: readonly string[]) => void] {
  const place = `welfare.columns.${name}`
  const [hidden, setHidden] = useState<readonly string[]>(() => JSON.parse(localStorage.getItem(place) ?? '[]'))
  return [
    hidden,
    (chosen) => {
      localStorage.setItem(place, JSON.stringify(chosen))
      setHidden(chosen)
    },
  ]
}
