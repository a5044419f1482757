import { setTimeout as after } from 'node:timers/promises'
import { verifyDataFolder } from '@welfare/verifier/verify-data-folder.ts'
import { expect, test } from 'vitest'
import { scaled } from '../harness/scale.ts'
import { ledgerToKill } from './killed-ledger.fixture.ts'

const GIFTS = scaled(4, 20)
const ledger = ledgerToKill()

/** Each receipt of 1.00 turns out to be a gift; the ledger is killed at another moment of each. */
test('kill -9 while a receipt is identified: it is in suspense, or a gift of its fund, once', async () => {
  await ledger.begin('kill-identification-')
  const { api } = ledger
  const division = '632701'
  const named = { name: '基本户', division, bank: '虚构银行', lastDigits: '7731' }
  const bankAccount = (await api.post('/v1/bank-accounts', named)).id
  const funder = { name: '虚构市总工会', kind: 'union' }
  const own = (await api.post('/v1/funds', { name: '自有资金', division, funder })).id
  const fund = (await api.post('/v1/funds', { name: '企业专项', division, funder })).id
  await api.post(`/v1/bank-accounts/${bankAccount}/own-fund`, { fund: own })
  for (let number = 1; number <= GIFTS; number += 1) {
    const came = { bankAccount, amountFen: 100, reference: `LZ-${number}` }
    const { id: receipt } = await ledger.api.post(`/v1/funds/${own}/unidentified-receipts`, came)
    const donor = { kind: 'individual' }
    const identification = {
      ...{ method: 'POST', path: `/v1/unidentified-receipts/${receipt}/identification`, key: `identify-${number}` },
      body: { as: { kind: 'donation', fund, receiptNumber: `R-${number}`, donor } },
    }
    const identifying = ledger.api.send(identification).catch(() => undefined)
    await after(number * 3)
    await ledger.killAndStart()
    await identifying
    expect(await ledger.api.send(identification)).toMatchObject({ status: 201, body: { receipt, as: 'donation' } })
  }
  const balances = async () => (await ledger.api.get('/v1/budget?by=fund')).total.balances
  const whole = GIFTS * 100
  await expect
    .poll(balances, { timeout: 20_000 })
    .toMatchObject({ bankFen: whole, suspenseFen: 0, availableFen: whole, donatedFen: whole })
  const { items } = await ledger.api.get(`/v1/funds/${fund}/donations?limit=100`)
  expect(items).toHaveLength(GIFTS)
  expect((await ledger.api.get('/v1/unidentified-receipts?status=open')).items).toEqual([])
  await ledger.end('SIGTERM')
  expect(verifyDataFolder(ledger.folder, {})).toMatchObject({ holds: true })
}, 120_000)
