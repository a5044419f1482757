/** Primary result codes: the low byte of an extended one. https://sqlite.org/rescode.html */
export const sqliteCodes = {
  busy: 5,
  ioError: 10,
  corrupt: 11,
  full: 13,
  constraint: 19,
  notADatabase: 26,
  ioErrorWrite: 778,
} as const

export interface SqliteError extends Error {
  readonly code: 'ERR_SQLITE_ERROR'
  /** Extended result code. */
  readonly errcode: number
}

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR' && 'errcode' in error
}
