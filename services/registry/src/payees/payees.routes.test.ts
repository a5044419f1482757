import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-payees-'))
const chair = { 'welfare-actor': 'approver/chair' }
const given = {
  account: '6217 0009 9900 0000 417',
  holder: '虚构面馆',
  contact: '虚构店主 19900000000',
  bank: '虚构银行玉树支行',
  creditCode: '91350100M000100Y43',
}
let registry: Registry
beforeAll(async () => {
  registry = await startRegistry(folder)
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

const merchantNamed = async (name: string): Promise<string> =>
  (await registry.post('/v1/merchants', { name, division: '632701' })).body.id
const approve = (proposal: string) => registry.post(`/v1/proposals/registry/${proposal}/approval`, {}, chair)
const read = async (merchant: string) => (await registry.get(`/v1/merchants/${merchant}/payee`)).body

async function set(merchant: string, body: object): Promise<void> {
  const { body: waiting } = await registry.post(`/v1/merchants/${merchant}/payee`, body)
  expect(await approve(waiting.proposal)).toMatchObject({ status: 201, body: { status: 'performed' } })
}

test('a payee waits for a second person, who sees four digits; then it is shown masked, with what it was before', async () => {
  const merchant = await merchantNamed('虚构面馆')
  const path = `/v1/merchants/${merchant}/payee`
  expect(await read(merchant)).toEqual({ merchant, versions: [], warnings: [] })
  const preview = await registry.post(`${path}?dryRun=true`, given)
  const shown = { lastDigits: '0417', bank: given.bank, holder: '虚**馆', hasContact: true }
  expect(preview).toMatchObject({ status: 200, body: { ...shown, needsApproval: true, warnings: [] } })

  const key = { 'idempotency-key': 'payee-of-noodles-1' }
  const waiting = await registry.post(path, given, key)
  expect(waiting).toMatchObject({ status: 202, body: { kind: 'payee', because: [{ rule: 'one-act' }] } })
  expect((await registry.post(path, given, key)).body).toEqual(waiting.body)
  expect(await registry.post(path, { ...given, holder: '他人' }, key)).toMatchObject({
    status: 422,
    body: { code: 'idempotency-key-reused' },
  })
  const proposal = await registry.get(`/v1/proposals/registry/${waiting.body.proposal}`, chair)
  expect(proposal.body.about).toMatchObject({ merchant, lastDigits: '0417', bank: given.bank, replaces: 0 })
  expect(JSON.stringify(proposal.body)).not.toMatch(/6217|虚构面馆|19900000000/)
  expect(await read(merchant)).toMatchObject({ versions: [] })

  expect(await approve(waiting.body.proposal)).toMatchObject({ status: 201, body: { status: 'performed' } })
  const first = { ...shown, payeeVersion: 1, setBy: 'officer/li-hua', approvedBy: 'approver/chair' }
  expect(await read(merchant)).toMatchObject({ versions: [first] })
  expect(await registry.post(path, given)).toMatchObject({ status: 409, body: { code: 'payee-unchanged' } })

  await set(merchant, { ...given, account: '6217000999000001234' })
  expect(await read(merchant)).toMatchObject({ versions: [{ lastDigits: '1234', payeeVersion: 2 }, first] })
})

test('of two that wait, only the one that was approved first replaces what its maker knew', async () => {
  const merchant = await merchantNamed('虚构茶馆')
  const waiting = await Promise.all(
    ['6217000999000002222', '6217000999000003333'].map((account) =>
      registry.post(`/v1/merchants/${merchant}/payee`, { ...given, holder: '虚构茶馆', account }),
    ),
  )
  const [first, second] = waiting.map(({ body }) => body.proposal)
  expect(await approve(first)).toMatchObject({ body: { status: 'performed' } })
  expect(await approve(second)).toMatchObject({
    body: { status: 'failed', failure: { code: 'payee-changed-meanwhile' } },
  })
  expect((await read(merchant)).versions).toHaveLength(1)
})

test('the same account or credit code at another merchant, and an account in another name, are said and not refused', async () => {
  const [one, other] = [await merchantNamed('虚构早点'), await merchantNamed('虚构快餐')]
  const account = '6217000999000007777'
  const credit = { creditCode: '91110108551385082Q' }
  await set(one, { ...given, ...credit, account, holder: '虚构早点' })
  const preview = await registry.post(`/v1/merchants/${other}/payee?dryRun=true`, { ...given, ...credit, account })
  const warnings = [
    { code: 'payee-account-elsewhere', merchants: [one] },
    { code: 'credit-code-elsewhere', merchants: [one] },
    { code: 'holder-differs' },
  ]
  expect(preview).toMatchObject({ status: 200, body: { warnings } })
  await set(other, { ...given, ...credit, account })
  expect(await read(other)).toMatchObject({ warnings })
  const elsewhere = await registry.get(`/v1/merchants/${one}/payee`, { 'welfare-actor': 'officer/wang@130302' })
  expect(elsewhere.body.warnings).toEqual([
    { code: 'payee-account-elsewhere', merchants: [] },
    { code: 'credit-code-elsewhere', merchants: [] },
  ])
  expect(
    await registry.post(`/v1/merchants/${one}/payee`, { ...given, creditCode: '91350100M000100Y44' }),
  ).toMatchObject({
    status: 400,
  })
})

test('a shop that is registered again under its name is said', async () => {
  const first = await registry.post('/v1/merchants', { name: '虚构 羊肉馆', division: '632701' })
  expect(first.body.warnings).toBeUndefined()
  const again = await registry.post('/v1/merchants', { name: '虚构羊肉馆', division: '632701' })
  expect(again).toMatchObject({
    status: 201,
    body: { warnings: [{ code: 'merchant-of-same-name', merchant: first.body.id }] },
  })
})

test('no file of the ledger shows an account, its holder or a contact', async () => {
  const merchant = await merchantNamed('虚构饺子馆')
  const [account, holder, contact] = ['6217000999000098765', '户名不外传', '联系人不外传']
  await set(merchant, { ...given, account, holder, contact })
  for (const secret of [account, holder, contact]) expect(filesShowing(folder, secret), secret).toEqual([])
  expect(filesShowing(folder, given.bank)).not.toEqual([])
})
