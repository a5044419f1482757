import { buildArchive, inlineRow, workbookParts, zerosPart } from '@welfare/registry/spreadsheet/archive.fixture.ts'

const MEBIBYTES = 1_024

/** A workbook of a megabyte that holds a gibibyte of zeros, declared honestly. */
export async function zipBomb(): Promise<Uint8Array> {
  const rows = inlineRow(1, ['姓名', '身份证号']) + inlineRow(2, ['虚构', '1'])
  return buildArchive([...workbookParts(rows), await zerosPart('xl/sharedStrings.xml', MEBIBYTES)])
}
