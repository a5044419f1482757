/** Times are milliseconds since 1970. */
export const secretsSchema = `
  CREATE TABLE IF NOT EXISTS password (
    account TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL, cost TEXT NOT NULL,
    one_time_until INTEGER, version INTEGER NOT NULL, command TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS session (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL, started_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS session_of_account ON session (account);
  CREATE TABLE IF NOT EXISTS token (hash TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, account TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS pairing (
    hash TEXT PRIMARY KEY, merchant TEXT NOT NULL, ends_at INTEGER NOT NULL, pairing TEXT NOT NULL, taken INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS attempts (key TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS attempts_in_order ON attempts (last_at);
`
