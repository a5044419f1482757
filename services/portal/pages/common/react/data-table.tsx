import { DownloadOutlined } from '@ant-design/icons'
import { Button, Input, Space, Table } from 'antd'
import { type Key, type ReactNode, useMemo, useState } from 'react'
import { bracketed } from '../punctuation.ts'
import { createWords } from '../words.ts'
import { ColumnChoice, useHiddenColumns } from './column-choice.tsx'
import { saveCsv } from './csv-file.ts'
import { useMoneyUnit } from './money.tsx'
import { ScrollRegion } from './scroll-region.tsx'
import { type Column, type Sort, seekIn, sortBy } from './table-columns.ts'
import { type MorePages, useToEnd } from './table-pages.ts'

const say = createWords('data-table', {
  zh: {
    table: '表格，用方向键滚动',
    download: '下载本表 CSV',
    rows: '共 {{count}} 行',
    loaded: '已载入 {{count}} 行，还有更多',
    loadedOf: '已载入 {{count}} 行，共 {{total}} 行',
    more: '载入更多',
    loadAll: '载入全部',
    stop: '停止载入',
    loadingFile: '正在取回全部，已载入 {{count}} 行；停止',
    empty: '没有符合条件的行',
    seek: '筛选本表',
    yuan: '元',
    wan: '万元',
  },
  en: {
    table: 'Table, scrolled by arrows',
    download: 'Download this table as CSV',
    rows: '{{count}} rows',
    loaded: '{{count}} rows loaded, there are more',
    loadedOf: '{{count}} of {{total}} rows loaded',
    more: 'Load more',
    loadAll: 'Load all',
    stop: 'Stop loading',
    loadingFile: 'Fetching all, {{count}} rows loaded; stop',
    empty: 'No row matches',
    seek: 'Filter this table',
    yuan: 'yuan',
    wan: '10,000 yuan',
  },
})

/**
 * A list: it sorts, finds, hides columns (kept on this machine by its name) and downloads what it shows, to the last row: pages that are missing
 * are fetched first. From 200 rows on only those in sight are drawn. A sheet of a few lines, or a form's preview, is a `SmallTable`.
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
  label = say('table'),
  hasFile = true,
  asCards = false,
  expanded,
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
  /** Of the part of the page that holds it; default: a table. */
  readonly label?: string
  /** Of people no file is made at the desk: theirs are printed and recorded. */
  readonly hasFile?: boolean
  /** On a phone each row is a card with its columns' titles, and nothing is off the screen. */
  readonly asCards?: boolean
  /** What opens below a row. */
  readonly expanded?: (row: Row) => ReactNode
}): ReactNode {
  const [hidden, setHidden] = useHiddenColumns(name)
  const [sort, setSort] = useState<Sort>({})
  const shown = columns.filter(({ key }) => !hidden.includes(key))
  const [sought, seek] = useState('')
  const found = useMemo(() => seekIn(rows, columns, sought), [rows, columns, sought])
  const sorted = useMemo(
    () => [...sortBy(found, columns, sort), ...(totalRow ? [totalRow] : [])],
    [found, columns, sort, totalRow],
  )
  const { unit } = useMoneyUnit()
  const { goal, loadAll, saveAll, stop } = useToEnd(pages, () => {
    const inUnit = shown
      .filter(({ isAct }) => !isAct)
      .map(({ title, isMoney, text }) => ({
        title: isMoney ? bracketed(title, say(unit)) : title,
        text,
      }))
    saveCsv(name, inUnit, sorted)
  })
  const isLong = found.length > 200
  // Between two frames antd looks up the height of every row: by numbers that takes a tenth of the time.
  const lines = useMemo(
    () => sorted.map((row, at) => ({ key: isLong ? at : rowKey(row), row })),
    [sorted, isLong, rowKey],
  )
  return (
    <>
      {rows.length > 0 && (
        <div className="table-tools not-on-paper">
          {(rows.length > SCREENFUL || sought !== '') && (
            <Input.Search
              size="small"
              allowClear
              aria-label={say('seek')}
              placeholder={say('seek')}
              style={{ maxWidth: 220, marginInlineEnd: 'auto' }}
              onChange={({ target }) => seek(target.value)}
            />
          )}
          <span aria-live="polite">{sayRows()}</span>
          <ColumnChoice columns={columns.filter(({ isAct }) => !isAct)} hidden={hidden} onHide={setHidden} />
          {hasFile &&
            (goal === 'file' ? (
              <Button size="small" onClick={stop}>
                {say('loadingFile', { count: rows.length.toLocaleString('zh-CN') })}
              </Button>
            ) : (
              <Button size="small" icon={<DownloadOutlined />} disabled={goal !== undefined} onClick={saveAll}>
                {say('download')}
              </Button>
            ))}
        </div>
      )}
      <ScrollRegion label={label} className={asCards ? 'cards-on-phone' : isLong ? '' : 'data-region as-wide-as-it-is'}>
        <div style={isLong ? { minWidth: widthOf(shown) } : {}}>
          <Table<Line<Row>>
            size="small"
            loading={isLoading}
            dataSource={lines}
            rowKey="key"
            pagination={false}
            virtual={isLong}
            {...(isLong && { scroll: { x: widthOf(shown), y: 560 } })}
            locale={{ emptyText: sought === '' ? (empty ?? say('empty')) : say('empty') }}
            {...(expanded && { expandable: { expandedRowRender: ({ row }) => expanded(row) } })}
            onChange={(_page, _filters, sorter) => setSort([sorter].flat()[0] ?? {})}
            columns={shown.map(({ key, title, text, render, order, isFigure, isAct, width }) => ({
              key,
              title,
              render: (_: unknown, { row }: Line<Row>) => (render ? render(row) : text(row)),
              ...(isFigure && { align: 'right' as const, className: 'figure' }),
              ...(isAct && { className: 'not-on-paper' }),
              ...(asCards && {
                onCell: () => ({ className: 'card-line', 'data-title': title }),
              }),
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
    const count = found.length.toLocaleString('zh-CN')
    if (!pages?.hasNextPage) return say('rows', { count })
    return total === undefined
      ? say('loaded', { count })
      : say('loadedOf', { count, total: total.toLocaleString('zh-CN') })
  }
}

/** So many rows are seen at once. */
const SCREENFUL = 20

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
