import { HucreError } from 'hucre'
import { readXlsx, streamXlsxRows } from 'hucre/xlsx'
import { dropBlankCells } from './blank-cells.ts'
import { isBlank, SheetCollector, tooManyRows } from './raw-sheet.ts'
import type { RawSheet, Read } from './roster.ts'
import { readAs, refuseFile } from './roster.ts'
import { rosterLimits } from './roster-limits.ts'
import { guardArchive } from './zip-guard.ts'
import { storeArchive } from './zip-store.ts'

const ARCHIVE = Buffer.from('PK')
/** OLE2: an old .xls, or a workbook with a password. */
const OLE2 = Buffer.from('d0cf11e0a1b11ae1', 'hex')
/** One more than may be there: who sees it knows that there are too many. */
const MOST_ROWS = rosterLimits.rows + rosterLimits.headerSearchRows + 1
const ENCRYPTED_PART = Buffer.from('EncryptedPackage', 'utf16le')

/** @param sheetName the first sheet where it is not given */
export async function readXlsxSheet(bytes: Buffer, sheetName: string | undefined): Promise<Read<RawSheet>> {
  if (bytes.subarray(0, OLE2.length).equals(OLE2)) {
    return refuseFile(bytes.includes(ENCRYPTED_PART) ? 'spreadsheet-encrypted' : 'spreadsheet-is-old-xls')
  }
  if (!bytes.subarray(0, ARCHIVE.length).equals(ARCHIVE)) return refuseFile('spreadsheet-not-xlsx')
  const guarded = guardArchive(bytes)
  if (!guarded.read) return guarded
  try {
    return await collectRows(storeArchive(dropBlankCells(guarded.value)), sheetName)
  } catch (error) {
    if (error instanceof HucreError || error instanceof RangeError)
      return refuseFile('spreadsheet-malformed', { part: 'workbook' })
    throw error
  }
}

async function collectRows(archive: Buffer, sheetName: string | undefined): Promise<Read<RawSheet>> {
  const chosen = await chooseSheet(archive, sheetName)
  if (!chosen.read) return chosen
  const collector = new SheetCollector()
  let rows = 0
  for await (const { index, values } of streamXlsxRows(archive, { sheet: chosen.value.index, maxRows: MOST_ROWS })) {
    if (++rows === MOST_ROWS) return tooManyRows()
    if (values.every(isBlank)) continue
    const refused = collector.add({ row: index + 1, cells: values })
    if (refused !== undefined) return refused
  }
  return readAs({ sheet: chosen.value.name, encoding: undefined, rows: collector.rows })
}

async function chooseSheet(
  archive: Buffer,
  sheetName: string | undefined,
): Promise<Read<{ name: string; index: number }>> {
  const sheets: { name: string; index: number }[] = []
  await readXlsx(archive, {
    sheets: ({ name, index, hidden, veryHidden }) => {
      if (name === sheetName || (sheetName === undefined && !hidden && !veryHidden)) sheets.push({ name, index })
      return false
    },
  })
  const first = sheets[0]
  return first === undefined ? refuseFile('spreadsheet-sheet-not-found') : readAs(first)
}
