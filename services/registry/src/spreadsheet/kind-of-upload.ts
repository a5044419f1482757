import type { UploadedFile } from '@welfare/http/route.ts'
import type { RosterKind } from './roster.ts'

/** What a browser calls by no name is told apart by its first bytes. */
export function kindOfUpload({ bytes, contentType }: UploadedFile): RosterKind {
  if (contentType === 'text/csv') return 'csv'
  if (contentType !== 'application/octet-stream') return 'xlsx'
  const begin = bytes.toString('latin1', 0, 2)
  return begin === 'PK' || begin === '\xd0\xcf' ? 'xlsx' : 'csv'
}
