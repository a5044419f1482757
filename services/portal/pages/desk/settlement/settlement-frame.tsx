import { useLocation } from '@tanstack/react-router'
import { Typography } from 'antd'
import type { ReactNode } from 'react'
import { PageTabs } from '../parts/page-tabs.tsx'
import { say } from './words.ts'

const pages = [
  { to: '/desk/settlement', label: 'statements' },
  { to: '/desk/settlement/payments', label: 'payments' },
] as const

/** Title, and the way between statements and payments. */
export function SettlementFrame({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}): ReactNode {
  const { pathname } = useLocation()
  const isOfPayments = pathname.startsWith('/desk/settlement/payments')
  return (
    <>
      <PageTabs
        label={say('pages')}
        tabs={pages.map(({ to, label }) => ({
          to,
          title: say(label),
          isCurrent: (label === 'payments') === isOfPayments,
        }))}
      />
      <Typography.Title level={1}>{title}</Typography.Title>
      {children}
    </>
  )
}
