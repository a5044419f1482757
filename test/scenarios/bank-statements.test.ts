import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/**
 * Three gifts of 100, 50 and 30 lie on an account, 20 were sent to another one. The bank has 100, 50, −20, and interest of 1 that the books do not
 * know; the 30 came too late for its paper.
 */
let ledger: TestLedger
let fund: string
let ours: string
let theirs: string
const gifts: string[] = []

beforeAll(async () => {
  ledger = await openTestLedger('2025-07-02T02:00:00Z')
  const { api } = ledger
  const account = { name: '帮扶专户', division: '632701', bank: '虚构银行', lastDigits: '7731' }
  ours = (await api.post('/v1/bank-accounts', account)).id
  theirs = (await api.post('/v1/bank-accounts', { ...account, division: '632700', lastDigits: '0042' })).id
  const named = { name: '帮扶资金', division: '632701', funder: { name: '市总工会', kind: 'union' } }
  fund = (await api.post('/v1/funds', named)).id
  for (const [n, amountFen] of [10_000, 5_000].entries()) await give(`R-${n}`, amountFen)
  ledger.clock.advanceTo(new Date('2025-07-20T02:00:00Z'))
  const sent = { from: ours, to: theirs, amountFen: 2_000, reference: 'HK-1' }
  const { proposal } = await api.post(`/v1/funds/${fund}/transfers`, sent)
  await api.post(`/v1/proposals/funds/${proposal}/approval`, {}, { actor: 'approver/of-transfers' })
  ledger.clock.advanceTo(new Date('2025-07-31T02:00:00Z'))
  await give('R-9', 3_000)
  ledger.clock.advanceTo(new Date('2025-08-01T02:00:00Z'))
}, 60_000)
afterAll(() => ledger.close())

const header = '交易日期,流水号,借方发生额,贷方发生额,余额,对方账号,对方户名,摘要'
const july = [
  ...[header, '2025-07-02,L1,,100.00,100.00,6217000999000005417,虚构捐赠人,捐款'],
  ...['2025-07-03,L2,,50.00,150.00,,虚构捐赠人,捐款', '2025-07-21,HK-1,20.00,,130.00,,州总,下拨'],
  '2025-07-21,L4,,1.00,131.00,,,利息',
].join('\n')

test('a file is read line by line, and nobody’s name comes back', async () => {
  const { status, body } = await read(july)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ from: '2025-07-02', until: '2025-07-21', openingFen: 0, closingFen: 13_100, problems: [], passedOver: [] },
    lines: [{ row: 2, reference: 'L1', amountFen: 10_000, counterparty: '5417', balanceFen: 10_000 }, {}, {}, {}],
  })
  expect(JSON.stringify(body)).not.toContain('虚构捐赠人')
  expect(await read('甲,乙\n1,2')).toMatchObject({ status: 422, body: { code: 'bank-statement-columns-missing' } })
})

test('it is tried out, taken in once, and answered as before where it comes again', async () => {
  const body = await statementOf(july)
  expect(await send(`${at()}/statements?dryRun=true`, body)).toMatchObject({ status: 200, body: { lines: 4 } })
  expect((await list('statements')).length).toBe(0)
  const wrong = { ...body, lines: body.lines.toSpliced(1, 1) }
  expect(await send(`${at()}/statements?dryRun=true`, wrong)).toMatchObject({
    status: 422,
    body: { code: 'bank-line-balance-differs', reference: 'HK-1', row: 4 },
  })
  const imported = await send(`${at()}/statements`, body)
  expect(imported).toMatchObject({ status: 201, body: { openingFen: 0, closingFen: 13_100, lines: 4 } })
  expect((await send(`${at()}/statements`, body)).body).toMatchObject({ id: imported.body.id })
  expect(await list('lines?state=open')).toHaveLength(4)
  expect(await send(`${at()}/statements`, { ...body, from: '2025-08-01', until: '2025-08-31' })).toMatchObject({
    status: 422,
    body: { code: 'bank-statement-not-over' },
  })
})

test('nobody of another union sees or touches it', async () => {
  const stranger = 'officer/elsewhere@632721'
  for (const path of ['statements', 'lines', 'movements', 'matches', 'match-proposals'])
    expect(await ledger.api.send({ method: 'GET', path: `${at()}/${path}`, actor: stranger })).toMatchObject({
      status: 404,
      body: { code: 'bank-account-unknown' },
    })
  const body = await statementOf(july)
  expect(await send(`${at()}/statements`, body, stranger)).toMatchObject({ status: 404 })
})

