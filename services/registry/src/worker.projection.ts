import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/service-kit/event-handlers.ts'
import type { KeyStore } from '@welfare/service-kit/key-store.store.ts'
import { markForOverwriting } from '@welfare/service-kit/overwrite-deleted.store.ts'
import type { RoomCopy } from '@welfare/service-kit/room-copy.store.ts'

/** The decrypted workers: names are here while they may be handled, and nowhere else. */
export function workerHandlers(copy: RoomCopy, keyStore: KeyStore): EventHandlers {
  const put = (data: DataOf<'WorkerRegistered' | 'WorkerChanged'>, source: SequencedEvent) =>
    putWorker(copy, keyStore, data, source)
  const hide = (processing: 'restricted' | 'erased', { stream, version }: SequencedEvent): void => {
    const sealed = processing === 'erased' ? ', sealed = NULL' : ''
    copy
      .prepare(`UPDATE worker SET fields = NULL, processing = ?, version = ?${sealed} WHERE id = ?`)
      .run(processing, version, stream)
    markForOverwriting(copy.database)
  }
  return {
    IdentityReserved({ worker, hashKeyVersion }, { stream }) {
      copy.prepare('INSERT INTO identity VALUES (?, ?, ?)').run(stream, worker, hashKeyVersion)
    },
    WorkerRegistered: put,
    WorkerChanged: put,
    WorkerRestricted: (_, source) => hide('restricted', source),
    WorkerErased: (_, source) => hide('erased', source),
    WorkerRestrictionLifted(_, { stream, version }) {
      const sealed = copy.prepare('SELECT sealed FROM worker WHERE id = ?').get(stream)?.sealed
      copy
        .prepare('UPDATE worker SET fields = ?, processing = ?, version = ? WHERE id = ?')
        .run(openFields(keyStore, stream, sealed), processingOf(keyStore, stream), version, stream)
    },
  }
}

function putWorker(
  copy: RoomCopy,
  keyStore: KeyStore,
  { employer, division, trade, sealed }: DataOf<'WorkerRegistered' | 'WorkerChanged'>,
  { stream, version, sequence, metadata }: SequencedEvent,
): void {
  const home = copy.prepare('SELECT programme FROM import WHERE started_event = ?').get(String(metadata.causationId))
  copy
    .prepare(`INSERT INTO worker VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      employer = excluded.employer, division = excluded.division, trade = excluded.trade, fields = excluded.fields,
      sealed = excluded.sealed, home_programme = excluded.home_programme, version = excluded.version`)
    .run(
      stream,
      employer,
      division,
      trade,
      openFields(keyStore, stream, sealed),
      sealed,
      processingOf(keyStore, stream),
      home?.programme ?? null,
      version,
      sequence,
    )
}

function openFields(keyStore: KeyStore, worker: string, sealed: unknown): string | null {
  const fields = typeof sealed === 'string' ? keyStore.decryptFields(worker, sealed) : undefined
  return fields === undefined ? null : JSON.stringify(fields)
}

/** Erased, although no event says so (yet): after the restore of a backup that is older than the erasure. */
function processingOf(keyStore: KeyStore, worker: string): 'open' | 'erased' {
  return keyStore.isErased(worker) ? 'erased' : 'open'
}
