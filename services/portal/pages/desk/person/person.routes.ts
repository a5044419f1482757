import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { say } from './words.ts'

export const personRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'person',
    component: lazyRouteComponent(() => import('./find-person-page.tsx'), 'FindPersonPage'),
  }),
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'person/$worker',
    component: lazyRouteComponent(() => import('./person-page.tsx'), 'PersonPage'),
  }),
] as const

export const personMenu: readonly MenuEntry[] = [
  { to: '/desk/person', label: () => say('person'), roles: ['officer', 'auditor', 'administrator'] },
]
