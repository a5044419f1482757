import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { programmeSearch } from '../shell/programme-choice.tsx'
import { deskRoles } from '../shell/roles.ts'
import { say } from './words.ts'

export const issueRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'issue',
    validateSearch: programmeSearch,
    component: lazyRouteComponent(() => import('./issue-page.tsx'), 'IssuePage'),
  }),
] as const

export const issueMenu: readonly MenuEntry[] = [{ to: '/desk/issue', label: () => say('issue'), roles: deskRoles }]
