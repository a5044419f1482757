import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'

/** Under an account in the list of bank accounts. */
export const bankStatementsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'funds/accounts/$account',
    component: lazyRouteComponent(() => import('./statements-page.tsx'), 'StatementsPage'),
  }),
] as const
