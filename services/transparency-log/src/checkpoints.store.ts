import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { keepToOwner } from '@welfare/process/private-file.ts'

export interface ArchivedCheckpoint {
  readonly epoch: number
  readonly treeSize: number
  /** Base64. */
  readonly rootHash: string
  /** The signed note, with the cosignatures that were added. */
  readonly note: string
  /** When the last event of the tree was recorded. */
  readonly through: string
}

export interface LogKeyRow {
  /** As C2SP signed-note writes verifier keys. */
  readonly verifierKey: string
  /** Signed by the key before it; undefined for the first, and where that key was lost. */
  readonly statement: string | undefined
  /** Of the rotation that brought it. */
  readonly commandId?: string | undefined
}

export interface CheckpointPlace {
  readonly epoch: number
  readonly treeSize: number
}

/**
 * Every checkpoint that is kept: the latest, the last of each hour in which something was recorded, and each one that a witness has
 * cosigned. Beside them the keys that signed.
 */
export interface CheckpointArchive {
  latest(epoch: number): ArchivedCheckpoint | undefined
  /** The largest of earlier epochs over no more than `maxTreeSize` events. */
  latestBefore(epoch: number, maxTreeSize: number): ArchivedCheckpoint | undefined
  find(place: CheckpointPlace): ArchivedCheckpoint | undefined
  /** Newest first; `limit` of them, from the one after `before`. */
  list(limit: number, before?: CheckpointPlace): ArchivedCheckpoint[]
  /** Durable when it returns. Takes the place of the latest one of the same hour, unless that is cosigned. */
  save(checkpoint: ArchivedCheckpoint): void
  /** Kept from now on, where it was not. */
  cosign(checkpoint: ArchivedCheckpoint, lines: readonly CosignatureLine[]): void
  /** Newest first. */
  keys(): LogKeyRow[]
  addKey(key: LogKeyRow): void
  /** A whole copy, as it is now. @param file must not exist */
  copyTo(file: string): void
  close(): void
}

export interface CosignatureLine {
  readonly witness: string
  readonly timestampS: number
  /** As it stands under the note, with its newline. */
  readonly line: string
}

const schema = `
  CREATE TABLE IF NOT EXISTS checkpoints (
    epoch INTEGER NOT NULL,
    tree_size INTEGER NOT NULL,
    root_hash TEXT NOT NULL,
    note TEXT NOT NULL,
    through TEXT NOT NULL,
    PRIMARY KEY (epoch, tree_size)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cosignatures (
    epoch INTEGER NOT NULL,
    tree_size INTEGER NOT NULL,
    witness TEXT NOT NULL,
    timestamp_s INTEGER NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (epoch, tree_size, witness)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS keys (
    ordinal INTEGER PRIMARY KEY,
    verifier_key TEXT NOT NULL UNIQUE,
    statement TEXT,
    command_id TEXT
  ) STRICT;
`

const columns = `epoch, tree_size AS treeSize, root_hash AS rootHash, through, note || coalesce((
  SELECT group_concat(line, '' ORDER BY witness) FROM cosignatures
  WHERE cosignatures.epoch = checkpoints.epoch AND cosignatures.tree_size = checkpoints.tree_size), '') AS note`

/** @param file a path, or `:memory:`. The thread that signs and the one that serves have it open, each on its own. */
export function openCheckpointArchive(file: string): CheckpointArchive {
  keepToOwner(file)
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec(schema)
  const latest = database.prepare(`SELECT ${columns} FROM checkpoints WHERE epoch = ? ORDER BY tree_size DESC LIMIT 1`)
  const before = database.prepare(
    `SELECT ${columns} FROM checkpoints WHERE epoch < ? AND tree_size <= ? ORDER BY tree_size DESC, epoch DESC LIMIT 1`,
  )
  const one = database.prepare(`SELECT ${columns} FROM checkpoints WHERE epoch = ? AND tree_size = ?`)
  const page = database.prepare(
    `SELECT ${columns} FROM checkpoints WHERE (epoch, tree_size) < (?, ?) ORDER BY epoch DESC, tree_size DESC LIMIT ?`,
  )
  const insert = database.prepare(`INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET note = excluded.note`)
  const drop = database.prepare(`DELETE FROM checkpoints WHERE epoch = ?1 AND tree_size = ?2 AND NOT EXISTS (
    SELECT 1 FROM cosignatures WHERE epoch = ?1 AND tree_size = ?2)`)
  const insertLine = database.prepare('INSERT INTO cosignatures VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const allKeys = database.prepare('SELECT * FROM keys ORDER BY ordinal DESC')
  const insertKey = database.prepare('INSERT INTO keys (verifier_key, statement, command_id) VALUES (?, ?, ?)')

  const archive: CheckpointArchive = {
    latest: (epoch) => checkpointIn(latest.get(epoch)),
    latestBefore: (epoch, maxTreeSize) => checkpointIn(before.get(epoch, maxTreeSize)),
    find: ({ epoch, treeSize }) => checkpointIn(one.get(epoch, treeSize)),
    list: (limit, { epoch, treeSize } = { epoch: Number.MAX_SAFE_INTEGER, treeSize: 0 }) =>
      page.all(epoch, treeSize, limit).map(checkpointOf),
    save: (checkpoint) => inTransaction(database, () => save(checkpoint)),
    cosign: (checkpoint, lines) =>
      inTransaction(database, () => {
        const { epoch, treeSize, rootHash, note, through } = checkpoint
        if (!archive.find(checkpoint)) insert.run(epoch, treeSize, rootHash, note, through)
        for (const { witness, timestampS, line } of lines) insertLine.run(epoch, treeSize, witness, timestampS, line)
      }),
    keys: () =>
      allKeys.all().map((row) => ({
        verifierKey: String(row.verifier_key),
        statement: textIn(row.statement),
        commandId: textIn(row.command_id),
      })),
    addKey: ({ verifierKey, statement, commandId }) =>
      void insertKey.run(verifierKey, statement ?? null, commandId ?? null),
    copyTo: (file) => void database.prepare('VACUUM INTO ?').run(file),
    close: () => database.close(),
  }
  return archive

  function save({ epoch, treeSize, rootHash, note, through }: ArchivedCheckpoint): void {
    const previous = archive.latest(epoch)
    insert.run(epoch, treeSize, rootHash, note, through)
    const isSameHour = previous && hourOf(previous.through) === hourOf(through)
    if (isSameHour && previous.treeSize !== treeSize) drop.run(epoch, previous.treeSize)
  }
}

function hourOf(time: string): string {
  return time.slice(0, '2026-06-01T00'.length)
}

function textIn(value: SQLOutputValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

type Row = Record<string, SQLOutputValue>

function checkpointIn(row: Row | undefined): ArchivedCheckpoint | undefined {
  return row && checkpointOf(row)
}

function checkpointOf({ epoch, treeSize, rootHash, note, through }: Row): ArchivedCheckpoint {
  return {
    epoch: Number(epoch),
    treeSize: Number(treeSize),
    rootHash: String(rootHash),
    note: String(note),
    through: String(through),
  }
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
