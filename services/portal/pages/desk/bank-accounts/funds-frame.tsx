import { useLocation } from '@tanstack/react-router'
import { Typography } from 'antd'
import type { ReactNode } from 'react'
import { PageTabs } from '../parts/page-tabs.tsx'
import { say } from './words.ts'

const pages = [
  { to: '/desk/funds', label: 'funds' },
  { to: '/desk/funds/accounts', label: 'accounts' },
  { to: '/desk/funds/periods', label: 'periods' },
] as const

/** Title, and the way between funds, the accounts on which they lie, and the months of the books. */
export function FundsFrame({
  title,
  children,
}: {
  readonly title: (typeof pages)[number]['label']
  readonly children: ReactNode
}): ReactNode {
  const { pathname } = useLocation()
  return (
    <>
      <PageTabs
        label={say('pages')}
        tabs={pages.map(({ to, label }) => ({ to, title: say(label), isCurrent: pathname === to }))}
      />
      <Typography.Title level={1}>{say(title)}</Typography.Title>
      {children}
    </>
  )
}
