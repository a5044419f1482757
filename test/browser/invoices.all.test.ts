import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approveStatement } from '../harness/settle.ts'
import { openShopIn, type ShopLedger } from '../harness/shop-ledger.ts'
import { noBrowser } from './chromium.ts'
import { beginStory, type Seat, type Story } from './story.ts'

const scan = { name: '发票.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 虚构发票') }

/** A number that pays 100.00, and the papers by which the shop asks for it. */
describe.skipIf(noBrowser)('a shop’s invoices', () => {
  let story: Story
  let officer: Seat
  let town: ShopLedger

  beforeAll(async () => {
    story = await beginStory('2025-07-02T02:00:00Z')
    await story.openAccount('officer', 'officer')
    town = await openShopIn(story.ledger, { workers: 1, fundsFen: [20_000] })
    await town.eat(10_000)
    await approveStatement(story.ledger.api, town.meals.programme, town.shop)
    officer = await story.sitDown()
    await officer.signIn('officer')
  }, 60_000)
  afterAll(() => story.close())

  it('the merchant’s invoices stand with their number, and what they are short of it is told', async () => {
    const { page } = officer
    await page.goto(`/desk/settlement/statements/${town.statement}?number=1`)
    await page.getByText('还没有登记发票').waitFor()
    await page.getByRole('button', { name: '登记发票' }).click()
    const form = page.getByRole('dialog')
    await form.locator('input[type=file]').last().setInputFiles(scan)
    await form.getByText('已上传 发票.pdf').waitFor()
    await officer.expectAccessible()
    await enterInvoice(page, '2563 7000 0000 1234 5678', '60')
    await page.getByText('发票合计 60.00 元，应付 100.00 元，发票还差 40.00 元').waitFor()
    await page.getByRole('button', { name: '登记发票' }).click()
    await enterInvoice(page, '163702212208123456', '50')
    await page.getByText('发票多出 10.00 元').waitFor()
  })

  it('an invoice that was mistyped is struck out and entered again', async () => {
    const { page } = officer
    await officer.expectAccessible()
    const row = page.getByRole('region', { name: '商户发票' }).getByRole('row', { name: /163702212208123456/ })
    await row.getByRole('button', { name: '作废登记' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('原因').fill('金额录错')
    await form.getByRole('button', { name: '作废登记' }).click()
    await row.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '登记发票' }).click()
    await enterInvoice(page, '163702212208123456', '40')
    await page.getByText('发票合计 100.00 元，与应付一致').waitFor()
    expect((await story.ledger.api.get(`/v1/statements/${town.statement}`)).numbers).toMatchObject([
      {
        payFen: 10_000,
        invoicedFen: 10_000,
        invoices: [{ scan: { bytes: scan.buffer.length } }, { amountFen: 4_000 }],
      },
    ])
  })

  it('the scan is looked at for a purpose, and that is an access record', async () => {
    const { page } = officer
    await page.getByRole('region', { name: '商户发票' }).getByRole('button', { name: '看发票' }).click()
    const dialog = page.getByRole('dialog').filter({ hasText: '查看人、用途会先记入查阅记录' })
    await dialog.getByText('核对', { exact: true }).click()
    await officer.expectAccessible()
    await dialog.getByRole('button', { name: '查看附件' }).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name: '另存为文件' }).click()
    expect(await readFile(await (await saved).path())).toEqual(scan.buffer)
    const { items } = await story.ledger.api.get('/v1/access-records', 'auditor/hall')
    expect(items[0]).toMatchObject({ account: 'officer/officer', operation: 'readInvoiceScan', purpose: 'checking' })
  })

  async function enterInvoice(page: Seat['page'], invoiceNumber: string, yuan: string): Promise<void> {
    const form = page.getByRole('dialog')
    await form.getByLabel('发票号码').fill(invoiceNumber)
    await form.getByLabel('开票日期').fill('2025-07-02')
    await form.getByLabel('发票金额').fill(yuan)
    await form.getByRole('button', { name: '登记发票' }).click()
    await form.waitFor({ state: 'detached' })
  }
})
