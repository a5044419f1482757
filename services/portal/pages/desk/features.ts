import { administratorMenu, administratorRoutes } from './administrator/administrator.routes.ts'
import { approvalsMenu, approvalsRoutes } from './approvals/approvals.routes.ts'
import { auditMenu, auditRoutes } from './audit/audit.routes.ts'
import { bankAccountsRoutes } from './bank-accounts/bank-accounts.routes.ts'
import { bankStatementsRoutes } from './bank-statements/bank-statements.routes.ts'
import { cardsMenu, cardsRoutes } from './cards/cards.routes.ts'
import { fundsMenu, fundsRoutes } from './funds/funds.routes.ts'
import { goodsMenu, goodsRoutes } from './goods/goods.routes.ts'
import { homeMenu, homeRoutes } from './home/home.routes.ts'
import { issueMenu, issueRoutes } from './issue/issue.routes.ts'
import { merchantsMenu, merchantsRoutes } from './merchants/merchants.routes.ts'
import { periodsRoutes } from './periods/periods.routes.ts'
import { personMenu, personRoutes } from './person/person.routes.ts'
import { programmesMenu, programmesRoutes } from './programmes/programmes.routes.ts'
import { reportsMenu, reportsRoutes } from './reports/reports.routes.ts'
import { rosterMenu, rosterRoutes } from './roster/roster.routes.ts'
import { firstStepsMenu, firstStepsRoutes } from './set-up/set-up.routes.ts'
import { settlementMenu, settlementRoutes } from './settlement/settlement.routes.ts'
import type { MenuEntry } from './shell/menu-entry.ts'
import type { Role } from './shell/roles.ts'
import { verifyMenu, verifyRoutes } from './verify/verify.routes.ts'

/** Every feature's pages under `/desk`, in one line each. */
export const deskFeatureRoutes = [
  ...homeRoutes,
  ...firstStepsRoutes,
  ...approvalsRoutes,
  ...fundsRoutes,
  ...bankAccountsRoutes,
  ...bankStatementsRoutes,
  ...periodsRoutes,
  ...programmesRoutes,
  ...rosterRoutes,
  ...issueRoutes,
  ...cardsRoutes,
  ...personRoutes,
  ...merchantsRoutes,
  ...settlementRoutes,
  ...goodsRoutes,
  ...administratorRoutes,
  ...reportsRoutes,
  ...auditRoutes,
  ...verifyRoutes,
] as const

/** What of it a role sees; an auditor's day begins with the books. */
export function menuOf(role: Role): readonly MenuEntry[] {
  const books = [...reportsMenu, ...auditMenu, ...verifyMenu]
  const others = menu.filter((entry) => !books.includes(entry))
  const [home, rest] = [others.slice(0, homeMenu.length), others.slice(homeMenu.length)]
  return (role === 'auditor' ? [...home, ...books, ...rest] : menu).filter(({ roles }) => roles.includes(role))
}

/** The menu, in the order of a day's work. */
export const menu: readonly MenuEntry[] = [
  ...homeMenu,
  ...firstStepsMenu,
  ...approvalsMenu,
  ...fundsMenu,
  ...programmesMenu,
  ...rosterMenu,
  ...issueMenu,
  ...cardsMenu,
  ...personMenu,
  ...merchantsMenu,
  ...settlementMenu,
  ...goodsMenu,
  ...administratorMenu,
  ...reportsMenu,
  ...auditMenu,
  ...verifyMenu,
]
