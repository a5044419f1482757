import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'

export interface FixturePart {
  readonly name: string
  readonly deflated: Buffer
  /** As the headers declare it. */
  readonly inflatedBytes: number
  readonly checksum: number
  readonly flags?: number
  readonly method?: number
}

/** An archive made by hand, so that its headers can say anything. */
export function buildArchive(parts: readonly FixturePart[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const name = Buffer.from(part.name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(part.flags ?? 0, 2)
    fields.writeUInt16LE(part.method ?? 8, 4)
    fields.writeUInt32LE(part.checksum, 10)
    fields.writeUInt32LE(part.deflated.length, 14)
    fields.writeUInt32LE(part.inflatedBytes, 18)
    fields.writeUInt16LE(name.length, 22)
    pieces.push(Buffer.from('PK\x03\x04', 'latin1'), fields, name, part.deflated)
    const entry = Buffer.alloc(16)
    entry.writeUInt32LE(offset, 12)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, entry.subarray(2), name)
    offset += 30 + name.length + part.deflated.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, ...directory, end])
}

export function honestPart(name: string, content: string | Buffer): FixturePart {
  const bytes = Buffer.from(content)
  return { name, deflated: deflateRawSync(bytes), inflatedBytes: bytes.length, checksum: crc32(bytes) }
}

/** `megabytes` of zeros, deflated without ever being held. */
export async function zerosPart(name: string, megabytes: number): Promise<FixturePart> {
  const deflate = createDeflateRaw()
  const pieces: Buffer[] = []
  deflate.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise((resolve) => deflate.once('end', resolve))
  const megabyte = Buffer.alloc(1024 * 1024)
  let checksum = 0
  for (let written = 0; written < megabytes; written++) {
    checksum = crc32(megabyte, checksum)
    if (!deflate.write(megabyte)) await new Promise((resolve) => deflate.once('drain', resolve))
  }
  deflate.end()
  await ended
  return { name, deflated: Buffer.concat(pieces), inflatedBytes: megabytes * megabyte.length, checksum }
}

/** The smallest workbook: one sheet whose `sheetData` is `rows`. */
export function workbookParts(rows: string): FixturePart[] {
  const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relation = (id: string, type: string, target: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/></Relationships>`
  return [
    honestPart('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    honestPart('_rels/.rels', relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    honestPart(
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets><sheet name="花名册" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    honestPart('xl/_rels/workbook.xml.rels', relation('rId1', 'worksheet', 'worksheets/sheet1.xml')),
    honestPart('xl/worksheets/sheet1.xml', `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`),
  ]
}

export function inlineRow(row: number, cells: readonly string[]): string {
  const texts = cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`)
  return `<row r="${row}">${texts.join('')}</row>`
}