test('what is certain is proposed, and confirmed in one act', async () => {
  const { items } = await ledger.api.get(`${at()}/match-proposals`)
  expect(items).toEqual([
    { lines: ['HK-1'], movements: [`${fund}.${await sentVersion()}`], amountFen: -2_000, foundBy: 'reference' },
    { lines: ['L1'], movements: [gifts[0]], amountFen: 10_000, foundBy: 'amount-and-day' },
    { lines: ['L2'], movements: [gifts[1]], amountFen: 5_000, foundBy: 'amount-and-day' },
  ])
  const matches = items.map(({ lines, movements }: Match) => ({ lines, movements }))
  expect(await send(`${at()}/matches`, { matches })).toMatchObject({ status: 201 })
  expect(await list('matches')).toMatchObject([{ foundBy: 'reference' }, { foundBy: 'amount-and-day' }, {}])
  expect(await list('lines?state=open')).toMatchObject([{ reference: 'L4', amountFen: 100 }])
  expect(await list('movements?state=open')).toMatchObject([{ event: gifts[2], amountFen: 3_000, day: '2025-07-31' }])
})

test('what the books and the bank have at the end of the month, and why they differ: 160 and 131, adjusted 161', async () => {
  const month = `bankAccount=${ours}&month=2025-07`
  const answer = await ledger.api.get(`/v1/bank-reconciliation?${month}`)
  expect(answer).toMatchObject({
    ...{ bankAccount: ours, until: '2025-07-31', statedUntil: '2025-07-31', status: 'agrees', differenceFen: 0 },
    ...{ booksFen: 16_000, receivedByBank: [{ reference: 'L4', amountFen: 100 }], paidByBank: [] },
    ...{
      bankFen: 13_100,
      receivedInBooks: [{ event: gifts[2], day: '2025-07-31', amountFen: 3_000 }],
      paidInBooks: [],
    },
    ...{ adjustedBooksFen: 16_100, adjustedBankFen: 16_100 },
  })
  const missing = await ask(`/v1/bank-reconciliation?bankAccount=${ours}&month=2025-06`)
  expect(missing).toMatchObject({ status: 409, body: { code: 'bank-statement-missing' } })
  const stranger = await ask(`/v1/bank-reconciliation?${month}`, 'officer/elsewhere@632721')
  expect(stranger).toMatchObject({ status: 404, body: { code: 'bank-account-unknown' } })
  const page = await ledger.api.get(`/v1/printouts/bank-reconciliation.html?${month}`)
  for (const said of ['银行存款余额调节表', '加：银行已收、单位未收', 'L4', '调节后余额相符', '161.00', '壹佰陆拾壹'])
    expect(page).toContain(said)
  const csv = await ledger.api.get(`/v1/printouts/bank-reconciliation.csv?${month}`)
  expect(csv).toMatch(/单位银行存款账面余额,.*160\.00/)
  expect(await ask(`/v1/printouts/bank-reconciliation.xlsx?${month}`)).toMatchObject({ status: 200 })
})

test('the month is signed with what was seen, by its maker and then by another person', async () => {
  const seen = { month: '2025-07', booksFen: 16_000, bankFen: 13_100 }
  expect(await send(`${at()}/reconciliations`, { ...seen, bankFen: 13_000 })).toMatchObject({
    status: 409,
    body: { code: 'bank-reconciliation-changed', booksFen: 16_000, bankFen: 13_100 },
  })
  expect(await send(`${at()}/reconciliations`, { ...seen, month: '2025-08' })).toMatchObject({
    body: { code: 'bank-statement-missing' },
  })
  const made = await send(`${at()}/reconciliations`, seen)
  const check = { reconciliation: made.body.id }
  expect(await send(`${at()}/reconciliation-checks`, check, 'approver/fang')).toMatchObject({ status: 201 })
  expect(await ledger.api.get(`/v1/bank-reconciliation?bankAccount=${ours}&month=2025-07`)).toMatchObject({
    reconciliation: made.body.id,
    madeBy: { by: 'officer/li', on: '2025-08-01' },
    checkedBy: { by: 'approver/fang', on: '2025-08-01' },
  })
})

