import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import { entryOf } from '../budget/running-totals.store.ts'
import type { ThingFacts } from '../findings/directory.store.ts'
import { readEvents } from '../journal/journal-legs.ts'
import { isRefusal, type QueryContext } from '../query-context.ts'
import { toProjected } from '../read-model/generation.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'

/** What things are called, as known at a moment. */
export interface BookDirectory {
  readonly funds: ReadonlyMap<string, ThingFacts['fund']>
  readonly programmes: ReadonlyMap<string, ThingFacts['programme']>
  readonly merchants: ReadonlyMap<string, ThingFacts['merchant']>
  readonly employers: ReadonlyMap<string, ThingFacts['employer']>
  /** By `<programme>/<window>`. */
  readonly windows: ReadonlyMap<string, ThingFacts['window']>
  readonly rounds: ReadonlyMap<string, ThingFacts['round']>
  readonly unions: ReadonlyMap<string, ThingFacts['union']>
  readonly depots: ReadonlyMap<string, ThingFacts['depot']>
  readonly sites: ReadonlyMap<string, ThingFacts['site']>
  readonly items: ReadonlyMap<string, ThingFacts['item']>
  readonly kits: ReadonlyMap<string, ThingFacts['kit']>
  /** Organisations that gave money, by the sequence of their donation. A person who gave is never named. */
  readonly donors: ReadonlyMap<number, string>
  /** Programmes that free money went to or came back from, by the sequence of its entry. */
  readonly programmesOfFreeMoney: ReadonlyMap<number, string>
}

/** Asked by exports only, which show of it what their entries name: it is not filtered by scope. */
export function queryDirectory(context: QueryContext, query: { readonly at?: string | undefined }) {
  const { model, directory: things } = context.generation
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment as Refusal
  const listed = <K extends keyof ThingFacts>(kind: K): ReadonlyMap<string, ThingFacts[K]> =>
    new Map(things.list(kind, moment.sequence).map(({ id, facts }) => [id, facts]))
  const directory: BookDirectory = {
    funds: listed('fund'),
    programmes: listed('programme'),
    merchants: listed('merchant'),
    employers: listed('employer'),
    windows: listed('window'),
    rounds: listed('round'),
    unions: listed('union'),
    depots: listed('depot'),
    sites: listed('site'),
    items: listed('item'),
    kits: listed('kit'),
    ...readFreeMoney(context, moment.sequence),
  }
  return { ...reflectedAt(model, moment.sequence), directory }
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
    if (!legs.some(({ account }) => account === 'available')) continue
    const programme = legs.find((leg) => leg.programme !== undefined)?.programme
    if (programme !== undefined) programmes.set(sequence, programme)
  }
  return { donors, programmesOfFreeMoney: programmes }
}
