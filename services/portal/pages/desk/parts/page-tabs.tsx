import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** The way between the pages of one feature. */
export function PageTabs({
  label,
  tabs,
}: {
  readonly label: string
  readonly tabs: readonly {
    readonly to: NonNullable<LinkProps['to']>
    readonly title: string
    readonly isCurrent: boolean
  }[]
}): ReactNode {
  return (
    <nav className="page-tabs not-on-paper" aria-label={label}>
      {tabs.map(({ to, title, isCurrent }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: true, includeSearch: false }}
          {...(isCurrent ? { 'aria-current': 'page' as const } : { 'aria-current': false })}
        >
          {title}
        </Link>
      ))}
    </nav>
  )
}
