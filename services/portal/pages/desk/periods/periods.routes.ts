import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'

/** Under funds in the menu. */
export const periodsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'funds/periods',
    component: lazyRouteComponent(() => import('./periods-page.tsx'), 'PeriodsPage'),
  }),
] as const
