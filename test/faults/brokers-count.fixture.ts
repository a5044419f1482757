import { DatabaseSync } from 'node:sqlite'

export interface Count {
  /** The last event that was counted. */
  readonly sequence: number
  /** Who counted last. */
  readonly member: string
  /** Events that members were given again and dropped, and batches that had some. */
  readonly dropped: number
  readonly batchesDropped: number
  /** Times that a member counted after another. */
  readonly handovers: number
}

/** The database that the members of the group share. */
export function openCount(file: string) {
  const database = new DatabaseSync(file, { timeout: 30_000 })
  database.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE effects (type TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT;
    CREATE TABLE counted (
      sequence INTEGER NOT NULL, position TEXT NOT NULL, member TEXT NOT NULL,
      dropped INTEGER NOT NULL, batches_dropped INTEGER NOT NULL, handovers INTEGER NOT NULL
    ) STRICT;
    INSERT INTO counted VALUES (0, '', '', 0, 0, 0);
  `)
  const counted = database.prepare('SELECT * FROM counted')
  return {
    read(): Count {
      const { sequence, member, dropped, batches_dropped, handovers } = counted.get() ?? {}
      return {
        sequence: Number(sequence),
        member: String(member),
        dropped: Number(dropped),
        batchesDropped: Number(batches_dropped),
        handovers: Number(handovers),
      }
    },
    /** How often an event of each type had its effect. */
    effects(): ReadonlyMap<string, number> {
      const rows = database.prepare('SELECT type, times FROM effects').all()
      return new Map(rows.map(({ type, times }) => [String(type), Number(times)]))
    },
    close: () => database.close(),
  }
}
