import { Link } from '@tanstack/react-router'
import { Descriptions } from 'antd'
import type { ReactNode } from 'react'
import { useMoney } from '../../common/react/money.tsx'
import { recordedLines } from './recorded.ts'
import { pageOf, useThingNames } from './thing-names.ts'
import { say } from './words.ts'

/** What was recorded, in words; letter by letter beneath. */
export function RecordedTable({ data }: { readonly data: Readonly<Record<string, unknown>> }): ReactNode {
  const money = useMoney()
  const nameOf = useThingNames()
  return (
    <>
      <Descriptions
        size="small"
        bordered
        column={1}
        className="recorded"
        items={recordedLines(data, { money, nameOf }).map(({ field, label, text, id }) => {
          const page = id === undefined ? undefined : pageOf(id)
          return { key: field, label, children: page === undefined ? text : <Link to={page}>{text}</Link> }
        })}
      />
      <details style={{ marginBlockStart: 8 }}>
        <summary>{say('letterByLetter')}</summary>
        <pre className="event-data">{JSON.stringify(data, null, 2)}</pre>
      </details>
    </>
  )
}
