import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { deskRoles } from '../shell/roles.ts'
import { say } from './words.ts'

export const homeRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
  }),
] as const

export const homeMenu: readonly MenuEntry[] = [{ to: '/desk', label: () => say('home'), roles: deskRoles }]
