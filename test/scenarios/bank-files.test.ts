import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** A file of the bank is read, kept sealed beside the statement that was read from it, looked at by an auditor, and erased. */
let ledger: TestLedger
let account: string
let attachment: string
const file = Buffer.from('日期,流水号,金额,对方户名\n2025-07-02,L1,5.00,虚构捐赠人\n')
const auditor = 'auditor/hall@632701'

beforeAll(async () => {
  ledger = await openTestLedger('2025-08-01T02:00:00Z')
  const opened = { name: '帮扶专户', division: '632701', bank: '虚构银行', lastDigits: '7731' }
  account = (await ledger.api.post('/v1/bank-accounts', opened)).id
}, 60_000)
afterAll(() => ledger.close())

test('it is told by its content, and kept so that nobody reads it from the disk', async () => {
  const kept = await handIn(file)
  expect(kept).toMatchObject({ status: 201, body: { contentType: 'text/csv', bytes: file.length } })
  attachment = kept.body.attachment
  const sealed = readFileSync(join(ledger.ledger.folder.attachments, 'funds', attachment))
  expect(sealed.includes(file.subarray(10, 40))).toBe(false)
  const workbook = await handIn(Buffer.from('PK\u0003\u0004 and no more'))
  expect(workbook.body.contentType).toMatch(/spreadsheetml\.sheet$/)
  expect(await handIn(Buffer.from([0x4d, 0x5a, 0x00, 0x01]))).toMatchObject({
    ...{ status: 422, body: { code: 'attachment-kind-unknown' } },
  })
  expect(await handIn(file, 'officer/neighbour@632722')).toMatchObject({ status: 404 })
})

test('the statement that names it is the one that was read from it', async () => {
  const other = { ...statement('b'.repeat(64)), file: attachment }
  expect(await send('statements', other)).toMatchObject({ status: 422, body: { code: 'bank-statement-file-differs' } })
  const { body } = await handIn(file)
  expect(await send('statements', { ...statement(body.sha256), file: attachment })).toMatchObject({
    ...{ status: 201, body: { file: { attachment, sha256: body.sha256 } } },
  })
  expect((await ledger.api.get(`/v1/bank-accounts/${account}/statements`)).items).toMatchObject([
    { file: { attachment } },
  ])
})

test('an auditor reads it as it was, and that is recorded first', async () => {
  const headers = { authorization: `Bearer ${await ledger.api.tokenOf(auditor)}` }
  const response = await fetch(`${ledger.api.url}${pathOf()}?purpose=audit`, { headers })
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${attachment}.csv"`)
  expect(Buffer.from(await response.arrayBuffer())).toEqual(file)
  const { items } = await ledger.api.get('/v1/access-records', auditor)
  expect(items).toMatchObject([
    { account: 'auditor/hall', operation: 'readBankStatementOriginal', purpose: 'audit', attachment },
  ])
  expect(await get('auditor/far@130302')).toMatchObject({ status: 404 })
})

test('it is erased for good, its lines stay', async () => {
  const erase = { reason: 'attached-by-mistake' }
  for (let again = 0; again < 2; again += 1)
    expect(await send(`statement-files/${attachment}/erasure`, erase)).toMatchObject({ status: 200 })
  expect(await get(auditor)).toMatchObject({ status: 410, body: { code: 'attachment-erased' } })
  const { items } = await ledger.api.get(`/v1/bank-accounts/${account}/statements`)
  expect(items).toMatchObject([{ lines: 1, isFileErased: true }])
  expect((await ledger.api.get(`/v1/bank-accounts/${account}/lines`)).items).toHaveLength(1)
})

function statement(fileHash: string) {
  return {
    ...{ from: '2025-07-01', until: '2025-07-31', openingFen: 0, closingFen: 500, fileHash },
    lines: [{ reference: 'L1', day: '2025-07-02', amountFen: 500 }],
  }
}

function pathOf(): string {
  return `/v1/bank-accounts/${account}/statement-files/${attachment}`
}

function get(actor: string) {
  return ledger.api.send({ method: 'GET', path: `${pathOf()}?purpose=audit`, actor })
}

function send(path: string, body: object) {
  return ledger.api.send({ method: 'POST', path: `/v1/bank-accounts/${account}/${path}`, body })
}

function handIn(body: Buffer, actor?: string) {
  return ledger.api.send({
    ...{ method: 'POST', path: `/v1/bank-accounts/${account}/statement-files`, body },
    ...{ headers: { 'content-type': 'application/octet-stream' }, ...(actor !== undefined && { actor }) },
  })
}
