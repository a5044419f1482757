import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { deskRoles } from '../shell/roles.ts'
import { say } from './words.ts'

export const programmesRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'programmes',
    component: lazyRouteComponent(() => import('./programmes-page.tsx'), 'ProgrammesPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'new-programme',
    component: lazyRouteComponent(() => import('./new-programme-page.tsx'), 'NewProgrammePage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'programmes/$programme',
    component: lazyRouteComponent(() => import('./programme-page.tsx'), 'ProgrammePage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'programmes/$programme/publicity',
    component: lazyRouteComponent(() => import('./publicity-page.tsx'), 'PublicityPage'),
  }),
] as const

export const programmesMenu: readonly MenuEntry[] = [
  { to: '/desk/programmes', label: () => say('programmes'), roles: deskRoles },
]
