import { HucreError } from 'hucre'
import { readXlsx, streamXlsxRows } from 'hucre/xlsx'
import { dropBlankCells } from './blank-cells.ts'
import { findHiddenParts } from './hidden-parts.ts'
import { isBlank, mostRows, SheetCollector, tooManyRows } from './raw-sheet.ts'
import type { RawSheet, Read } from './roster.ts'
import { readAs, refuseFile } from './roster.ts'
import { guardArchive } from './zip-guard.ts'
import { type ArchivePart, storeArchive } from './zip-store.ts'

const ARCHIVE = Buffer.from('PK')
/** OLE2: an old .xls, or a workbook with a password. */
const OLE2 = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const ENCRYPTED_PART = Buffer.from('EncryptedPackage', 'utf16le')

/** @param sheetName the first sheet where it is not given */
export async function readXlsxSheet(
  bytes: Buffer,
  sheetName: string | undefined,
  maxRows: number,
): Promise<Read<RawSheet>> {
  if (bytes.subarray(0, OLE2.length).equals(OLE2)) {
    return refuseFile(bytes.includes(ENCRYPTED_PART) ? 'spreadsheet-encrypted' : 'spreadsheet-is-old-xls')
  }
  if (!bytes.subarray(0, ARCHIVE.length).equals(ARCHIVE)) return refuseFile('spreadsheet-not-xlsx')
  const guarded = guardArchive(bytes)
  if (!guarded.read) return guarded
  try {
    return await collectRows(dropBlankCells(guarded.value), sheetName, maxRows)
  } catch (error) {
    if (error instanceof HucreError || error instanceof RangeError)
      return refuseFile('spreadsheet-malformed', { part: 'workbook' })
    throw error
  }
}

async function collectRows(
  parts: readonly ArchivePart[],
  sheetName: string | undefined,
  maxRows: number,
): Promise<Read<RawSheet>> {
  const archive = storeArchive(parts)
  const chosen = await chooseSheet(archive, sheetName)
  if (!chosen.read) return chosen
  const { name, index: sheet, otherSheets } = chosen.value
  const hidden = findHiddenParts(parts, name)
  const collector = new SheetCollector(maxRows)
  // One more than may be there: who sees it knows that there are too many.
  const most = mostRows(maxRows) + 1
  let rows = 0
  for await (const { index, values } of streamXlsxRows(archive, { sheet, maxRows: most })) {
    if (++rows === most) return tooManyRows(maxRows)
    if (values.every(isBlank)) continue
    const refused = collector.add({ row: index + 1, cells: values, hidden: hidden.rows.has(index + 1) })
    if (refused !== undefined) return refused
  }
  const physicalRows = collector.rows.at(-1)?.row ?? 0
  const file = { kind: 'xlsx', sheet: name, otherSheets, physicalRows } as const
  return readAs({ file, rows: collector.rows, hiddenColumns: hidden.columns })
}

interface ChosenSheet {
  readonly name: string
  readonly index: number
  readonly otherSheets: readonly string[]
}

async function chooseSheet(archive: Buffer, sheetName: string | undefined): Promise<Read<ChosenSheet>> {
  const sheets: { name: string; index: number }[] = []
  const visible: string[] = []
  await readXlsx(archive, {
    sheets: ({ name, index, hidden, veryHidden }) => {
      const isVisible = !hidden && !veryHidden
      if (isVisible) visible.push(name)
      if (name === sheetName || (sheetName === undefined && isVisible)) sheets.push({ name, index })
      return false
    },
  })
  const first = sheets[0]
  if (first === undefined) return refuseFile('spreadsheet-sheet-not-found', { sheets: visible })
  return readAs({ ...first, otherSheets: visible.filter((name) => name !== first.name) })
}
