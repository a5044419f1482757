import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../root.ts'
import { FrontDoorPage } from './front-door-page.tsx'

/** Not lazily: who signs out when the network is away comes here, too. */
export const frontDoorRoutes = [
  createRoute({ getParentRoute: () => rootRoute, path: '/', component: FrontDoorPage }),
] as const
