import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { programmeSearch } from '../shell/programme-choice.tsx'
import { say } from './words.ts'

export const rosterRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'roster',
    validateSearch: programmeSearch,
    component: lazyRouteComponent(() => import('./roster-page.tsx'), 'RosterPage'),
  }),
] as const

export const rosterMenu: readonly MenuEntry[] = [
  { to: '/desk/roster', label: () => say('roster'), roles: ['officer', 'approver', 'auditor', 'administrator'] },
]
