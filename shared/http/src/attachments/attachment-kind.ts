import type { AttachedFile } from '@welfare/contracts/events/attachments.ts'

export type FileKind = AttachedFile['contentType']

/** First bytes that only a file of that kind has. */
const beginnings: readonly (readonly [FileKind, Uint8Array])[] = [
  ['image/jpeg', Uint8Array.of(0xff, 0xd8, 0xff)],
  ['image/png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['application/pdf', new TextEncoder().encode('%PDF-')],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', Uint8Array.of(0x50, 0x4b, 0x03, 0x04)],
]
export const LONGEST_BEGINNING = Math.max(...beginnings.map(([, bytes]) => bytes.length))
/** Of what came first: enough to tell text from what is none. */
const LOOKED_AT = 512
const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20]

/** By content: what a file is called, and what its sender says of it, says nothing. Undefined where it is none of those. */
export function kindOf(begin: Uint8Array, kinds: readonly FileKind[]): FileKind | undefined {
  const known = beginnings.find(([, bytes]) => bytes.every((byte, at) => begin[at] === byte))?.[0]
  const kind = known ?? (isText(begin) ? 'text/csv' : undefined)
  return kind !== undefined && kinds.includes(kind) ? kind : undefined
}

/** In whatever encoding a bank writes Chinese: no control character but those of lines and columns. */
function isText(begin: Uint8Array): boolean {
  const isOfText = (byte: number) => byte >= SPACE || [TAB, LINE_FEED, CARRIAGE_RETURN].includes(byte)
  return begin.length > 0 && begin.subarray(0, LOOKED_AT).every(isOfText)
}

const extensions: Readonly<Record<FileKind, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
}

export function fileNameOf({ attachment, contentType }: Pick<AttachedFile, 'attachment' | 'contentType'>): string {
  return `${attachment}.${extensions[contentType]}`
}
