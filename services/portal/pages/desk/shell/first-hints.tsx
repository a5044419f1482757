import { Alert } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { sayHint } from './hint-words.ts'
import type { Role } from './roles.ts'
import { say } from './words.ts'

/** What an account is led by on its first visit: three sentences for its desk, and no more. Closed, they are gone for good. */
export function FirstHints(): ReactNode {
  const { account, role } = useSession()
  const place = `welfare.hints.${account}`
  const [isClosed, setClosed] = useState(() => localStorage.getItem(place) === 'closed')
  const hints = hintsOf(role)
  if (isClosed || hints.length === 0) return null
  return (
    <Alert
      type="info"
      role="note"
      className="not-on-paper"
      style={{ marginBlockEnd: 16 }}
      title={say('firstHints')}
      description={
        <ol style={{ margin: 0, paddingInlineStart: 20 }}>
          {hints.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ol>
      }
      closable={{ 'aria-label': say('closeHints') }}
      onClose={() => {
        localStorage.setItem(place, 'closed')
        setClosed(true)
      }}
    />
  )
}

function hintsOf(role: Role): readonly string[] {
  switch (role) {
    case 'officer':
      return [sayHint('officer1'), sayHint('officer2'), sayHint('officer3')]
    case 'approver':
      return [sayHint('approver1'), sayHint('approver2'), sayHint('approver3')]
    case 'auditor':
      return [sayHint('auditor1'), sayHint('auditor2'), sayHint('auditor3')]
    case 'administrator':
      return [sayHint('administrator1'), sayHint('administrator2'), sayHint('administrator3')]
    default:
      return []
  }
}
