import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { verifyBackup } from '../../services/standalone/src/backup-folder.ts'
import { openShopLedger, type ShopLedger } from '../harness/shop-ledger.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

let town: ShopLedger
const elsewhere = temporaryFolder('welfare-invoices-')

beforeAll(async () => {
  town = await openShopLedger({ workers: 1, fundsFen: [20_000] })
  await town.eat(10_000)
  await town.send(`/v1/programmes/${town.meals.programme}/statements`, {})
}, 60_000)
afterAll(async () => {
  await town.application.close()
  rmSync(elsewhere, { recursive: true })
})

const pdf = Buffer.from(`%PDF-1.7 of which nothing more is looked at: ${'发票'.repeat(1_000)}`)
const invoice = { number: 1, invoiceNumber: '25637000000012345678', invoicedOn: '2025-07-02', amountFen: 10_000 }
const folder = () => join(town.application.ledger.folder.attachments, 'vouchers')
const handIn = (body = pdf, actor = 'officer/li', statement = town.statement) =>
  town.application.api.send({
    ...{ method: 'POST', path: `/v1/statements/${statement}/scans`, body, actor },
    headers: { 'content-type': 'application/pdf' },
  })
const pathOf = (attachment: string) => `/v1/statements/${town.statement}/scans/${attachment}`
const read = (attachment: string, actor = 'auditor/hall-1', query = '?purpose=audit') =>
  town.application.api.send({ method: 'GET', path: `${pathOf(attachment)}${query}`, actor })
const records = async () =>
  (await town.application.api.get('/v1/access-records?limit=1000', 'auditor/hall-1')).items.filter(
    ({ operation }: { operation: string }) => operation === 'readInvoiceScan',
  )

describe('a scan of an invoice', () => {
  let attachment: string

  test('is kept sealed, and stands with its hash in the invoice that names it', async () => {
    const kept = await handIn()
    const sha256 = createHash('sha256').update(pdf).digest('hex')
    expect(kept).toMatchObject({ status: 201, body: { contentType: 'application/pdf', bytes: pdf.length, sha256 } })
    attachment = kept.body.attachment
    expect(readFileSync(join(folder(), attachment)).includes(pdf.subarray(20, 60))).toBe(false)
    expect(await town.act('invoices', { ...invoice, scan: attachment })).toMatchObject({ status: 201 })
    const { open } = await town.application.api.get(`/v1/statements/${town.statement}`)
    expect(open.invoices).toMatchObject([{ invoiceNumber: invoice.invoiceNumber, scan: { attachment, sha256 } }])
  })

  test('comes back as it was, each read recorded first, for those who look over the money', async () => {
    const headers = { authorization: `Bearer ${await town.application.api.tokenOf('approver/wang')}` }
    const response = await fetch(`${town.application.api.url}${pathOf(attachment)}?purpose=checking`, { headers })
    expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf)
    expect(await records()).toMatchObject([
      { account: 'approver/wang', purpose: 'checking', attachment, workers: [], programme: town.meals.programme },
    ])
    expect(await read(attachment, `merchant-owner/owner@${town.shop}`)).toMatchObject({ status: 403 })
    expect(await read(attachment, 'auditor/far@130302')).toMatchObject({ status: 404 })
    expect(await read(attachment, 'auditor/hall-1', '')).toMatchObject({ status: 400 })
    expect(await records()).toHaveLength(1)
  })

  test('is told by its content, and named where it was handed in', async () => {
    expect(await handIn(Buffer.from('<html>and more of it, so that its beginning is told</html>'))).toMatchObject({
      ...{ status: 422, body: { code: 'attachment-kind-unknown' } },
    })
    expect(await handIn(pdf, 'approver/wang')).toMatchObject({ status: 403 })
    const nowhere = 'statement-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
    expect(await handIn(pdf, 'officer/li', nowhere)).toMatchObject({ status: 404 })
    const unknown = { ...invoice, invoiceNumber: 'A0000001', scan: 'attachment-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d' }
    expect(await town.act('invoices', unknown)).toMatchObject({ status: 422, body: { code: 'attachment-unknown' } })
    const again = { ...invoice, invoiceNumber: 'A0000001', scan: attachment }
    expect(await town.act('invoices', again)).toMatchObject({ status: 409, body: { code: 'attachment-already-added' } })
  })

  test('is printed as an attachment', async () => {
    const html = await town.application.api.get(`/v1/printouts/statement.html?statement=${town.statement}`)
    expect(html).toContain('附件 1 张')
  })

  test('stays readable when the invoice is struck out', async () => {
    await town.act('invoices/struck-out', { invoiceNumber: invoice.invoiceNumber, reason: '开错抬头' })
    expect((await town.application.api.get(`/v1/statements/${town.statement}`)).open.invoices).toEqual([])
    expect(await read(attachment)).toMatchObject({ status: 200 })
  })

  test('keeps its key when the ledger starts anew, and what no invoice named loses its own after its day', async () => {
    const { body: orphan } = await handIn(Buffer.concat([pdf, Buffer.from('2')]))
    expect(readdirSync(folder()).sort()).toEqual([attachment, orphan.attachment].sort())
    const { application } = town
    application.clock.advanceTo(new Date('2025-07-03T04:00:00Z'))
    await application.restart()
    await vi.waitFor(() => expect(readdirSync(folder())).toEqual([attachment]), 30_000)
    expect(await read(attachment)).toMatchObject({ status: 200 })
  })

  test('lies in every backup, and one without it is none', async () => {
    const { api, ledger } = town.application
    const made = await api.post('/v1/backups', {}, { actor: 'administrator/cellar' })
    const { masterKeyFile } = ledger.folder
    const verify = () => verifyBackup({ backup: made.folder, masterKeyFile, scratch: join(elsewhere, 'scratch') })
    expect(await verify()).toMatchObject({ lostAttachments: [] })
    const copy = join(made.folder, 'attachments', 'vouchers', attachment)
    expect(readFileSync(copy)).toEqual(readFileSync(join(folder(), attachment)))
    rmSync(copy)
    await expect(verify()).rejects.toThrow(attachment)
  })
})
