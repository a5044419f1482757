import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'

/** Under funds in the menu. */
export const bankAccountsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'funds/accounts',
    component: lazyRouteComponent(() => import('./accounts-page.tsx'), 'AccountsPage'),
  }),
] as const
