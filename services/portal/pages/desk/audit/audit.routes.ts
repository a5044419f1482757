import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readSearch } from '../reports/search.ts'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { say } from './words.ts'

const asked = { getParentRoute: () => deskRoute, validateSearch: readSearch } as const

export const auditRoutes = [
  createRoute({
    ...asked,
    path: 'audit/flow',
    component: lazyRouteComponent(() => import('./flow-page.tsx'), 'FlowPage'),
  }),
  createRoute({
    ...asked,
    path: 'audit/events',
    component: lazyRouteComponent(() => import('./events-page.tsx'), 'EventsPage'),
  }),
  createRoute({
    ...asked,
    path: 'audit/access',
    component: lazyRouteComponent(() => import('./access-page.tsx'), 'AccessPage'),
  }),
  createRoute({
    ...asked,
    path: 'audit/takeaways',
    component: lazyRouteComponent(() => import('./takeaways-page.tsx'), 'TakeawaysPage'),
  }),
] as const

export const auditMenu: readonly MenuEntry[] = [
  { to: '/desk/audit/flow', label: () => say('flow'), roles: ['officer', 'approver', 'auditor'] },
  { to: '/desk/audit/events', label: () => say('events'), roles: ['auditor'] },
  { to: '/desk/audit/access', label: () => say('access'), roles: ['auditor', 'administrator'] },
  { to: '/desk/audit/takeaways', label: () => say('takeaways'), roles: ['auditor', 'administrator'] },
]
