import type { DataOf, WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { FundRelation } from '@welfare/contracts/words/relation-words.ts'
import type { Projected } from '../read-model/projection.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'

/** What other services' things are called and where they belong, as of any sequence. Nothing personal. */
export interface ThingFacts {
  fund: { readonly name: string; readonly division: string; readonly funder: string }
  /** Id: the fund's. */
  fundRelation: { readonly relation: FundRelation }
  programme: {
    readonly name: string
    readonly division: string
    readonly plan: 'people' | 'sites'
    readonly kind: string
  }
  /** Id: the programme's; absent: it never was. */
  publicity: { readonly isPublic: boolean }
  /** Id: `<programme>/<window>`. */
  window: { readonly name: string; readonly from: string; readonly until: string }
  round: { readonly name: string; readonly programme: string; readonly windows: readonly string[] }
  employer: { readonly name: string; readonly division: string; readonly trade: string }
  site: { readonly name: string; readonly division: string; readonly trade: string; readonly employer: string | null }
  merchant: { readonly name: string; readonly division: string }
  union: { readonly name: string; readonly division: string }
  depot: { readonly name: string; readonly division: string }
  bankAccount: {
    readonly name: string
    readonly division: string
    readonly bank: string
    readonly lastDigits: string
    /** Sequence. */
    readonly openedAt: number
  }
  payer: { readonly name: string; readonly division: string; readonly kind: string }
  consignment: { readonly programme?: string | undefined; readonly site: string }
  item: { readonly name: string; readonly unit: string }
  /** Id: `<kit>@<version>`, the commodity. */
  kit: { readonly name: string; readonly components: readonly { readonly item: string; readonly quantity: number }[] }
}
export type ThingKind = keyof ThingFacts

export interface Directory {
  project(projected: Projected): void
  /** As known at `sequence`. */
  find<K extends ThingKind>(kind: K, id: string, sequence: number): ThingFacts[K] | undefined
  list<K extends ThingKind>(kind: K, sequence: number): { readonly id: string; readonly facts: ThingFacts[K] }[]
  forget(): void
}

export function createDirectory(model: ReadModel): Directory {
  const save = model.prepare('INSERT OR REPLACE INTO thing VALUES (?, ?, ?, ?)')
  const findRow = model.prepare(`SELECT facts FROM thing WHERE id = ? AND from_sequence <= ? AND kind = ?
    ORDER BY from_sequence DESC LIMIT 1`)
  // SQLite takes the other columns from the row that has the maximum.
  const listRows = model.prepare(
    'SELECT id, facts, max(from_sequence) FROM thing WHERE kind = ? AND from_sequence <= ? GROUP BY id ORDER BY id',
  )

  return {
    project({ event, recorded, sequence }) {
      for (const [kind, id, facts] of thingsOf(event, recorded.stream, sequence))
        save.run(id, sequence, kind, JSON.stringify(facts))
    },
    find(kind, id, sequence) {
      const row = findRow.get(id, sequence, kind)
      return row && JSON.parse(String(row.facts))
    },
    list: (kind, sequence) =>
      listRows.all(kind, sequence).map((row) => ({ id: String(row.id), facts: JSON.parse(String(row.facts)) })),
    forget() {},
  }
}

type Thing = { [K in ThingKind]: readonly [K, string, ThingFacts[K]] }[ThingKind]

function thingsOf(event: WelfareEvent, stream: string, sequence: number): readonly Thing[] {
  switch (event.type) {
    case 'FundOpened': {
      const { name, division, funder } = event.data
      return [['fund', stream, { name, division, funder: funder.name }]]
    }
    case 'FundRelationSet':
      return [['fundRelation', stream, { relation: event.data.relation }]]
    case 'ProgrammeDefined': {
      const { name, division, plan, kind, rules } = event.data
      return [['programme', stream, { name, division, plan, kind }], ...windowsOf(rules, stream)]
    }
    case 'ProgrammeRulesChanged':
      return windowsOf(event.data.rules, stream)
    case 'ProgrammePublicitySet':
      return [['publicity', stream, { isPublic: event.data.isPublic }]]
    case 'RoundOpened': {
      const { name, programme, windows } = event.data
      return [['round', stream, { name, programme, windows }]]
    }
    case 'EmployerRegistered':
    case 'EmployerChanged': {
      const { name, division, trade } = event.data
      return [['employer', stream, { name, division, trade }]]
    }
    case 'SiteRegistered':
    case 'SiteChanged': {
      const { name, division, trade, employer } = event.data
      return [['site', stream, { name, division, trade, employer: employer ?? null }]]
    }
    case 'MerchantRegistered':
    case 'MerchantChanged':
      return [['merchant', stream, { name: event.data.name, division: event.data.division }]]
    case 'UnionRegistered':
      return [['union', stream, { name: event.data.name, division: event.data.division }]]
    case 'DepotOpened':
      return [['depot', stream, { name: event.data.name, division: event.data.division }]]
    case 'BankAccountOpened':
      return [['bankAccount', stream, { ...event.data, openedAt: sequence }]]
    case 'PayerRegistered':
      return [['payer', stream, event.data]]
    case 'ConsignmentPlanned':
      return [['consignment', stream, { programme: event.data.programme, site: event.data.site }]]
    case 'ItemDefined':
      return [['item', stream, { name: event.data.name, unit: event.data.unit }]]
    case 'KitDefined':
    case 'KitRevised': {
      const { name, components, kitVersion } = event.data
      return [['kit', `${stream}@${kitVersion}`, { name, components }]]
    }
    default:
      return []
  }
}

function windowsOf({ windows }: DataOf<'ProgrammeDefined'>['rules'], programme: string): Thing[] {
  return windows.map(({ window, name, from, until }) => ['window', `${programme}/${window}`, { name, from, until }])
}
