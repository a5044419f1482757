import { crc32 } from 'node:zlib'

export interface ArchivePart {
  readonly name: string
  readonly bytes: Buffer
}

/** An archive whose parts are stored as they are, without compression. */
export function storeArchive(parts: readonly ArchivePart[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of parts) {
    const encodedName = Buffer.from(name)
    const fields = commonFields(encodedName.length, bytes)
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, encodedName])
    directory.push(directoryEntry(fields, offset), encodedName)
    pieces.push(header, bytes)
    offset += header.length + bytes.length
  }
  const directoryBytes = directory.reduce((sum, piece) => sum + piece.length, 0)
  return Buffer.concat([...pieces, ...directory, endOfDirectory(parts.length, directoryBytes, offset)])
}

/** The 26 bytes that a local header and a directory entry share: version, flags, method, time, checksum, sizes, lengths. */
function commonFields(nameBytes: number, bytes: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(0x0800, 2)
  fields.writeUInt32LE(crc32(bytes), 10)
  fields.writeUInt32LE(bytes.length, 14)
  fields.writeUInt32LE(bytes.length, 18)
  fields.writeUInt16LE(nameBytes, 22)
  return fields
}

function directoryEntry(fields: Buffer, headerOffset: number): Buffer {
  const entry = Buffer.alloc(46)
  entry.write('PK\x01\x02', 0, 'latin1')
  entry.writeUInt16LE(20, 4)
  fields.copy(entry, 6)
  entry.writeUInt32LE(headerOffset, 42)
  return entry
}

function endOfDirectory(count: number, directoryBytes: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directoryBytes, 12)
  end.writeUInt32LE(directoryOffset, 16)
  return end
}
