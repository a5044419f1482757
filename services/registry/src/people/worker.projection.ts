import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import { markForOverwriting } from '@welfare/keys/overwrite-deleted.store.ts'
import { numbersOf, type PersonalFields } from '../roster/roster.queries.ts'
import { putWorkerSearch } from './worker-search.store.ts'

/** The decrypted workers: names are here while they may be handled, and nowhere else. */
export function workerHandlers(people: ProjectionFile, keyStore: KeyStore): EventHandlers {
  const put = (data: DataOf<'WorkerRegistered' | 'WorkerChanged' | 'WorkerCorrected'>, source: SequencedEvent) =>
    putWorker(people, keyStore, data, source)
  const hide = (processing: 'restricted' | 'erased', { stream, version }: SequencedEvent): void => {
    const sealed = processing === 'erased' ? ', sealed = NULL' : ''
    people
      .prepare(`UPDATE worker SET fields = NULL, processing = ?, version = ?${sealed} WHERE id = ?`)
      .run(processing, version, stream)
    putWorkerSearch(people, stream, undefined)
    markForOverwriting(people.database)
  }
  const setVersion = ({ stream, version }: SequencedEvent) =>
    void people.prepare('UPDATE worker SET version = ? WHERE id = ?').run(version, stream)
  return {
    IdentityReserved({ worker, hashKeyVersion }, { stream }) {
      people
        .prepare(`INSERT INTO identity VALUES (?, ?, ?, 0) ON CONFLICT (id) DO UPDATE SET
          worker = excluded.worker, hash_key_version = excluded.hash_key_version`)
        .run(stream, worker, hashKeyVersion)
    },
    IdentityReleased(_, { stream }) {
      people.prepare('UPDATE identity SET worker = NULL, releases = releases + 1 WHERE id = ?').run(stream)
    },
    WorkerRegistered: put,
    WorkerChanged: put,
    WorkerCorrected(data, source) {
      put(data, source)
      // What is no longer so is overwritten, not only unlinked.
      markForOverwriting(people.database)
      regroup(people, source.stream, data)
    },
    WorkersMerged: (_, source) => setVersion(source),
    WorkerMergedInto({ survivor }, source) {
      setVersion(source)
      mergeInto(people, source.stream, survivor)
    },
    WorkerRestricted: (_, source) => hide('restricted', source),
    WorkerErased: (_, source) => hide('erased', source),
    WorkerRestrictionLifted(_, { stream, version }) {
      const sealed = people.prepare('SELECT sealed FROM worker WHERE id = ?').get(stream)?.sealed
      const fields = openFields(keyStore, stream, sealed)
      people
        .prepare('UPDATE worker SET fields = ?, processing = ?, version = ? WHERE id = ?')
        .run(toJson(fields), processingOf(keyStore, stream), version, stream)
      putWorkerSearch(people, stream, fields)
    },
  }
}

function putWorker(
  people: ProjectionFile,
  keyStore: KeyStore,
  { employer, division, trade, sealed }: DataOf<'WorkerRegistered' | 'WorkerChanged' | 'WorkerCorrected'>,
  { stream, version, sequence, metadata }: SequencedEvent,
): void {
  const home = people.prepare('SELECT programme FROM import WHERE started_event = ?').get(String(metadata.causationId))
  const fields = openFields(keyStore, stream, sealed)
  people
    .prepare(`INSERT INTO worker VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      employer = excluded.employer, division = excluded.division, trade = excluded.trade, fields = excluded.fields,
      sealed = excluded.sealed, numbers = excluded.numbers, home_programme = ifnull(excluded.home_programme, home_programme), version = excluded.version`)
    .run(
      stream,
      employer,
      division,
      trade,
      toJson(fields),
      sealed,
      fields === undefined ? 1 : numbersOf(fields).length,
      processingOf(keyStore, stream),
      home?.programme ?? null,
      version,
      sequence,
    )
  putWorkerSearch(people, stream, fields)
}

/** Where the rosters had what the record had, they have what is right now; what a roster says otherwise stays. */
function regroup(people: ProjectionFile, worker: string, { was, ...now }: DataOf<'WorkerCorrected'>): void {
  for (const field of ['employer', 'division', 'trade'] as const) {
    if (was[field] === now[field]) continue
    people
      .prepare(`UPDATE roster SET ${field} = ? WHERE worker = ? AND ${field} = ?`)
      .run(now[field], worker, was[field])
  }
}

/** The survivor takes the double's places, and its doubles. Who merged the other way first is not merged back. */
function mergeInto(people: ProjectionFile, double: string, survivor: string): void {
  const last = people.prepare('SELECT merged_into FROM worker WHERE id = ?').get(survivor)?.merged_into ?? survivor
  if (last === double) return
  people.prepare('UPDATE worker SET merged_into = ? WHERE id = ? OR merged_into = ?').run(last, double, double)
  people.prepare('UPDATE OR IGNORE roster SET worker = ? WHERE worker = ?').run(last, double)
  people.prepare('DELETE FROM roster WHERE worker = ?').run(double)
}

function openFields(keyStore: KeyStore, worker: string, sealed: unknown): PersonalFields | undefined {
  const fields = typeof sealed === 'string' ? keyStore.decryptFields(worker, sealed) : undefined
  // What is sealed as a worker's record is a whole record.
  return fields as PersonalFields | undefined
}

function toJson(fields: PersonalFields | undefined): string | null {
  return fields === undefined ? null : JSON.stringify(fields)
}

/** Erased, although no event says so (yet): after the restore of a backup that is older than the erasure. */
function processingOf(keyStore: KeyStore, worker: string): 'open' | 'erased' {
  return keyStore.isErased(worker) ? 'erased' : 'open'
}
