import { createHash } from 'node:crypto'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { writeCsvTable } from './csv-table.ts'
import { htmlPrintoutHeaders, writeHtmlPrintout } from './html-printout.ts'
import type { Printout } from './printout.ts'
import { writeXlsxPrintout } from './xlsx-printout.ts'

const printout: Printout = {
  title: '商户应付明细表',
  subtitles: ['2025年环卫工人餐补', '截至 2025-10-15'],
  tables: [
    {
      name: '明细',
      columns: [
        { heading: '日期', kind: 'day' },
        { heading: '摘要', kind: 'text' },
        { heading: '人数', kind: 'count' },
        { heading: '金额', kind: 'money' },
        { heading: '签名', kind: 'signature' },
      ],
      rows: [
        ['2025-07-25', '=HYPERLINK("http://x")', 1_200, 1_234_505],
        ['2025-07-26', '<b>"A&B"</b>', null, -1],
        { emphasis: 'total', cells: [null, null, '合计', 1_234_504] },
      ],
      remarks: ['合计（大写）：人民币壹万贰仟叁佰肆拾伍圆零肆分'],
    },
    { name: '其他', columns: [{ heading: '编号', kind: 'text' }], rows: [['000123456789012345']] },
  ],
  signatures: ['制表', '审核', '经办'],
  stamp: { ledger: 'ledger-1', epoch: 1, sequence: 42, treeSize: 42, rootHash: 'r00t=' },
}
const stamp = '账本 ledger-1 · 账本代次 1 · 序号 42 · 日志树 42 · 根哈希 r00t='

describe('XLSX', () => {
  it('keeps figures as numbers, everything else as text', async () => {
    const { sheets } = await readXlsx(await writeXlsxPrintout(printout))
    expect(sheets.map(({ name }) => name)).toEqual(['明细', '其他'])
    const rows = sheets[0]?.rows ?? []
    const lines = rows.map((row) => row.filter((cell) => cell !== null && cell !== ''))
    expect(lines).toEqual([
      ['商户应付明细表'],
      ['2025年环卫工人餐补'],
      ['截至 2025-10-15'],
      ['明细'],
      ['单位：元'],
      ['日期', '摘要', '人数', '金额', '签名'],
      ['2025-07-25', '=HYPERLINK("http://x")', 1_200, 12_345.05],
      ['2025-07-26', '<b>"A&B"</b>', -0.01],
      ['合计', 12_345.04],
      ['合计（大写）：人民币壹万贰仟叁佰肆拾伍圆零肆分'],
      [],
      ['制表：____________    审核：____________    经办：____________'],
      [stamp],
    ])
    expect(sheets[1]?.rows.flat()).toContain('000123456789012345')
  })

  it('holds no formula', async () => {
    const { sheets } = await readXlsx(await writeXlsxPrintout(printout), { readStyles: true })
    const formulas = sheets.flatMap(({ cells }) => [...(cells ?? new Map()).values()].filter((cell) => cell.formula))
    expect(formulas).toEqual([])
  })
})

describe('HTML', () => {
  const html = writeHtmlPrintout(printout)

  it('shows what is in it, as text', () => {
    expect(html).toContain('<html lang="zh-CN">')
    expect(html).toContain('&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt;')
    expect(html).toContain('<td class="money">12,345.05</td>')
    expect(html).toContain('<td class="text">合计</td><td class="money">12,345.04</td>')
    expect(html).toContain('<p>制表：</p><p>审核：</p><p>经办：</p>')
  })

  it('repeats title, columns and stamp on each page', () => {
    const [, head = ''] = /<thead>([\s\S]*?)<\/thead>/.exec(html) ?? []
    expect(head).toContain('商户应付明细表')
    expect(head).toContain('<th scope="col" class="money">金额</th>')
    expect(/<tfoot>([\s\S]*?)<\/tfoot>/.exec(html)?.[1]).toContain(stamp)
  })

  it('runs and fetches nothing, and may be shown with its own style only', () => {
    expect(html).not.toMatch(/<script|src=|href=|url\(|@import|\son\w+=|style=/i)
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    expect(htmlPrintoutHeaders['content-security-policy']).toContain(`style-src 'sha256-${hash}'`)
    expect(htmlPrintoutHeaders['content-security-policy']).toContain("default-src 'none'")
  })
})

describe('CSV', () => {
  it('begins with a byte order mark, quotes what must be quoted, and lets no text be a formula', () => {
    const [table] = printout.tables
    expect(table && writeCsvTable(table)).toBe(
      '\ufeff日期,摘要,人数,金额（元）,签名\r\n' +
        '2025-07-25,"\'=HYPERLINK(""http://x"")",1200,12345.05,\r\n' +
        '2025-07-26,"<b>""A&B""</b>",,-0.01,\r\n' +
        ',,合计,12345.04,\r\n',
    )
  })
})
