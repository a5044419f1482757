import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { deskRoles } from '../shell/roles.ts'
import { say } from './words.ts'

export const merchantsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'merchants',
    component: lazyRouteComponent(() => import('./merchants-page.tsx'), 'MerchantsPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'merchants/$merchant',
    component: lazyRouteComponent(() => import('./merchant-page.tsx'), 'MerchantPage'),
  }),
] as const

export const merchantsMenu: readonly MenuEntry[] = [
  { to: '/desk/merchants', label: () => say('merchants'), roles: deskRoles },
]
