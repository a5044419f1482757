import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { entryOf } from '../budget/running-totals.store.ts'
import type { ThingFacts } from '../findings/directory.store.ts'
import { readEvents } from '../journal/journal-legs.ts'
import { isRefusal, type QueryContext } from '../query-context.ts'
import { toProjected } from '../read-model/generation.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { type CashFacts, readCashFacts } from './cash-facts.ts'

/** What things are called, as known at a moment. */
export interface BookDirectory {
  readonly funds: ReadonlyMap<string, ThingFacts['fund']>
  /** Of the funds for which it was said. */
  readonly fundRelations: ReadonlyMap<string, ThingFacts['fundRelation']>
  readonly programmes: ReadonlyMap<string, ThingFacts['programme']>
  readonly merchants: ReadonlyMap<string, ThingFacts['merchant']>
  readonly employers: ReadonlyMap<string, ThingFacts['employer']>
  /** By `<programme>/<window>`. */
  readonly windows: ReadonlyMap<string, ThingFacts['window']>
  readonly rounds: ReadonlyMap<string, ThingFacts['round']>
  readonly unions: ReadonlyMap<string, ThingFacts['union']>
  readonly depots: ReadonlyMap<string, ThingFacts['depot']>
  /** In the order of their registration, numbered by it. */
  readonly bankAccounts: ReadonlyMap<string, ThingFacts['bankAccount'] & { readonly ordinal: number }>
  readonly payers: ReadonlyMap<string, ThingFacts['payer']>
  readonly sites: ReadonlyMap<string, ThingFacts['site']>
  readonly items: ReadonlyMap<string, ThingFacts['item']>
  readonly kits: ReadonlyMap<string, ThingFacts['kit']>
  /** For the books of one union: by the sequence of an entry on its accounts. */
  readonly cashFacts: ReadonlyMap<number, CashFacts>
  /** Organisations that gave money, by the sequence of their donation. A person who gave is never named. */
  readonly donors: ReadonlyMap<number, string>
  /** Programmes that free money went to or came back from, by the sequence of its entry. */
  readonly programmesOfFreeMoney: ReadonlyMap<number, string>
}

/** Asked by exports only, which show of it what their entries name: it is not filtered by scope. */
export function queryDirectory(
  context: QueryContext,
  query: { readonly at?: string | undefined; readonly withCash?: boolean },
) {
  const { model, directory: things } = context.generation
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment as Refusal
  const listed = <K extends keyof ThingFacts>(kind: K): ReadonlyMap<string, ThingFacts[K]> =>
    new Map(things.list(kind, moment.sequence).map(({ id, facts }) => [id, facts]))
  const directory: BookDirectory = {
    funds: listed('fund'),
    fundRelations: listed('fundRelation'),
    programmes: listed('programme'),
    merchants: listed('merchant'),
    employers: listed('employer'),
    windows: listed('window'),
    rounds: listed('round'),
    unions: listed('union'),
    depots: listed('depot'),
    bankAccounts: numbered(listed('bankAccount')),
    payers: listed('payer'),
    sites: listed('site'),
    items: listed('item'),
    kits: listed('kit'),
    cashFacts: query.withCash ? readCashFacts(context, moment.sequence) : new Map(),
    ...readFreeMoney(context, moment.sequence),
  }
  return { ...reflectedAt(model, moment.sequence), directory }
}

function numbered(accounts: ReadonlyMap<string, ThingFacts['bankAccount']>): BookDirectory['bankAccounts'] {
  const inOrder = [...accounts].sort(([, a], [, b]) => a.openedAt - b.openedAt)
  return new Map(inOrder.map(([id, facts], index) => [id, { ...facts, ordinal: index + 1 }]))
}

function readFreeMoney(
  { generation, source }: QueryContext,
  through: number,
): Pick<BookDirectory, 'donors' | 'programmesOfFreeMoney'> {
  const rows = generation.model
    .prepare(`SELECT DISTINCT t.entry >> 16 AS sequence FROM posting_account a JOIN posting_tally t ON t.account = a.id
      WHERE a.account = 'available' AND t.entry < ? ORDER BY sequence`)
    .all(entryOf(through + 1, 0))
  const events = readEvents(
    source,
    rows.map(({ sequence }) => Number(sequence)),
  )
  const donors = new Map<number, string>()
  const programmes = new Map<number, string>()
  for (const [sequence, recorded] of events) {
    const { event, legs } = toProjected(recorded)
    if (event.type === 'DonationReceived' && event.data.donor.kind === 'organisation')
      donors.set(sequence, event.data.donor.name)
    if (event.type === 'DirectPaymentGranted') {
      const payer = generation.directory.find('payer', event.data.payer, through)
      if (payer) donors.set(sequence, payer.name)
    }
    if (!legs.some(({ account }) => account === 'available')) continue
    const programme = legs.find((leg) => leg.programme !== undefined)?.programme
    if (programme !== undefined) programmes.set(sequence, programme)
  }
  return { donors, programmesOfFreeMoney: programmes }
}
