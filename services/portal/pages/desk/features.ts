import { fundsMenu, fundsRoutes } from './funds/funds.routes.ts'
import { homeMenu, homeRoutes } from './home/home.routes.ts'
import type { MenuEntry } from './shell/menu-entry.ts'

/** Every feature's pages under `/desk`, in one line each. */
export const deskFeatureRoutes = [...homeRoutes, ...fundsRoutes] as const

/** The menu, in the order of a day's work. */
export const menu: readonly MenuEntry[] = [...homeMenu, ...fundsMenu]
