import { cardsMenu, cardsRoutes } from './cards/cards.routes.ts'
import { fundsMenu, fundsRoutes } from './funds/funds.routes.ts'
import { homeMenu, homeRoutes } from './home/home.routes.ts'
import { issueMenu, issueRoutes } from './issue/issue.routes.ts'
import { merchantsMenu, merchantsRoutes } from './merchants/merchants.routes.ts'
import { personMenu, personRoutes } from './person/person.routes.ts'
import { programmesMenu, programmesRoutes } from './programmes/programmes.routes.ts'
import { rosterMenu, rosterRoutes } from './roster/roster.routes.ts'
import type { MenuEntry } from './shell/menu-entry.ts'

/** Every feature's pages under `/desk`, in one line each. */
export const deskFeatureRoutes = [
  ...homeRoutes,
  ...fundsRoutes,
  ...programmesRoutes,
  ...rosterRoutes,
  ...issueRoutes,
  ...cardsRoutes,
  ...personRoutes,
  ...merchantsRoutes,
] as const

/** The menu, in the order of a day's work. */
export const menu: readonly MenuEntry[] = [
  ...homeMenu,
  ...fundsMenu,
  ...programmesMenu,
  ...rosterMenu,
  ...issueMenu,
  ...cardsMenu,
  ...personMenu,
  ...merchantsMenu,
]
