import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { deskRoles } from '../shell/roles.ts'
import { say } from './words.ts'

export const fundsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'funds',
    component: lazyRouteComponent(() => import('./funds-page.tsx'), 'FundsPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'funds/$fund',
    component: lazyRouteComponent(() => import('./fund-page.tsx'), 'FundPage'),
  }),
] as const

export const fundsMenu: readonly MenuEntry[] = [{ to: '/desk/funds', label: () => say('funds'), roles: deskRoles }]
