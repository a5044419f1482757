import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { deskRoles } from '../shell/roles.ts'
import { approvalStates } from './proposals.ts'
import { say } from './words.ts'

export const approvalsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'approvals',
    validateSearch: ({ state }: Record<string, unknown>) => ({
      state: approvalStates.find((one) => one === state) ?? ('proposed' as const),
    }),
    component: lazyRouteComponent(() => import('./approvals-page.tsx'), 'ApprovalsPage'),
  }),
] as const

export const approvalsMenu: readonly MenuEntry[] = [
  { to: '/desk/approvals', label: () => say('approvals'), roles: deskRoles },
]
