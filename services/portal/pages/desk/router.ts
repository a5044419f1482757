import { createRouter } from '@tanstack/react-router'
import { deskFeatureRoutes } from './features.ts'
import { frontDoorRoutes } from './front-door/front-door.routes.ts'
import { deskRoute, rootRoute } from './root.ts'
import { setUpRoutes } from './set-up/set-up.routes.ts'
import { DeskFrame } from './shell/desk-frame.tsx'
import { Loading, NotFound, RouteFailed } from './shell/states.tsx'

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...frontDoorRoutes,
    ...setUpRoutes,
    deskRoute.update({ component: DeskFrame }).addChildren(deskFeatureRoutes),
  ]),
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: RouteFailed,
  defaultPendingComponent: Loading,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
