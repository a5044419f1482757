import { type ServedService, serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fundsFacts } from '../funds.facts.ts'
import { createFundsService } from '../funds.service.ts'
import { merchant, preparedData } from '../payments/payment.fixture.ts'
import { idNumber, programme } from '../sample.fixture.ts'

const account = idNumber('bankaccount', 1)
const quiet = idNumber('bankaccount', 2)
const payment = idNumber('payment', 1)
let service: ServedService

// Today is 2025-06-02: of May entries may come until the 3rd of June.
beforeEach(async () => {
  service = await serveService(createFundsService, [fundsFacts])
  const windows = [{ window: 'may', name: '五月', from: '2025-05-10', until: '2025-05-20', creditFen: 1_000 }]
  const rules = { windows, quota: {}, lateEntryDays: 3, sharing: 'in-proportion' as const }
  const defined = { kind: 'festival-meal', division: '632701', plan: 'people' as const, year: 2025, rulesVersion: 1 }
  await service.record(programme, { type: 'ProgrammeDefined', data: { name: '节日餐补', ...defined, rules } })
  for (const [id, name] of [
    [account, '帮扶专户'],
    [quiet, '备用户'],
  ] as const) {
    const opened = { name, division: '632701', bank: '虚构银行', lastDigits: '7731' }
    await service.record(id, { type: 'BankAccountOpened', data: opened })
  }
  const imported = { from: '2025-05-01', until: '2025-06-01', openingFen: 0, closingFen: 700, lines: 2 }
  await service.record(account, { type: 'BankStatementImported', data: { ...imported, fileHash: 'a'.repeat(64) } })
  const lines = [
    { reference: 'L1', day: '2025-05-31', amountFen: 500 },
    { reference: 'L2', day: '2025-06-01', amountFen: 200 },
  ]
  const data = { bankStatement: `${account}.2`, lines }
  await service.record(account, { type: 'BankStatementLinesImported', data })
})
afterEach(() => service.stop())

test('what of a month would count in a later one is told before it is closed', async () => {
  await send('2025-05-30')
  expect(await before('2025-05')).toEqual({
    ...{ month: '2025-05', earliest: '2025-06-04' },
    lateWindows: [{ programme, openUntil: '2025-06-03' }],
    payments: [{ payment, merchant, amountFen: 40_000, sentOn: '2025-05-30' }],
    bankLines: [{ bankAccount: account, openLines: 1 }],
    reconciliations: [{ bankAccount: account, status: 'missing' }],
  })
  expect(await before('2025-04')).toMatchObject({ lateWindows: [], payments: [], bankLines: [], reconciliations: [] })
  expect(await before('2025-05', 'officer/elsewhere@632801')).toMatchObject({
    ...{ earliest: '2025-06-04', lateWindows: [], payments: [], bankLines: [], reconciliations: [] },
  })
})

test('what is brought to its end is told no more', async () => {
  await send('2025-06-01')
  await service.record(account, {
    type: 'BankLinesMatched',
    data: { lines: ['L1', 'L2'], movements: [], amountFen: 700, foundBy: 'hand' },
  })
  const signed = { month: '2025-05', booksFen: 0, bankFen: 500, madeBy: 'officer/a' }
  await service.record(account, { type: 'BankReconciliationSigned', data: signed })
  expect(await before('2025-05')).toMatchObject({ reconciliations: [{ bankAccount: account, status: 'unchecked' }] })
  const path = `/v1/bank-accounts/${account}/reconciliation-checks`
  const body = { reconciliation: `${account}.5` }
  expect(await service.call('POST', path, { body, actor: 'approver/b' })).toMatchObject({ status: 201 })
  service.clock.advanceTo(new Date('2025-06-04T02:00:00Z'))
  expect(await before('2025-05')).toEqual({
    ...{ month: '2025-05', earliest: '2025-06-04' },
    ...{ lateWindows: [], payments: [], bankLines: [], reconciliations: [] },
  })
})

/** A payment that leaves on a day. */
async function send(sentOn: string): Promise<void> {
  await service.record(payment, {
    type: 'PaymentPrepared',
    data: { ...preparedData, parts: preparedData.parts.slice(0, 1) },
  })
  await service.record(payment, { type: 'PaymentSent', data: { merchant, sentOn, totalFen: preparedData.totalFen } })
}

async function before(month: string, actor = 'auditor/a') {
  return (await service.call('GET', `/v1/periods/${month}/before`, { actor })).body
}
