import { dayNumber, type History, idOf } from './history.fixture.ts'

/** Small enough for everything to meet everything: 2 funds, 2 programmes for people, 1 for sites, 3 workers, 3 sites. */
export const funds = [0, 1].map((number) => idOf('fund', number))
export const programmes = [0, 1].map((number) => idOf('programme', number))
export const coolProgramme = idOf('programme', 'cool')
export const windows = ['horse-racing', 'mid-autumn'] as const
export const workers = [0, 1, 2].map((number) => idOf('worker', number))
export const employers = [0, 1].map((number) => idOf('employer', number))
export const merchants = [0, 1].map((number) => idOf('merchant', number))
export const sites = [0, 1, 2].map((number) => idOf('site', number))
export const items = [0, 1].map((number) => idOf('item', number))
export const kit = idOf('kit', 0)
export const depot = idOf('depot', 0)
export const lot = `${depot}.1`
export const commodities = [`${kit}@1`, `${items[0]}`]
/** Of two counties' unions and of the prefecture's above them. */
export const bankAccounts = [0, 1, 2, 3].map((number) => idOf('bankaccount', number))
/** Who pays instead of a union. */
export const payers = [0, 1].map((number) => idOf('payer', number))
export const unionsWithAccounts = ['632701', '632722', '632700'] as const
export const divisions = ['632701', '632722']
const term = { from: dayNumber(0), until: dayNumber(60), creditFen: 1_000 }
export const rules = {
  windows: windows.map((window) => ({ window, name: window, ...term })),
  quota: {},
  lateEntryDays: 3,
  sharing: 'in-proportion' as const,
}

/** One step of a random history; the numbers choose among what there is. */
export interface Step {
  readonly kind: number
  readonly a: number
  readonly b: number
  readonly amount: number
  /** Days for which the entry is late. */
  readonly late: number
}

export type Play = (step: Step, date: string) => void

export function pick<Item>(list: readonly Item[], index: number): Item {
  const item = list[index % list.length]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

export const opened = { entries: 1, rosterReadThrough: 1 }

export function setUpTown(history: History): void {
  const restriction = { purposes: [], divisions: [] }
  const date = dayNumber(0)
  history.add(idOf('union', 0), 'UnionRegistered', { division: '632701', name: 'City union' }, date)
  for (const [index, fund] of funds.entries()) {
    const funder = { name: `Funder ${index}`, kind: 'union' as const }
    history.add(fund, 'FundOpened', { name: `Fund ${index}`, division: '632700', funder, restriction }, date)
  }
  for (const [index, account] of bankAccounts.entries()) {
    const at = { division: pick(unionsWithAccounts, index), bank: `Bank ${index}`, lastDigits: `000${index}` }
    history.add(account, 'BankAccountOpened', { name: `Account ${index}`, ...at }, date)
  }
  for (const [index, payer] of payers.entries())
    history.add(payer, 'PayerRegistered', { name: `Payer ${index}`, division: '632700', kind: 'treasury' }, date)
  const defined = { year: 2025, rules, rulesVersion: 1 }
  for (const [index, programme] of programmes.entries()) {
    const division = divisions[index] ?? '632701'
    history.add(
      programme,
      'ProgrammeDefined',
      { ...defined, name: `Meals ${index}`, kind: 'meal', division, plan: 'people' },
      date,
    )
  }
  history.add(
    coolProgramme,
    'ProgrammeDefined',
    { ...defined, name: 'Cool', kind: 'cooling', division: '130300', plan: 'sites', rules: { ...rules, windows: [] } },
    date,
  )
  for (const [index, employer] of employers.entries()) {
    history.add(
      employer,
      'EmployerRegistered',
      { name: `Employer ${index}`, division: divisions[index] ?? '632701', trade: '环卫' },
      date,
    )
  }
  for (const [index, merchant] of merchants.entries()) {
    history.add(merchant, 'MerchantRegistered', { name: `Merchant ${index}`, division: '632701' }, date)
  }
  for (const [index, site] of sites.entries()) {
    const facts = {
      name: `Site ${index}`,
      division: '130302',
      trade: 'parks',
      kind: 'workplace' as const,
      headCount: 7 + index,
    }
    history.add(site, 'SiteRegistered', facts, date)
  }
  for (const [index, item] of items.entries())
    history.add(item, 'ItemDefined', { name: `Item ${index}`, unit: 'piece' }, date)
  const components = items.map((item, index) => ({ item, quantity: index + 1 }))
  history.add(kit, 'KitDefined', { name: 'Kit', components, kitVersion: 1 }, date)
}
