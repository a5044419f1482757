import { coverageWords } from '@welfare/contracts/words/figure-words.ts'
import { goodsWords } from '@welfare/contracts/words/goods-words.ts'
import { kitsInPrint } from '@welfare/contracts/words/kits-in-print.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import type { ReactNode } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import type { Column } from '../../common/react/table-columns.ts'
import { sayWord } from '../../common/words.ts'
import { count, nameOf } from './coverage-figures.ts'
import type { CoverageRow } from './reports.queries.ts'

interface Goods {
  readonly id: string
  readonly place: string
  readonly label: string
  readonly unit?: string | null
  readonly pieces: { readonly [P in keyof typeof coverageWords.pieces]: number }
}

/** Kits by group, and all of them taken apart into items. */
export function GoodsTables({
  rows,
  total,
  group,
}: {
  readonly rows: readonly CoverageRow[]
  readonly total: CoverageRow
  readonly group: string
}): ReactNode {
  const kits = (rows.length > 1 ? [...rows, total] : rows).flatMap((row) =>
    kitsInPrint(row.kits).map(
      ({ label, ...pieces }): Goods => ({ id: `${row.key} ${label}`, place: nameOf(row), label, pieces }),
    ),
  )
  const items = total.components.map(
    ({ item, name, unit, ...pieces }): Goods => ({ id: item, place: '', label: name ?? item, unit, pieces }),
  )
  const pieces = Object.entries(coverageWords.pieces).map(([key, word]) =>
    count(word, (row: Goods) => row.pieces[key as keyof Goods['pieces']]),
  )
  const label = (word: Heading): Column<Goods> => ({
    ...{ key: 'label', title: sayWord(word), width: 220 },
    text: (row) => row.label,
    order: (row) => row.label,
  })
  const rowKey = ({ id }: Goods) => id
  return (
    <>
      {kits.length > 0 && (
        <DataTable
          name="coverage-goods"
          rows={kits}
          rowKey={rowKey}
          columns={[
            { key: 'place', title: group, text: ({ place }) => place, order: ({ place }) => place, width: 220 },
            label(coverageWords.goods),
            ...pieces,
          ]}
        />
      )}
      {items.length > 0 && (
        <DataTable
          name="coverage-items"
          rows={items}
          rowKey={rowKey}
          columns={[
            label(goodsWords.item),
            { key: 'unit', title: sayWord(coverageWords.unit), text: ({ unit }) => unit ?? '', width: 80 },
            ...pieces,
          ]}
        />
      )}
    </>
  )
}
