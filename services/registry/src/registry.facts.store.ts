import { approvalFacts } from '@welfare/approvals/approvals.facts.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { openProjectionFile, type ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import { overwriteDeleted } from '@welfare/keys/overwrite-deleted.store.ts'
import { createDirectoryQueries, type DirectoryQueries } from './directory/directory.queries.ts'
import { createPayeeQueries, type PayeeQueries, payeesSchema } from './payees/payees.store.ts'
import { createPaymentQueries, type PaymentQueries, paymentsSchema } from './payees/payments.store.ts'
import {
  createWorkerSearchQueries,
  type WorkerSearchQueries,
  workerSearchSchema,
} from './people/worker-search.store.ts'
import { type AccessQueries, createAccessQueries } from './personal-data/access.queries.ts'
import { createIssuedQueries, type IssuedQueries } from './personal-data/issued.queries.ts'
import { createRegistryProjection } from './registry.projection.ts'
import { createImportQueries, type ImportQueries } from './roster/import.queries.ts'
import { createRosterQueries, type RosterQueries } from './roster/roster.queries.ts'

/** Only of acts: everything else stands beside the names, in the service's own file. */
export const registryFacts: FactsDeclaration = {
  name: 'registry',
  version: 1,
  schema: '',
  needs: [approvalFacts],
  handlers: () => [],
}

/**
 * The decrypted workers, and what is looked up beside them: the directory, price lists, rosters, what was issued, who read whom. In a file of
 * its own, apart from the facts, since it holds names. It can be dropped and fills again.
 */
export interface RegistryFacts
  extends DirectoryQueries,
    RosterQueries,
    ImportQueries,
    WorkerSearchQueries,
    IssuedQueries,
    AccessQueries,
    PayeeQueries,
    PaymentQueries {
  readonly checkpoint: Pick<ProjectionFile, 'readCheckpoint' | 'sequence'>
  /**
   * Told of each batch by the follower of the facts. An erasure among the events destroys the person's key before the copy says so: a crash in between
   * repeats it, and so does a copy that is filled again.
   */
  apply(events: readonly SequencedEvent[]): void
  close(): void
}

export interface RegistryFactsOptions {
  /** A path, or `:memory:`. */
  readonly file: string
  readonly keyStore: KeyStore
  readonly ledger: string
  readonly epoch: number
}

export function openRegistryFacts({ file, keyStore, ledger, epoch }: RegistryFactsOptions): RegistryFacts {
  const people = openProjectionFile(file, { schema: SCHEMA, version: 15, ledger, epoch, secureDelete: true })
  const project = createRegistryProjection(people, keyStore)
  overwriteDeleted(people.database)
  return {
    ...createDirectoryQueries(people),
    ...createRosterQueries(people),
    ...createImportQueries(people),
    ...createWorkerSearchQueries(people),
    ...createIssuedQueries(people),
    ...createAccessQueries(people),
    ...createPayeeQueries(people),
    ...createPaymentQueries(people),
    checkpoint: people,
    apply(events) {
      const erased = events.filter(({ type }) => type === 'WorkerErased').map(({ stream }) => stream)
      if (erased.length > 0) keyStore.destroyPersonKeys(erased)
      people.applyBatch(events, project)
      overwriteDeleted(people.database)
    },
    close: () => people.close(),
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
  CREATE TABLE programme (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, division TEXT NOT NULL, plan TEXT NOT NULL, closed INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE label (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE import (
    started_event TEXT PRIMARY KEY, stream TEXT NOT NULL UNIQUE, programme TEXT NOT NULL, sequence INTEGER NOT NULL UNIQUE, rows INTEGER NOT NULL,
    actor TEXT NOT NULL, started_at TEXT NOT NULL, status TEXT NOT NULL, counts TEXT, code TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE worker (
    id TEXT PRIMARY KEY, employer TEXT NOT NULL, division TEXT NOT NULL, trade TEXT NOT NULL,
    fields TEXT, sealed TEXT, numbers INTEGER NOT NULL, processing TEXT NOT NULL, merged_into TEXT, home_programme TEXT, version INTEGER NOT NULL, registered INTEGER NOT NULL UNIQUE
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE identity (
    id TEXT PRIMARY KEY, worker TEXT, hash_key_version INTEGER NOT NULL, releases INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX worker_by_employer ON worker (employer);
  CREATE INDEX identity_by_worker ON identity (worker, hash_key_version);
  CREATE INDEX worker_merged ON worker (merged_into) WHERE merged_into IS NOT NULL;
  ${workerSearchSchema}
  CREATE TABLE roster (
    programme TEXT NOT NULL, worker TEXT NOT NULL, employer TEXT NOT NULL, division TEXT NOT NULL, trade TEXT NOT NULL,
    PRIMARY KEY (programme, worker)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX roster_by_worker ON roster (worker);
  CREATE TABLE issuance (id TEXT PRIMARY KEY, programme TEXT NOT NULL, round TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX issuance_by_programme ON issuance (programme);
  CREATE TABLE issuance_window (
    batch TEXT NOT NULL, window TEXT NOT NULL, usable_until TEXT NOT NULL, PRIMARY KEY (batch, window)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE issued (
    batch TEXT NOT NULL, worker TEXT NOT NULL, window TEXT NOT NULL, amount_fen INTEGER NOT NULL, ended INTEGER NOT NULL,
    sequence INTEGER NOT NULL, PRIMARY KEY (batch, worker, window)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX issued_open ON issued (worker) WHERE ended = 0;
  ${payeesSchema}
  ${paymentsSchema}
  CREATE TABLE personal_read (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, account TEXT NOT NULL, day TEXT NOT NULL, read_at TEXT NOT NULL,
    operation TEXT NOT NULL, purpose TEXT NOT NULL, programme TEXT, people INTEGER NOT NULL, workers TEXT NOT NULL,
    attachment TEXT, division TEXT
  ) STRICT;
  CREATE TABLE personal_read_worker (
    worker TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (worker, sequence)
  ) STRICT, WITHOUT ROWID;
`
