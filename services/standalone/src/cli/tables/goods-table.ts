import { coverageWords } from '@welfare/contracts/words/figure-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { CoverageAnswer, CoverageCounts } from '@welfare/reports/people/coverage.contract.ts'
import { kitsInPrint } from '@welfare/reports/sites/kits-in-print.ts'
import { countCell } from './cells.ts'
import { joinParts, numberOf, renderTable, totalLabel, words } from './table.ts'

/** Kits by kind for each group and in all, and the same pieces taken apart into items. Empty where no goods were planned or sent. */
export function renderGoods({ by, rows, total }: Pick<CoverageAnswer, 'by' | 'rows' | 'total'>): string {
  return joinParts([renderKits(by, rows, total), renderComponents(total)])
}

function renderKits(by: CoverageAnswer['by'], rows: CoverageAnswer['rows'], total: CoverageCounts): string {
  if (total.kits.length === 0) return ''
  const groups = rows
    .filter(({ kits }) => kits.length > 0)
    .map((row) => ({
      label: (by === 'division' && row.key && printedDivision(row.key)) || (row.name ?? row.key ?? '–'),
      ...row,
    }))
  const summed = groups.length === 1 ? groups : [...groups, { label: totalLabel, ...total }]
  return renderTable({
    title: 'Kits, in pieces 物资礼包 · 件',
    columns: [words('group', '分组'), words('goods', '物资'), ...pieceColumns],
    rows: summed.flatMap(({ label, kits }) =>
      kitsInPrint(kits).map((kit, index) => [index === 0 ? label : '', kit.label, ...pieceCells(kit)]),
    ),
  })
}

function renderComponents({ components }: CoverageCounts): string {
  if (components.length === 0) return ''
  return renderTable({
    title: 'Components 物品',
    columns: [words('item', '物品'), words('unit', '单位'), ...pieceColumns],
    rows: components.map((part) => [part.name ?? part.item, part.unit ?? '', ...pieceCells(part)]),
  })
}

const pieceColumns = Object.values(coverageWords.pieces).map(numberOf)

type Pieces = Pick<CoverageCounts['kits'][number], 'planned' | 'delivered' | 'short' | 'handedOut'>

function pieceCells({ planned, delivered, short, handedOut }: Pieces): string[] {
  return [planned, delivered, short, handedOut].map(countCell)
}
