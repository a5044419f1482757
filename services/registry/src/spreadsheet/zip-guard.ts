import { crc32, inflateRawSync } from 'node:zlib'
import { type Read, readAs, refuseFile } from './roster.ts'
import { rosterLimits } from './roster-limits.ts'
import type { ArchivePart } from './zip-store.ts'

/**
 * The parts of a workbook's archive that a reader of cells needs, inflated: together at most `rosterLimits.inflatedBytes`,
 * whatever the archive claims. Stored again they cannot be read as another archive than the one checked here.
 */
export function guardArchive(bytes: Buffer): Read<readonly ArchivePart[]> {
  const listed = listParts(bytes)
  if (!listed.read) return listed
  const parts: ArchivePart[] = []
  for (const part of listed.value.filter(({ name }) => isWanted(name))) {
    const inflated = inflatePart(bytes, part)
    if (!inflated.read) return inflated
    parts.push({ name: part.name, bytes: inflated.value })
  }
  return readAs(parts)
}

interface Part {
  readonly name: string
  readonly compressed: boolean
  readonly compressedBytes: number
  readonly inflatedBytes: number
  readonly checksum: number
  readonly headerOffset: number
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_OF_DIRECTORY_BYTES = 22
const DIRECTORY_ENTRY_BYTES = 46
const LOCAL_HEADER_BYTES = 30
const LONGEST_COMMENT_BYTES = 0xffff
const STORED = 0
const DEFLATED = 8
const ENCRYPTED_FLAG = 1
/** Pictures, themes and the like never reach the reader: they are not even inflated. */
const UNWANTED = /^(docProps|customXml|xl\/(media|theme|drawings|charts|printerSettings|pivot|externalLinks|comments))/i

function isWanted(name: string): boolean {
  return /\.(xml|rels)$/i.test(name) && !UNWANTED.test(name)
}

function listParts(bytes: Buffer): Read<readonly Part[]> {
  const end = findEndOfDirectory(bytes)
  if (end < 0) return refuseFile('spreadsheet-malformed', { part: 'archive-directory' })
  const count = bytes.readUInt16LE(end + 10)
  if (count > rosterLimits.archiveEntries) {
    return refuseFile('spreadsheet-too-many-parts', { parts: count, maxParts: rosterLimits.archiveEntries })
  }
  const parts: Part[] = []
  let offset = bytes.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (offset + DIRECTORY_ENTRY_BYTES > end || bytes.readUInt32LE(offset) !== DIRECTORY_ENTRY) {
      return refuseFile('spreadsheet-malformed', { part: 'archive-directory' })
    }
    const method = bytes.readUInt16LE(offset + 10)
    if ((bytes.readUInt16LE(offset + 8) & ENCRYPTED_FLAG) !== 0) return refuseFile('spreadsheet-encrypted')
    if (method !== STORED && method !== DEFLATED) return refuseFile('spreadsheet-malformed', { part: 'compression' })
    const nameLength = bytes.readUInt16LE(offset + 28)
    const nameStart = offset + DIRECTORY_ENTRY_BYTES
    parts.push({
      // Some programs write the separators of their own system.
      name: bytes.toString('utf8', nameStart, nameStart + nameLength).replaceAll('\\', '/'),
      compressed: method === DEFLATED,
      checksum: bytes.readUInt32LE(offset + 16),
      compressedBytes: bytes.readUInt32LE(offset + 20),
      inflatedBytes: bytes.readUInt32LE(offset + 24),
      headerOffset: bytes.readUInt32LE(offset + 42),
    })
    offset = nameStart + nameLength + bytes.readUInt16LE(offset + 30) + bytes.readUInt16LE(offset + 32)
  }
  return checkDeclared(parts)
}

function findEndOfDirectory(bytes: Buffer): number {
  const earliest = Math.max(0, bytes.length - END_OF_DIRECTORY_BYTES - LONGEST_COMMENT_BYTES)
  for (let offset = bytes.length - END_OF_DIRECTORY_BYTES; offset >= earliest; offset--) {
    if (bytes.readUInt32LE(offset) === END_OF_DIRECTORY) return offset
  }
  return -1
}

function checkDeclared(parts: readonly Part[]): Read<readonly Part[]> {
  if (new Set(parts.map(({ name }) => name)).size !== parts.length) {
    return refuseFile('spreadsheet-malformed', { part: 'archive-directory' })
  }
  const inflatedBytes = parts.reduce((sum, part) => sum + part.inflatedBytes, 0)
  const tooDense = parts.some(
    (part) =>
      part.inflatedBytes > rosterLimits.inflationRatioFromBytes &&
      part.inflatedBytes > part.compressedBytes * rosterLimits.inflationRatio,
  )
  if (tooDense || inflatedBytes > rosterLimits.inflatedBytes) {
    return refuseFile('spreadsheet-inflates-too-much', {
      inflatedBytes,
      maxInflatedBytes: rosterLimits.inflatedBytes,
      maxRatio: rosterLimits.inflationRatio,
    })
  }
  return readAs(parts)
}

function inflatePart(bytes: Buffer, part: Part): Read<Buffer> {
  const malformed = refuseFile('spreadsheet-malformed', { part: 'archive-part' })
  const { headerOffset } = part
  if (headerOffset + LOCAL_HEADER_BYTES > bytes.length || bytes.readUInt32LE(headerOffset) !== LOCAL_HEADER)
    return malformed
  const start =
    headerOffset + LOCAL_HEADER_BYTES + bytes.readUInt16LE(headerOffset + 26) + bytes.readUInt16LE(headerOffset + 28)
  if (start + part.compressedBytes > bytes.length) return malformed
  const stored = bytes.subarray(start, start + part.compressedBytes)
  const content = part.compressed ? inflateCapped(stored, part.inflatedBytes) : stored
  if (content === 'too-large') return refuseFile('spreadsheet-declares-wrong-size')
  if (content === 'damaged') return malformed
  if (content.length !== part.inflatedBytes) return refuseFile('spreadsheet-declares-wrong-size')
  return crc32(content) === part.checksum ? readAs(content) : malformed
}

/** Stops at the size that was declared: a header that lies cannot make us inflate more than it said. */
function inflateCapped(deflated: Buffer, declaredBytes: number): Buffer | 'too-large' | 'damaged' {
  try {
    return inflateRawSync(deflated, { maxOutputLength: Math.max(1, declaredBytes) })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged'
  }
}
