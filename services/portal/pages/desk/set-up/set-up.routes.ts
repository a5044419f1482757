import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute, rootRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { say } from './words.ts'

/** Before anybody can sign in: outside of the frame that asks who does. */
export const setUpRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'desk/set-up',
    component: lazyRouteComponent(() => import('./set-up-page.tsx'), 'SetUpPage'),
  }),
] as const

export const firstStepsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'first-steps',
    component: lazyRouteComponent(() => import('./first-steps-page.tsx'), 'FirstStepsPage'),
  }),
] as const

export const firstStepsMenu: readonly MenuEntry[] = [
  { to: '/desk/first-steps', label: () => say('firstSteps'), roles: ['administrator', 'officer'] },
]
