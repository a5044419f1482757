import type { Attached } from '@welfare/contracts/events/attachments.ts'

type Kind = Attached['contentType']

/** First bytes that only a file of that kind has. */
const beginnings: readonly (readonly [Kind, Uint8Array])[] = [
  ['image/jpeg', Uint8Array.of(0xff, 0xd8, 0xff)],
  ['image/png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['application/pdf', new TextEncoder().encode('%PDF-')],
]
export const LONGEST_BEGINNING = Math.max(...beginnings.map(([, bytes]) => bytes.length))

/** By content: what a file is called, and what its sender says of it, says nothing. */
export function kindOf(begin: Uint8Array): Kind | undefined {
  return beginnings.find(([, bytes]) => bytes.every((byte, at) => begin[at] === byte))?.[0]
}

const extensions: Readonly<Record<Kind, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
}

export function fileNameOf({ attachment, contentType }: Pick<Attached, 'attachment' | 'contentType'>): string {
  return `${attachment}.${extensions[contentType]}`
}
