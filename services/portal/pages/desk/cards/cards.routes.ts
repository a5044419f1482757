import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from '../root.ts'
import type { MenuEntry } from '../shell/menu-entry.ts'
import { programmeSearch } from '../shell/programme-choice.tsx'
import { say } from './words.ts'

export const cardsRoutes = [
  createRoute({
    getParentRoute: () => deskRoute,
    path: 'cards',
    validateSearch: (search: Record<string, unknown>): { programme?: string; worker?: string } => ({
      ...programmeSearch(search),
      ...(typeof search.worker === 'string' && { worker: search.worker }),
    }),
    component: lazyRouteComponent(() => import('./cards-page.tsx'), 'CardsPage'),
  }),
] as const

export const cardsMenu: readonly MenuEntry[] = [{ to: '/desk/cards', label: () => say('cards'), roles: ['officer'] }]
