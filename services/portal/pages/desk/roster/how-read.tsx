import { Descriptions } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import type { Preview } from './row-remarks.ts'
import { say } from './words.ts'

/** So that its sender sees whether the file was understood. */
export function HowRead({ name, preview }: { readonly name: string; readonly preview: Preview }): ReactNode {
  const { file, columns, ignoredHeaders } = preview
  const { kind, encoding, delimiter, sheet, otherSheets = [], headerRows, physicalRows } = file
  const shown = [
    { key: 'file', label: say('file'), children: `${name} · ${kind.toUpperCase()}` },
    encoding && {
      key: 'encoding',
      label: say('encoding'),
      children: [encoding.toUpperCase(), delimiter && JSON.stringify(delimiter)].filter(Boolean).join(' · '),
    },
    sheet !== undefined && {
      key: 'sheet',
      label: say('sheet'),
      children: [sheet, otherSheets.length > 0 && say('otherSheets', { names: otherSheets.join(mark('list')) })]
        .filter(Boolean)
        .join(' · '),
    },
    {
      key: 'header',
      label: say('header'),
      children: say('headerRow', { rows: headerRows.join(','), total: physicalRows }),
    },
    {
      key: 'columns',
      label: say('columns'),
      children: columns.map(({ letter, header }) => `${letter} ${header}`).join(mark('list')),
    },
    ignoredHeaders.length > 0 && { key: 'ignored', label: say('ignored'), children: ignoredHeaders.join(mark('list')) },
  ]
  return (
    <Descriptions
      title={say('howRead')}
      size="small"
      bordered
      column={{ xs: 1, lg: 2 }}
      items={shown.filter((item) => !!item)}
    />
  )
}
