import { useLocation } from '@tanstack/react-router'
import { Typography } from 'antd'
import type { ReactNode } from 'react'
import { PageTabs } from '../parts/page-tabs.tsx'
import { say } from './words.ts'
import './parts/goods.css'

const pages = [
  { to: '/desk/goods', label: 'consignments' },
  { to: '/desk/goods/depots', label: 'depots' },
  { to: '/desk/goods/purchases', label: 'purchases' },
  { to: '/desk/goods/sites', label: 'sites' },
  { to: '/desk/goods/catalogue', label: 'catalogue' },
] as const

/** Title, and the way between the pages of goods. */
export function GoodsFrame({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const { pathname } = useLocation()
  // The first of them is the beginning of all others.
  const current = [...pages].reverse().find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))?.to
  const isCurrent = (to: string) => (pathname.startsWith('/desk/goods/consignments') ? '/desk/goods' : current) === to
  return (
    <>
      <PageTabs
        label={say('pages')}
        tabs={pages.map(({ to, label }) => ({ to, title: say(label), isCurrent: isCurrent(to) }))}
      />
      <Typography.Title level={1}>{title}</Typography.Title>
      {children}
    </>
  )
}
