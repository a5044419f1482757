import { join } from 'node:path'
import { type Reach, reachesDivision } from '@welfare/contracts/authority.ts'
import { categoryOf } from '@welfare/contracts/primitives.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createConsumer } from '@welfare/facts/consumer.ts'
import { type EventHandlers, projectWith } from '@welfare/facts/event-handlers.ts'
import { openRoomCopy } from '@welfare/facts/room-copy.store.ts'
import { caughtUp, type RoomDependencies } from '../room.ts'
import type { Service } from '../service.ts'
import type { Places } from './places.ts'

/** `division` and `programme` are empty where a thing has none. Who was ever on a programme's roster stays a person of that programme. */
const SCHEMA = `
  CREATE TABLE place (id TEXT PRIMARY KEY, division TEXT NOT NULL, programme TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE member (worker TEXT, programme TEXT, PRIMARY KEY (worker, programme)) WITHOUT ROWID;
  CREATE TABLE admission (programme TEXT, merchant TEXT, PRIMARY KEY (programme, merchant)) WITHOUT ROWID;
`
const VERSION = 4

export interface PlacesService extends Service {
  readonly places: Places
}

/** Where every thing of the ledger is, from its own events; what the guard of every route holds a reach against. */
export function createPlacesService({ store, feed, logger, folder }: RoomDependencies): PlacesService {
  const copy = openRoomCopy(join(folder, 'places.db'), {
    schema: SCHEMA,
    version: VERSION,
    ledger: store.ledger,
    epoch: store.epoch,
  })
  const project = createProjection(copy.prepare)
  const consumer = createConsumer({
    name: 'places',
    feed,
    logger,
    readCheckpoint: () => copy.readCheckpoint(),
    handle: (events: readonly SequencedEvent[]) => copy.applyBatch(events, project),
  })
  return {
    name: 'places',
    routes: [],
    consumers: [consumer],
    places: {
      isWithin: createJudge(copy.prepare),
      isAdmitted: (programmes, merchant) =>
        programmes.some((programme) => isAdmittedTo(copy.prepare, programme, [merchant])),
      caughtUp: () => caughtUp(store, consumer),
    },
    async start() {},
    async stop() {
      copy.close()
    },
  }
}

type Prepare = ReturnType<typeof openRoomCopy>['prepare']

function createProjection(prepare: Prepare): (source: SequencedEvent) => void {
  const put = (id: string, division: string, programme = '') =>
    void prepare('INSERT OR REPLACE INTO place VALUES (?, ?, ?)').run(id, division, programme)
  const divisionOf = (id: string) => String(prepare('SELECT division FROM place WHERE id = ?').get(id)?.division ?? '')
  /** Where its programme is. */
  const putUnder = (id: string, programme: string) => put(id, divisionOf(programme), programme)
  const putAt = ({ division }: { readonly division: string }, { stream }: SequencedEvent) => put(stream, division)
  const putUnderOwn = ({ programme }: { readonly programme: string }, { stream }: SequencedEvent) =>
    putUnder(stream, programme)
  const putEverywhere = (_: object, { stream }: SequencedEvent) => put(stream, '')

  const handlers: EventHandlers = {
    UnionRegistered: putAt,
    EmployerRegistered: putAt,
    EmployerChanged: putAt,
    SiteRegistered: putAt,
    SiteChanged: putAt,
    MerchantRegistered: putAt,
    MerchantChanged: putAt,
    WorkerRegistered: putAt,
    WorkerChanged: putAt,
    WorkerCorrected: putAt,
    // Whoever could find the double finds the record that goes on.
    WorkerMergedInto: ({ survivor }, { stream }) => {
      const insert = prepare('INSERT OR IGNORE INTO member SELECT ?, programme FROM member WHERE worker = ?')
      insert.run(survivor, stream)
    },
    FundOpened: putAt,
    DepotOpened: putAt,
    RosterImportStarted: putUnderOwn,
    RosterRowsImported: ({ programme, groups }) => {
      const insert = prepare('INSERT OR IGNORE INTO member VALUES (?, ?)')
      for (const { workers } of groups) for (const worker of workers) insert.run(worker, programme)
    },
    ProgrammeDefined: ({ division }, { stream }) => put(stream, division, stream),
    RoundOpened: putUnderOwn,
    BudgetOpened: putUnderOwn,
    IssuanceProposed: putUnderOwn,
    IssuanceOrdered: putUnderOwn,
    WalletOpened: putUnderOwn,
    ActProposed: ({ division, programme = '' }, { stream }) => put(stream, division, programme),
    ConsignmentPlanned: ({ site, programme }, { stream }) => put(stream, divisionOf(site), programme),
    ItemDefined: putEverywhere,
    KitDefined: putEverywhere,
    MerchantAdmitted: ({ merchant }, { stream }) => {
      prepare('INSERT OR IGNORE INTO admission VALUES (?, ?)').run(stream, merchant)
    },
    MerchantWithdrawn: ({ merchant }, { stream }) => {
      prepare('DELETE FROM admission WHERE programme = ? AND merchant = ?').run(stream, merchant)
    },
  }
  return projectWith(handlers)
}

function isAdmittedTo(prepare: Prepare, programme: string, merchants: readonly string[]): boolean {
  return merchants.some(
    (merchant) =>
      prepare('SELECT 1 FROM admission WHERE programme = ? AND merchant = ?').get(programme, merchant) !== undefined,
  )
}

function createJudge(prepare: Prepare): (reach: Reach, id: string) => boolean | undefined {
  /** Everybody on its roster is a programme's own, wherever they live. */
  const isMember = (reach: Reach, worker: string) =>
    prepare('SELECT programme FROM member WHERE worker = ?')
      .all(worker)
      .some(({ programme }) => isWithin(reach, String(programme)) === true)

  return isWithin

  function isWithin(reach: Reach, id: string): boolean | undefined {
    // A till names its own merchant with every meal.
    if (reach.merchants?.includes(id)) return true
    const stream = id.replace(/[.@]\d+$/, '')
    const row = prepare('SELECT division, programme FROM place WHERE id = ?').get(stream)
    if (!row) return undefined
    const programme = String(row.programme)
    const category = categoryOf(stream)
    if (category === 'worker' && isMember(reach, stream)) return true
    if (reach.programmes && programme !== '' && !reach.programmes.includes(programme)) return false
    if (reach.merchants) return programme !== '' && isAdmittedTo(prepare, programme, reach.merchants)
    if (category === 'item' || category === 'kit') return true
    if (reach.programmes && category === 'worker') return false
    return reachesDivision(reach, String(row.division))
  }
}
