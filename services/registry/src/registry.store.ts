import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/service-kit/consumer.ts'
import type { KeyStore } from '@welfare/service-kit/key-store.store.ts'
import { openRoomCopy, type RoomCopy } from '@welfare/service-kit/room-copy.store.ts'
import { createDirectoryQueries, type DirectoryQueries } from './directory.queries.ts'
import { projectRegistryEvent } from './registry.projection.ts'
import { createRosterQueries, type RosterQueries } from './roster.queries.ts'

/** The room's own copy: the directory, price lists, rosters, and the decrypted workers. It can be dropped and fills again. */
export interface RegistryCopy extends DirectoryQueries, RosterQueries {
  readonly checkpoint: Pick<RoomCopy, 'readCheckpoint'>
  /** The `handle` of the room's consumer. */
  apply(events: readonly SequencedEvent[]): void
  close(): void
}

export interface RegistryCopyOptions {
  /** A path, or `:memory:`. */
  readonly file: string
  readonly keyStore: KeyStore
  readonly ledger: string
  readonly epoch: number
}

/** Whoever reads the copy may have to wait until it reflects enough. */
export type CopyConsumer = Pick<Consumer, 'waitFor'>

export function openRegistryCopy({ file, keyStore, ledger, epoch }: RegistryCopyOptions): RegistryCopy {
  const copy = openRoomCopy(file, { schema: SCHEMA, version: 1, ledger, epoch, secureDelete: true })
  return {
    ...createDirectoryQueries(copy),
    ...createRosterQueries(copy),
    checkpoint: copy,
    apply: (events) => copy.applyBatch(events, (event) => projectRegistryEvent(copy, keyStore, event)),
    close: () => copy.close(),
  }
}

/** `registered` is the sequence of a thing's first event: the order of lists, and where a page begins. */
const SCHEMA = `
  CREATE TABLE directory (
    id TEXT PRIMARY KEY, category TEXT NOT NULL, division TEXT NOT NULL, name_key TEXT NOT NULL,
    data TEXT NOT NULL, version INTEGER NOT NULL, registered INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX directory_in_order ON directory (category, registered);
  CREATE INDEX directory_by_name ON directory (category, division, name_key);
  CREATE TABLE price_list (
    merchant TEXT NOT NULL, version INTEGER NOT NULL, valid_from TEXT NOT NULL, items TEXT NOT NULL,
    PRIMARY KEY (merchant, version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE programme (id TEXT PRIMARY KEY, division TEXT NOT NULL, plan TEXT NOT NULL, closed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE import (started_event TEXT PRIMARY KEY, programme TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE worker (
    id TEXT PRIMARY KEY, employer TEXT NOT NULL, division TEXT NOT NULL, trade TEXT NOT NULL,
    fields TEXT, home_programme TEXT, version INTEGER NOT NULL, registered INTEGER NOT NULL UNIQUE
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE roster (
    programme TEXT NOT NULL, worker TEXT NOT NULL, employer TEXT NOT NULL, division TEXT NOT NULL, trade TEXT NOT NULL,
    PRIMARY KEY (programme, worker)
  ) STRICT, WITHOUT ROWID;
`
