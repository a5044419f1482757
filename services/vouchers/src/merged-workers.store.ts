import type { EventHandlers } from '@welfare/service-kit/event-handlers.ts'
import type { RoomCopy } from '@welfare/service-kit/room-copy.store.ts'

export const mergedWorkersSchema = `
  CREATE TABLE merged_worker (double TEXT PRIMARY KEY, survivor TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX round_entry_of_worker ON round_entry (worker);
  CREATE INDEX wallet_of_worker ON wallet (worker);
`

/** The record that goes on takes the double's places in the rounds; where it has one already, nobody is issued to twice. */
export function createMergeHandlers(prepare: RoomCopy['prepare']): EventHandlers {
  return {
    WorkerMergedInto: ({ survivor }, { stream }) => {
      prepare('INSERT OR REPLACE INTO merged_worker VALUES (?, ?)').run(stream, survivor)
      prepare('UPDATE OR IGNORE round_entry SET worker = ? WHERE worker = ?').run(survivor, stream)
      prepare('DELETE FROM round_entry WHERE worker = ?').run(stream)
    },
  }
}

export function createMergeLookUps(prepare: RoomCopy['prepare']) {
  return {
    isMergedAway: (worker: string) => prepare('SELECT 1 FROM merged_worker WHERE double = ?').get(worker) !== undefined,
    listWalletsOfWorker: (worker: string) =>
      prepare('SELECT id FROM wallet WHERE worker = ? ORDER BY id')
        .all(worker)
        .map(({ id }) => String(id)),
  }
}
