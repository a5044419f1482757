import { codecFor, type DataOf, type EventOf } from '@welfare/contracts/catalogue.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { KeyStore } from '@welfare/service-kit/key-store.store.ts'
import type { RoomCopy } from '@welfare/service-kit/room-copy.store.ts'
import { nameKey } from './registry-ids.ts'

const FOLLOWED = [
  'UnionRegistered',
  'EmployerRegistered',
  'EmployerChanged',
  'SiteRegistered',
  'SiteChanged',
  'MerchantRegistered',
  'MerchantChanged',
  'PriceListPublished',
  'WorkerRegistered',
  'WorkerChanged',
  'RosterImportStarted',
  'RosterRowsImported',
  'ProgrammeDefined',
  'ProgrammeClosed',
  'WorkerRemovedFromRoster',
] as const
type Followed = (typeof FOLLOWED)[number]

const followed: ReadonlySet<string> = new Set(FOLLOWED)
const codec = codecFor<Followed>()

/** What one event changes in the room's copy. Events of no interest change nothing. */
export function projectRegistryEvent(copy: RoomCopy, keyStore: KeyStore, source: SequencedEvent): void {
  if (!followed.has(source.type)) return
  const event = codec.decode(source as Parameters<typeof codec.decode>[0])
  switch (event.type) {
    case 'WorkerRegistered':
    case 'WorkerChanged':
      projectWorker(copy, keyStore, source, event.data)
      break
    case 'PriceListPublished':
      projectPriceList(copy, source, event.data)
      break
    case 'RosterImportStarted':
      copy.prepare('INSERT INTO import VALUES (?, ?)').run(source.id, event.data.programme)
      break
    case 'RosterRowsImported':
      projectRosterRows(copy, event.data)
      break
    case 'WorkerRemovedFromRoster':
      copy.prepare('DELETE FROM roster WHERE programme = ? AND worker = ?').run(source.stream, event.data.worker)
      break
    case 'ProgrammeDefined':
      copy.prepare('INSERT INTO programme VALUES (?, ?, ?, 0)').run(source.stream, event.data.division, event.data.plan)
      break
    case 'ProgrammeClosed':
      copy.prepare('UPDATE programme SET closed = 1 WHERE id = ?').run(source.stream)
      break
    default:
      projectDirectoryEntry(copy, source, event)
  }
}

type DirectoryEvent = EventOf<
  | 'UnionRegistered'
  | 'EmployerRegistered'
  | 'EmployerChanged'
  | 'SiteRegistered'
  | 'SiteChanged'
  | 'MerchantRegistered'
  | 'MerchantChanged'
>

function projectDirectoryEntry(copy: RoomCopy, source: SequencedEvent, { data }: DirectoryEvent): void {
  const category = source.stream.slice(0, source.stream.indexOf('-'))
  copy
    .prepare(`INSERT INTO directory VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      division = excluded.division, name_key = excluded.name_key, data = excluded.data, version = excluded.version`)
    .run(
      source.stream,
      category,
      data.division,
      nameKey(data.name),
      JSON.stringify(data),
      source.version,
      source.sequence,
    )
}

function projectPriceList(copy: RoomCopy, source: SequencedEvent, data: DataOf<'PriceListPublished'>): void {
  copy
    .prepare('INSERT INTO price_list VALUES (?, ?, ?, ?)')
    .run(source.stream, data.priceListVersion, data.validFrom, JSON.stringify(data.items))
  copy.prepare('UPDATE directory SET version = ? WHERE id = ?').run(source.version, source.stream)
}

function projectWorker(
  copy: RoomCopy,
  keyStore: KeyStore,
  source: SequencedEvent,
  data: DataOf<'WorkerRegistered' | 'WorkerChanged'>,
): void {
  const fields = keyStore.decryptFields(source.stream, data.sealed)
  const cause = source.metadata.causationId
  const home = copy.prepare('SELECT programme FROM import WHERE started_event = ?').get(String(cause))?.programme
  copy
    .prepare(`INSERT INTO worker VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      employer = excluded.employer, division = excluded.division, trade = excluded.trade, fields = excluded.fields,
      home_programme = excluded.home_programme, version = excluded.version`)
    .run(
      source.stream,
      data.employer,
      data.division,
      data.trade,
      fields === undefined ? null : JSON.stringify(fields),
      home ?? null,
      source.version,
      source.sequence,
    )
}

function projectRosterRows(copy: RoomCopy, { programme, groups }: DataOf<'RosterRowsImported'>): void {
  const upsert = copy.prepare(`INSERT INTO roster VALUES (?, ?, ?, ?, ?) ON CONFLICT (programme, worker) DO UPDATE SET
    employer = excluded.employer, division = excluded.division, trade = excluded.trade`)
  for (const { employer, division, trade, workers } of groups) {
    for (const worker of workers) upsert.run(programme, worker, employer, division, trade)
  }
}