test('two officers who match the same line at once: one of them does', async () => {
  const [matched] = await list('matches')
  const back = { match: matched.id, reason: '对错了一笔' }
  expect(await send(`${at()}/match-returns`, back)).toMatchObject({ status: 201 })
  expect(await send(`${at()}/match-returns`, back)).toMatchObject({ status: 404 })
  const { lines, movements } = matched
  const both = await Promise.all(
    ['officer/li', 'officer/ma'].map((actor) => send(`${at()}/matches`, { matches: [{ lines, movements }] }, actor)),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
})

test('what another account moved is no movement of this one', async () => {
  const wrong = { matches: [{ lines: ['L4'], movements: [`${fund}.1`] }] }
  expect(await send(`${at()}/matches`, wrong)).toMatchObject({ status: 422, body: { code: 'movement-unknown' } })
})

test('the line of a movement that was corrected in red is open again; the pair of entries cancels itself', async () => {
  const right = { ...donationOf('R-1', 4_000), receivedOn: '2025-07-02' }
  const correction = { donation: gifts[1], reason: '金额录错', right }
  expect(await send(`/v1/funds/${fund}/donation-corrections`, correction)).toMatchObject({ status: 201 })
  await expect
    .poll(() => list('movements?state=open'))
    .toMatchObject([
      { event: gifts[2], amountFen: 3_000 },
      { type: 'DonationReceived', amountFen: 4_000 },
    ])
  const [wrong, open] = [gifts[1] ?? '', await list('movements?state=open')]
  const alone = { matches: [{ lines: [], movements: [open[0].event, open[1].event] }] }
  expect(await send(`${at()}/matches`, alone)).toMatchObject({ status: 422, body: { code: 'match-amounts-differ' } })
  const pair = (await list('matches')).find(({ movements }: Match) => movements.includes(wrong))
  expect(pair).toMatchObject({ lines: [], amountFen: 0, movements: [wrong, expect.any(String)] })
  expect(await list('lines?state=open')).toMatchObject([{ reference: 'L2' }, { reference: 'L4' }])
})

test('how far the bank’s papers reach, and what is open, stands with the account; it is taken out only unmatched', async () => {
  const { items } = await ledger.api.get('/v1/bank-accounts')
  expect(items[0]).toMatchObject({ id: ours, statedUntil: '2025-07-31', openLines: 2, openMovements: 1 })
  const [{ id }] = await list('statements')
  const out = { bankStatement: id, reason: '导错账户' }
  expect(await send(`${at()}/statement-withdrawals`, out)).toMatchObject({
    status: 409,
    body: { code: 'bank-statement-matched', matched: 2 },
  })
})

interface Match {
  readonly lines: string[]
  readonly movements: string[]
}

const at = () => `/v1/bank-accounts/${ours}`

async function give(receiptNumber: string, amountFen: number): Promise<void> {
  gifts.push((await ledger.api.post(`/v1/funds/${fund}/donations`, donationOf(receiptNumber, amountFen))).id)
}

function donationOf(receiptNumber: string, amountFen: number) {
  return { receiptNumber, donor: { kind: 'individual' }, amountFen, bankAccount: ours }
}

async function sentVersion(): Promise<string> {
  const { items } = await ledger.api.get(`/v1/funds/${fund}/transfers`)
  return items[0].id.split('.')[1]
}

function send(path: string, body: object, actor = 'officer/li'): Promise<Answer> {
  return ledger.api.send({ method: 'POST', path, body, actor })
}

async function list(what: string) {
  return (await ledger.api.get(`${at()}/${what}`)).items
}

function ask(path: string, actor = 'officer/li'): Promise<Answer> {
  return ledger.api.send({ method: 'GET', path, actor })
}

function read(file: string): Promise<Answer> {
  const headers = { 'content-type': 'text/csv' }
  return ledger.api.send({ method: 'POST', path: '/v1/bank-statement-readings', body: Buffer.from(file), headers })
}

async function statementOf(file: string) {
  const { openingFen, closingFen, lines, fileHash } = (await read(file)).body
  return { from: '2025-07-01', until: '2025-07-31', openingFen, closingFen, lines, fileHash }
}
