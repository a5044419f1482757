import { useLocation } from '@tanstack/react-router'
import { Typography } from 'antd'
import type { ReactNode } from 'react'
import { PageTabs } from '../parts/page-tabs.tsx'
import { say } from './words.ts'

const pages = [
  { to: '/desk/settlement', label: 'statements' },
  { to: '/desk/settlement/payments', label: 'payments' },
  { to: '/desk/settlement/disputes', label: 'disputes' },
  { to: '/desk/reports/owed', label: 'owed' },
] as const

/** Title, and the way between statements, payments and disputes. */
export function SettlementFrame({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}): ReactNode {
  const { pathname } = useLocation()
  const current = pages.find(({ to }) => to !== '/desk/settlement' && pathname.startsWith(to)) ?? pages[0]
  return (
    <>
      <PageTabs
        label={say('pages')}
        tabs={pages.map(({ to, label }) => ({
          to,
          title: say(label),
          isCurrent: to === current.to,
        }))}
      />
      <Typography.Title level={1}>{title}</Typography.Title>
      {children}
    </>
  )
}
