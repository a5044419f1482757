import { fundsMenu, fundsRoutes } from './funds/funds.routes.ts'
import { homeMenu, homeRoutes } from './home/home.routes.ts'
import { merchantsMenu, merchantsRoutes } from './merchants/merchants.routes.ts'
import { programmesMenu, programmesRoutes } from './programmes/programmes.routes.ts'
import type { MenuEntry } from './shell/menu-entry.ts'

/** Every feature's pages under `/desk`, in one line each. */
export const deskFeatureRoutes = [...homeRoutes, ...fundsRoutes, ...programmesRoutes, ...merchantsRoutes] as const

/** The menu, in the order of a day's work. */
export const menu: readonly MenuEntry[] = [...homeMenu, ...fundsMenu, ...programmesMenu, ...merchantsMenu]
