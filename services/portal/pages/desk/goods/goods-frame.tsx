import { Link, useLocation } from '@tanstack/react-router'
import { Typography } from 'antd'
import type { ReactNode } from 'react'
import { say } from './words.ts'
import '../parts/parts.css'
import './parts/goods.css'

const pages = [
  { to: '/desk/goods', label: 'consignments' },
  { to: '/desk/goods/depots', label: 'depots' },
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
      <nav className="goods-tabs not-on-paper" aria-label={say('pages')}>
        {pages.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            {...(isCurrent(to) ? { 'aria-current': 'page' as const } : { 'aria-current': false })}
          >
            {say(label)}
          </Link>
        ))}
      </nav>
      <Typography.Title level={1}>{title}</Typography.Title>
      {children}
    </>
  )
}
