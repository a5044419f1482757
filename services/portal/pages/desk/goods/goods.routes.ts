import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { deskRoles } from '../shell/roles.ts'
import { say } from './words.ts'

interface BoardSearch {
  readonly programme?: string
  readonly depot?: string
}

export const goodsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'goods',
    validateSearch: ({ programme, depot }: Record<string, unknown>): BoardSearch => ({
      ...(typeof programme === 'string' && { programme }),
      ...(typeof depot === 'string' && { depot }),
    }),
    component: lazyRouteComponent(() => import('./consignments/board-page.tsx'), 'BoardPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'goods/consignments/$consignment',
    component: lazyRouteComponent(() => import('./consignments/consignment-page.tsx'), 'ConsignmentPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'goods/depots',
    component: lazyRouteComponent(() => import('./depots/depots-page.tsx'), 'DepotsPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'goods/depots/$depot',
    component: lazyRouteComponent(() => import('./depots/depot-page.tsx'), 'DepotPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'goods/purchases',
    component: lazyRouteComponent(() => import('./purchases/purchases-page.tsx'), 'PurchasesPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'goods/purchases/$purchase',
    component: lazyRouteComponent(() => import('./purchases/purchase-page.tsx'), 'PurchasePage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'goods/sites',
    validateSearch: ({ programme }: Record<string, unknown>): Pick<BoardSearch, 'programme'> =>
      typeof programme === 'string' ? { programme } : {},
    component: lazyRouteComponent(() => import('./sites/sites-page.tsx'), 'SitesPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'goods/catalogue',
    component: lazyRouteComponent(() => import('./catalogue/catalogue-page.tsx'), 'CataloguePage'),
  }),
] as const

export const goodsMenu: readonly MenuEntry[] = [{ to: '/desk/goods', label: () => say('goods'), roles: deskRoles }]
