import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { say } from './words.ts'

export const administratorRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'accounts',
    component: lazyRouteComponent(() => import('./accounts-page.tsx'), 'AccountsPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'limits',
    component: lazyRouteComponent(() => import('./limits-page.tsx'), 'LimitsPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'operation',
    component: lazyRouteComponent(() => import('./operation-page.tsx'), 'OperationPage'),
  }),
] as const

const overseers = ['administrator', 'auditor'] as const

export const administratorMenu: readonly MenuEntry[] = [
  { to: '/desk/accounts', label: () => say('accounts'), roles: overseers },
  { to: '/desk/limits', label: () => say('limits'), roles: ['administrator', 'auditor', 'approver'] },
  { to: '/desk/operation', label: () => say('operation'), roles: overseers },
]
