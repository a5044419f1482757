import { integerIn, isObject, type JsonObject, objectIn, objectsIn, optionalTextIn, textIn, textsIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'

/** What things are called and where they belong, as known at the last event that was taken. */
export interface Directory {
  take(event: LedgerEvent): void
  readonly funds: ReadonlyMap<string, { readonly name: string; readonly division: string; readonly funder: string }>
  readonly programmes: ReadonlyMap<string, Named & { readonly plan: string }>
  readonly employers: ReadonlyMap<string, Named>
  readonly merchants: ReadonlyMap<string, Named>
  readonly unions: ReadonlyMap<string, Named>
  readonly sites: ReadonlyMap<string, { readonly division: string; readonly trade: string; readonly employer: string }>
  readonly siteNames: ReadonlyMap<string, string>
  readonly depots: ReadonlyMap<string, Named>
  readonly bankAccounts: ReadonlyMap<string, Named & { readonly bank: string; readonly lastDigits: string }>
  readonly payers: ReadonlyMap<string, Named>
  readonly consignments: ReadonlyMap<string, { readonly programme: string | undefined; readonly site: string }>
  /** `<programme>/<window>` */
  readonly windows: ReadonlyMap<string, { readonly name: string; readonly from: string; readonly until: string }>
  readonly rounds: ReadonlyMap<string, { readonly name: string; readonly windows: readonly string[] }>
  readonly items: ReadonlyMap<string, { readonly name: string; readonly unit: string }>
  /** By commodity, `<kit>@<version>`. */
  readonly kits: ReadonlyMap<string, Kit>
}

interface Named {
  readonly name: string
  readonly division: string
}

interface Kit {
  readonly name: string
  readonly components: readonly { readonly item: string; readonly quantity: number }[]
}

export function openDirectory(): Directory {
  const funds = new Map<string, { name: string; division: string; funder: string }>()
  const programmes = new Map<string, Named & { plan: string }>()
  const employers = new Map<string, Named>()
  const merchants = new Map<string, Named>()
  const unions = new Map<string, Named>()
  const sites = new Map<string, { division: string; trade: string; employer: string }>()
  const siteNames = new Map<string, string>()
  const depots = new Map<string, Named>()
  const bankAccounts = new Map<string, Named & { bank: string; lastDigits: string }>()
  const payers = new Map<string, Named>()
  const consignments = new Map<string, { programme: string | undefined; site: string }>()
  const windows = new Map<string, { name: string; from: string; until: string }>()
  const rounds = new Map<string, { name: string; windows: readonly string[] }>()
  const items = new Map<string, { name: string; unit: string }>()
  const kits = new Map<string, Kit>()

  const takeWindows = (programme: string, data: JsonObject): void => {
    for (const window of objectsIn(objectIn(data, 'rules'), 'windows'))
      windows.set(`${programme}/${textIn(window, 'window')}`, {
        name: textIn(window, 'name'),
        from: textIn(window, 'from'),
        until: textIn(window, 'until'),
      })
  }
  const takeSite = (stream: string, data: JsonObject): void => {
    sites.set(stream, siteOf(data))
    siteNames.set(stream, textIn(data, 'name'))
  }
  const handlers: Readonly<Record<string, (stream: string, data: JsonObject) => unknown>> = {
    FundOpened: (stream, data) =>
      funds.set(stream, { ...named(data), funder: isObject(data.funder) ? textIn(data.funder, 'name') : '' }),
    ProgrammeDefined(stream, data) {
      programmes.set(stream, { ...named(data), plan: textIn(data, 'plan') })
      takeWindows(stream, data)
    },
    ProgrammeRulesChanged: takeWindows,
    RoundOpened: (stream, data) =>
      rounds.set(stream, { name: textIn(data, 'name'), windows: textsIn(data, 'windows') }),
    EmployerRegistered: (stream, data) => employers.set(stream, named(data)),
    EmployerChanged: (stream, data) => employers.set(stream, named(data)),
    MerchantRegistered: (stream, data) => merchants.set(stream, named(data)),
    MerchantChanged: (stream, data) => merchants.set(stream, named(data)),
    UnionRegistered: (stream, data) => unions.set(stream, named(data)),
    SiteRegistered: takeSite,
    SiteChanged: takeSite,
    DepotOpened: (stream, data) => depots.set(stream, named(data)),
    BankAccountOpened: (stream, data) =>
      bankAccounts.set(stream, { ...named(data), bank: textIn(data, 'bank'), lastDigits: textIn(data, 'lastDigits') }),
    PayerRegistered: (stream, data) => payers.set(stream, named(data)),
    ConsignmentPlanned: (stream, data) =>
      consignments.set(stream, { programme: optionalTextIn(data, 'programme'), site: textIn(data, 'site') }),
    ItemDefined: (stream, data) => items.set(stream, { name: textIn(data, 'name'), unit: textIn(data, 'unit') }),
    KitDefined: (stream, data) => kits.set(`${stream}@${integerIn(data, 'kitVersion')}`, kitOf(data)),
    KitRevised: (stream, data) => kits.set(`${stream}@${integerIn(data, 'kitVersion')}`, kitOf(data)),
  }
  return {
    ...{ funds, programmes, employers, merchants, unions, sites, siteNames },
    ...{ depots, bankAccounts, payers, consignments, windows, rounds, items, kits },
    take({ type, stream, data }) {
      if (Object.hasOwn(handlers, type)) handlers[type]?.(stream, data)
    },
  }
}

function named(data: JsonObject): Named {
  return { name: textIn(data, 'name'), division: textIn(data, 'division') }
}

function siteOf(data: JsonObject) {
  const { division } = named(data)
  return { division, trade: textIn(data, 'trade'), employer: optionalTextIn(data, 'employer') ?? '' }
}

function kitOf(data: JsonObject): Kit {
  const components = objectsIn(data, 'components').map((component) => ({
    item: textIn(component, 'item'),
    quantity: integerIn(component, 'quantity'),
  }))
  return { name: textIn(data, 'name'), components }
}

/** Does the division hold the other? `632700` holds `632701`, `630000` both. */
export function holdsDivision(outer: string, inner: string): boolean {
  return inner.startsWith(outer.replace(/(00){1,2}$/, ''))
}
