import type { SystemAccounts } from '@welfare/accounts/system-accounts.ts'
import { everything, type Role, type Scope } from '@welfare/contracts/authority.ts'

/** Printed for everybody to read: a ledger with these accounts is not served on an address that others reach. */
const PASSWORD = 'welfare-demonstration'

interface DemoAccount {
  readonly account: string
  readonly role: Role
  readonly scope: Scope
}

/** One for each role, and one that sees a single county. */
const staff: readonly DemoAccount[] = [
  { account: 'officer', role: 'officer', scope: everything },
  { account: 'county-officer', role: 'officer', scope: { divisions: ['632701'] } },
  { account: 'approver', role: 'approver', scope: everything },
  { account: 'auditor', role: 'auditor', scope: everything },
  { account: 'administrator', role: 'administrator', scope: everything },
]

/** Who can be entered without a password, in the order in which the front page shows them. */
export const demoDoors: readonly string[] = [...staff.map(({ account }) => account), 'shop-owner', 'shop-till']

/** Who acts in the demonstration, by account. */
export interface DemoAccounts {
  /** For `Authorization: Bearer`. */
  tokenOf(account: string): Promise<string>
  /** The shop's own till; its account. */
  openTill(merchant: string, division: string): string
  /** The shop's owner; its account. */
  openOwner(merchant: string, division: string): string
  /** Lets people sign in as a merchant: as its owner, and at its till. */
  openShop(merchant: string, division: string): Promise<void>
}

/** Opens the accounts of the union's people. Again is harmless: a demonstration that was cut off goes on with them. */
export async function openDemoAccounts(playedOn: SystemAccounts): Promise<DemoAccounts> {
  const known = new Map(staff.map((account) => [account.account, account]))
  const tokens = new Map<string, Promise<string>>()
  const openOf = (role: 'merchant-owner' | 'merchant-till', called: string) => (merchant: string, division: string) => {
    const account = `${called}-${merchant.slice(-12)}`
    known.set(account, { account, role, scope: { divisions: [division], merchants: [merchant] } })
    return account
  }
  for (const account of staff) await playedOn.openAccount({ ...account, password: PASSWORD })
  return {
    tokenOf(name) {
      const account = known.get(name)
      if (!account) throw new Error(`the demonstration has no account ${name}`)
      const token = tokens.get(name) ?? playedOn.issueToken(account)
      tokens.set(name, token)
      return token
    },
    openTill: openOf('merchant-till', 'till'),
    openOwner: openOf('merchant-owner', 'owner'),
    async openShop(merchant, division) {
      const scope = { divisions: [division], merchants: [merchant] }
      await playedOn.openAccount({ account: 'shop-owner', role: 'merchant-owner', scope, password: PASSWORD })
      await playedOn.openAccount({ account: 'shop-till', role: 'merchant-till', scope, password: PASSWORD })
    },
  }
}

/** How to sign in, for those who look at it. */
export function signInText(): string {
  return [
    `Sign in (POST /v1/session) as ${demoDoors.join(', ')}; the password of each is ${PASSWORD}.`,
    'They are for this demonstration alone, which is served to this machine only. county-officer sees 632701 玉树市.',
  ].join('\n')
}
