import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readSearch } from '../reports/search.ts'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { deskRoles } from '../shell/roles.ts'
import { say } from './words.ts'

const filtered = { getParentRoute: () => deskRoute, validateSearch: readSearch } as const

export const settlementRoutes = [
  createRoute({
    ...filtered,
    path: 'settlement',
    component: lazyRouteComponent(() => import('./statements/statements-page.tsx'), 'StatementsPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'settlement/statements/$statement',
    validateSearch: ({ number }: Record<string, unknown>): { readonly number?: number } =>
      Number.isInteger(number) ? { number: Number(number) } : {},
    component: lazyRouteComponent(() => import('./statements/statement-page.tsx'), 'StatementPage'),
  }),
  createRoute({
    ...filtered,
    path: 'settlement/disputes',
    component: lazyRouteComponent(() => import('./statements/disputes-page.tsx'), 'DisputesPage'),
  }),
  createRoute({
    ...filtered,
    path: 'settlement/payments',
    component: lazyRouteComponent(() => import('./payments/payments-page.tsx'), 'PaymentsPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'settlement/payments/$payment',
    component: lazyRouteComponent(() => import('./payments/payment-page.tsx'), 'PaymentPage'),
  }),
] as const

export const settlementMenu: readonly MenuEntry[] = [
  { to: '/desk/settlement', label: () => say('settlement'), roles: deskRoles },
]
