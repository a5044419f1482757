import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

export const roundMembersSchema = `
  CREATE TABLE merged_worker (double TEXT PRIMARY KEY, survivor TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE batch_serials (batch TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE round_gone (round TEXT, worker TEXT, ordinal INTEGER NOT NULL, PRIMARY KEY (round, worker)) WITHOUT ROWID;
  CREATE INDEX merged_survivor ON merged_worker (survivor);
  CREATE INDEX round_entry_of_worker ON round_entry (worker);
`

/** Whom a round lists after it was frozen: who joined, who left, and who goes on for a record that was merged. */
export function createRoundMemberHandlers(prepare: Prepare): EventHandlers {
  const survivorOf = createSurvivorLookUp(prepare)
  return {
    WorkersJoinedRound: ({ groups }, { stream }) => {
      let ordinal = sizeOf(prepare, stream)
      const insert = prepare('INSERT OR IGNORE INTO round_entry VALUES (?, ?, ?)')
      const gone = prepare('SELECT ordinal FROM round_gone WHERE round = ? AND worker = ?')
      for (const worker of groups.flatMap(({ workers }) => workers)) {
        // Who comes back comes back to the old place: a batch under way has passed it, or has not.
        const old = gone.get(stream, worker)
        if (old) insert.run(stream, Number(old.ordinal), worker)
        else ordinal += Number(insert.run(stream, ordinal, worker).changes)
      }
      setSize(prepare, stream, ordinal)
    },
    WorkersLeftRound: ({ workers }, { stream }) => {
      const keep = prepare(
        'INSERT OR REPLACE INTO round_gone SELECT round, worker, ordinal FROM round_entry WHERE round = ? AND worker = ?',
      )
      const take = prepare('DELETE FROM round_entry WHERE round = ? AND worker = ?')
      for (const worker of workers.map(survivorOf)) {
        keep.run(stream, worker)
        take.run(stream, worker)
      }
    },
    // Where the record that goes on is listed already, nobody is issued to twice.
    WorkerMergedInto: ({ survivor }, { stream }) => {
      prepare('UPDATE merged_worker SET survivor = ? WHERE survivor = ?').run(survivor, stream)
      prepare('INSERT OR REPLACE INTO merged_worker VALUES (?, ?)').run(stream, survivor)
      prepare('INSERT OR REPLACE INTO round_gone SELECT round, worker, ordinal FROM round_entry WHERE worker = ?').run(
        stream,
      )
      prepare('UPDATE OR IGNORE round_entry SET worker = ? WHERE worker = ?').run(survivor, stream)
      prepare('DELETE FROM round_entry WHERE worker = ?').run(stream)
    },
    SerialsAssigned: ({ count }, { stream }) => {
      prepare('INSERT OR REPLACE INTO batch_serials VALUES (?, ?)').run(stream, count)
    },
  }
}

/** How many places the round's list has, those of who left included. */
export function sizeOf(prepare: Prepare, round: string): number {
  return Number(prepare('SELECT size FROM round_size WHERE round = ?').get(round)?.size ?? 0)
}

export function setSize(prepare: Prepare, round: string, size: number): void {
  prepare('INSERT OR REPLACE INTO round_size VALUES (?, ?)').run(round, size)
}

/** A round names its entries as they were frozen or joined, also after a record was merged. */
function createSurvivorLookUp(prepare: Prepare) {
  return (worker: string): string =>
    String(prepare('SELECT survivor FROM merged_worker WHERE double = ?').get(worker)?.survivor ?? worker)
}

export function createRoundMemberLookUps(prepare: Prepare) {
  return {
    survivorOf: createSurvivorLookUp(prepare),
    isMergedAway: (worker: string) => prepare('SELECT 1 FROM merged_worker WHERE double = ?').get(worker) !== undefined,
    listWalletsOfWorker: (worker: string) =>
      prepare('SELECT id FROM wallet WHERE worker = ? ORDER BY id')
        .all(worker)
        .map(({ id }) => String(id)),
    /** Where somebody stood who is no longer listed. */
    goneOrdinal: (round: string, worker: string): number =>
      Number(
        prepare('SELECT ordinal FROM round_gone WHERE round = ? AND worker = ?').get(round, worker)?.ordinal ?? -1,
      ),
    batchesOfRound: (round: string) =>
      prepare('SELECT id FROM batch WHERE round = ? ORDER BY id')
        .all(round)
        .map(({ id }) => String(id)),
    /** How many serials the batch took: who joined its round after that is left to the next one. */
    serialsOf: (batch: string) =>
      Number(prepare('SELECT count FROM batch_serials WHERE batch = ?').get(batch)?.count ?? 0),
    /** Who is listed now. */
    countMembers: (round: string) =>
      Number(prepare('SELECT count(*) AS people FROM round_entry WHERE round = ?').get(round)?.people),
  }
}
