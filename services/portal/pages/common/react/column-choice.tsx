import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import { createWords } from '../words.ts'

const say = createWords('column-choice', { zh: { columns: '显示的列' }, en: { columns: 'Columns' } })

interface Choosable {
  readonly key: string
  readonly title: string
}

/** Which columns of a table are seen. */
export function ColumnChoice({
  columns,
  hidden,
  onHide,
}: {
  readonly columns: readonly Choosable[]
  readonly hidden: readonly string[]
  readonly onHide: (hidden: readonly string[]) => void
}): ReactNode {
  const keys = columns.map(({ key }) => key)
  return (
    <Popover
      trigger="click"
      // Beside its button: the next stop of Tab, and within the drawer that holds the focus.
      getPopupContainer={(button) => button.parentElement ?? document.body}
      content={
        <Checkbox.Group
          style={{ display: 'grid' }}
          options={columns.map(({ key, title }) => ({ value: key, label: title }))}
          value={keys.filter((key) => !hidden.includes(key))}
          onChange={(kept) => onHide(keys.filter((key) => !kept.includes(key)))}
        />
      }
    >
      <Button size="small" icon={<SettingOutlined />}>
        {say('columns')}
      </Button>
    </Popover>
  )
}

/** Kept on this machine by the table's name. */
export function useHiddenColumns(name: string): [readonly string[], (hidden: readonly string[]) => void] {
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
