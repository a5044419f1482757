import type { Locator, Page } from 'playwright-core'

export interface Sheet {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Every table of the page, as it is read there. */
export async function shownTables(page: Page): Promise<Sheet[]> {
  const tables: Sheet[] = []
  for (const table of await page.locator('.ant-table').all()) {
    const rows = await table.locator('tbody tr.ant-table-row').all()
    tables.push({
      columns: await textsOf(table.locator('thead th')),
      rows: await Promise.all(rows.map((row) => textsOf(row.locator('td')))),
    })
  }
  return tables
}

function textsOf(cells: Locator): Promise<string[]> {
  return cells.evaluateAll((all) =>
    all.map((cell) => {
      const items = [...cell.querySelectorAll('li')].map(({ textContent }) => textContent)
      return items.length > 0 ? items.join('；') : (cell.textContent ?? '').trim()
    }),
  )
}

/** Every table of the A4 page that the page's own button opens. */
export async function printedTables(page: Page): Promise<{ readonly html: string; readonly tables: readonly Sheet[] }> {
  const href = await page.getByRole('link', { name: '打印 A4' }).getAttribute('href')
  const html = await (await page.request.get(href ?? '')).text()
  const sheets = html.split('<section>').slice(1)
  const cellsOf = (row: string, tag: 'td' | 'th') =>
    [...row.matchAll(new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, 'g'))].map(([, text = '']) => text)
  const tables = sheets.map((sheet) => {
    const [, headings = ''] = sheet.match(/<tr class="headings">(.*?)<\/tr>/) ?? []
    const body = sheet.slice(sheet.indexOf('<tbody>'))
    return {
      columns: cellsOf(headings, 'th'),
      rows: [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row = '']) => cellsOf(row, 'td')),
    }
  })
  return { html, tables }
}

/** The columns that are named, of a sheet that has them all; a number as it is, however many of its zeros are written. */
export function cellsUnder(columns: readonly string[], sheets: readonly Sheet[]): string[][] {
  const sheet = sheets.find((one) => columns.every((column) => one.columns.includes(column)))
  if (!sheet)
    throw new Error(`no sheet has ${columns.join(', ')}: ${sheets.map((one) => one.columns.join(' ')).join(' | ')}`)
  return sheet.rows.map((row) => columns.map((column) => plain(row[sheet.columns.indexOf(column)] ?? '')))
}

function plain(text: string): string {
  return /^[−-]?[\d,]+(\.\d+)?$/.test(text) ? String(Number(text.replaceAll(',', ''))) : text
}
