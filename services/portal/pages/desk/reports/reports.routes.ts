import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { deskRoles } from '../shell/roles.ts'
import { readSearch } from './search.ts'
import { say } from './words.ts'

const asked = { getParentRoute: () => deskRoute, validateSearch: readSearch } as const

export const reportsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'reports',
    beforeLoad: () => {
      throw redirect({ to: '/desk/reports/budget' })
    },
  }),
  createRoute({
    ...asked,
    path: 'reports/budget',
    component: lazyRouteComponent(() => import('./budget-page.tsx'), 'BudgetPage'),
  }),
  createRoute({
    ...asked,
    path: 'reports/owed',
    component: lazyRouteComponent(() => import('./money/owed-page.tsx'), 'OwedPage'),
  }),
  createRoute({
    ...asked,
    path: 'reports/bank',
    component: lazyRouteComponent(() => import('./money/bank-page.tsx'), 'BankPage'),
  }),
  createRoute({
    ...asked,
    path: 'reports/coverage',
    component: lazyRouteComponent(() => import('./coverage-page.tsx'), 'CoveragePage'),
  }),
  createRoute({
    ...asked,
    path: 'reports/gaps',
    component: lazyRouteComponent(() => import('./gaps-page.tsx'), 'GapsPage'),
  }),
  createRoute({
    ...asked,
    path: 'reports/comparison',
    component: lazyRouteComponent(() => import('./comparison-page.tsx'), 'ComparisonPage'),
  }),
  createRoute({
    ...asked,
    path: 'reports/findings',
    component: lazyRouteComponent(() => import('./findings-page.tsx'), 'FindingsPage'),
  }),
  createRoute({
    ...asked,
    path: 'reports/journal',
    component: lazyRouteComponent(() => import('./journal-page.tsx'), 'JournalPage'),
  }),
] as const

export const reportsMenu: readonly MenuEntry[] = [
  { to: '/desk/reports', label: () => say('reports'), roles: deskRoles },
]
