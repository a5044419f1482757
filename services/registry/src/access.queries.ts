import type { RoomCopy } from '@welfare/service-kit/room-copy.store.ts'

export interface AccessRecord {
  /** `<stream>.<version>` of the event. */
  readonly id: string
  readonly sequence: number
  readonly account: string
  readonly readAt: string
  readonly operation: string
  readonly purpose: string
  readonly programme: string | undefined
  readonly workers: readonly string[]
  readonly count: number
}

export interface AccessRecordsPage {
  /** Newest first: only records before this sequence; undefined for the first page. */
  readonly before: number | undefined
  readonly limit: number
  readonly account?: string | undefined
  readonly worker?: string | undefined
  /** In Asia/Shanghai. */
  readonly day?: string | undefined
}

export interface AccessQueries {
  listAccessRecords(page: AccessRecordsPage): readonly AccessRecord[]
}

export function createAccessQueries(copy: RoomCopy): AccessQueries {
  return {
    listAccessRecords({ before, limit, account, worker, day }) {
      const ofWorker = 'sequence IN (SELECT sequence FROM personal_read_worker WHERE worker = ?)'
      const rows = copy
        .prepare(`SELECT * FROM personal_read WHERE sequence < ? AND account = ifnull(?, account) AND day = ifnull(?, day)
          ${worker === undefined ? '' : `AND ${ofWorker}`} ORDER BY sequence DESC LIMIT ?`)
        .all(
          before ?? Number.MAX_SAFE_INTEGER,
          account ?? null,
          day ?? null,
          ...(worker === undefined ? [] : [worker]),
          limit,
        )
      return rows.map((row) => ({
        id: String(row.id),
        sequence: Number(row.sequence),
        account: String(row.account),
        readAt: String(row.read_at),
        operation: String(row.operation),
        purpose: String(row.purpose),
        programme: row.programme === null ? undefined : String(row.programme),
        workers: JSON.parse(String(row.workers)),
        count: Number(row.people),
      }))
    },
  }
}
