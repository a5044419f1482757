import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { say } from './words.ts'

export const verifyRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'verify',
    component: lazyRouteComponent(() => import('./verify-page.tsx'), 'VerifyPage'),
  }),
] as const

export const verifyMenu: readonly MenuEntry[] = [
  { to: '/desk/verify', label: () => say('verify'), roles: ['auditor', 'administrator'] },
]
