import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** 100 come to an account and are sent to another of the same union; the first is closed, and nothing comes to it any more. */
let ledger: TestLedger
let fund: string
let old: string
let other: string
const division = '632701'
const donor = { kind: 'organisation', name: '某企业' }
const reason = '并入基本户，已在银行销户'

beforeAll(async () => {
  ledger = await openTestLedger('2025-07-02T02:00:00Z')
  const { api } = ledger
  ;[old, other] = [await accountNamed('0001'), await accountNamed('0002')]
  const funder = { name: '市总工会', kind: 'union' }
  fund = (await api.post('/v1/funds', { name: '帮扶资金', division, funder })).id
  await api.post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-1', donor, amountFen: 10_000, bankAccount: old })
}, 60_000)
afterAll(() => ledger.close())

test('what stands in the way is told, and nobody is asked to agree before it is away', async () => {
  expect(await inTheWay()).toEqual({ balanceFen: 10_000, month: '2025-07' })
  expect(await close()).toMatchObject({
    status: 409,
    body: { code: 'bank-account-in-use', balanceFen: 10_000, month: '2025-07' },
  })
  await approve(await send(`/v1/funds/${fund}/transfers`, { from: old, to: other, amountFen: 10_000 }))
  expect(await inTheWay()).toEqual({ transfers: 1, month: '2025-07' })
  const { items } = await ledger.api.get(`/v1/funds/${fund}/transfers`)
  await ledger.api.post(`/v1/bank-accounts/${other}/transfer-arrivals`, { transfer: items[0].id })
  expect(await inTheWay()).toEqual({ month: '2025-07' })
})

test('its last month is reconciled to zero by two persons first', async () => {
  ledger.clock.advanceTo(new Date('2025-08-01T02:00:00Z'))
  const line = (reference: string, amountFen: number) => ({ reference, day: '2025-07-02', amountFen })
  expect(
    await send(`/v1/bank-accounts/${old}/statements`, {
      ...{ from: '2025-07-01', until: '2025-07-31', openingFen: 0, closingFen: 0, fileHash: 'a'.repeat(64) },
      lines: [line('L1', 10_000), line('L2', -10_000)],
    }),
  ).toMatchObject({ status: 201 })
  expect(await inTheWay()).toEqual({ openLines: 2, month: '2025-07' })
  const proposals = (await ledger.api.get(`/v1/bank-accounts/${old}/match-proposals`)).items
  const matches = proposals.map(({ lines, movements }: { lines: string[]; movements: string[] }) => ({
    ...{ lines, movements },
  }))
  await ledger.api.post(`/v1/bank-accounts/${old}/matches`, { matches })
  const signed = { month: '2025-07', booksFen: 0, bankFen: 0 }
  const { id: reconciliation } = await ledger.api.post(`/v1/bank-accounts/${old}/reconciliations`, signed)
  expect(await inTheWay()).toEqual({ month: '2025-07' })
  const check = { reconciliation }
  await ledger.api.post(`/v1/bank-accounts/${old}/reconciliation-checks`, check, { actor: 'approver/of-months' })
  expect(await inTheWay()).toEqual({})
})

test('only its own union closes it, and a second person agrees', async () => {
  expect(await close(old, 'officer/neighbour@632722')).toMatchObject({ status: 404 })
  const waiting = await close()
  expect(waiting).toMatchObject({ status: 202, body: { kind: 'account-closing' } })
  expect(await listed(old)).not.toHaveProperty('closedOn')
  await approve(waiting)
  expect(await listed(old)).toMatchObject({ closedOn: '2025-08-01', funds: [] })
  expect(await close()).toMatchObject({ status: 409, body: { code: 'bank-account-closed', closedOn: '2025-08-01' } })
})

test('then nothing comes to it, leaves it or is sent to it, and its papers stay as they are', async () => {
  const gift = { receiptNumber: 'R-2', donor, amountFen: 1, bankAccount: old }
  const transfer = { from: other, to: old, amountFen: 1 }
  const [first] = (await ledger.api.get(`/v1/funds/${fund}/donations`)).items
  const refund = { donation: first.id, amountFen: 1, reason: '错', bankAccount: old }
  const june = { from: '2025-06-01', until: '2025-06-30', openingFen: 0, closingFen: 0, fileHash: 'b'.repeat(64) }
  const [match] = (await ledger.api.get(`/v1/bank-accounts/${old}/matches`)).items
  for (const [path, body] of [
    [`/v1/funds/${fund}/donations`, gift],
    [`/v1/funds/${fund}/transfers`, transfer],
    [`/v1/funds/${fund}/transfers`, { ...transfer, from: old, to: other }],
    [`/v1/funds/${fund}/refunds`, refund],
    [`/v1/funds/${fund}/bank-balance`, { bankAccount: old }],
    [`/v1/funds/${fund}/interest`, { bankAccount: old, amountFen: 1 }],
    [`/v1/funds/${fund}/bank-charges`, { bankAccount: old, amountFen: 1 }],
    [`/v1/funds/${fund}/unidentified-receipts`, { bankAccount: old, amountFen: 1 }],
    [`/v1/bank-accounts/${old}/own-fund`, { fund }],
    [`/v1/bank-accounts/${old}/statements`, { ...june, lines: [] }],
    [`/v1/bank-accounts/${old}/match-returns`, { match: match.id, reason: '错' }],
    [`/v1/bank-accounts/${old}/reconciliations`, { month: '2025-07', booksFen: 0, bankFen: 0 }],
  ] as const)
    expect([path, await send(path, body)]).toMatchObject([path, { status: 409, body: { code: 'bank-account-closed' } }])
  expect((await ledger.api.get(`/v1/bank-accounts/${old}/lines`)).items).toHaveLength(2)
  expect((await ledger.api.get('/v1/bank-balances')).accounts).toMatchObject([
    { bankAccount: old, balanceFen: 0, receivedFen: 10_000, sentFen: 10_000 },
    { bankAccount: other, balanceFen: 10_000 },
  ])
})

test('a gift that races the closing is refused, or opens the account again: no money lies on a closed one', async () => {
  const accounts = await Promise.all(Array.from({ length: 12 }, (_, n) => accountNamed(`1${100 + n}`)))
  const closings = await Promise.all(accounts.map((id) => close(id)))
  const gifts = await Promise.all(
    accounts.map(async (bankAccount, n) => {
      const gift = { receiptNumber: `G-${n}`, donor, amountFen: 7, bankAccount }
      const both = [() => approve(closings[n] as Answer), () => send(`/v1/funds/${fund}/donations`, gift)] as const
      const [first, second] = n % 2 === 0 ? both : [both[1], both[0]]
      const answers = await Promise.all([first(), second()])
      return answers.find((one) => one !== undefined) as Answer
    }),
  )
  for (const [n, id] of accounts.entries()) {
    const { status, body } = gifts[n] as Answer
    expect(status === 201 || body.code === 'bank-account-closed').toBe(true)
    if (status === 201) await expect.poll(() => listed(id)).not.toHaveProperty('closedOn')
    else expect(await listed(id)).toMatchObject({ closedOn: '2025-08-01', funds: [] })
  }
}, 30_000)

test('the last account of a union is closed with a word on what it leaves unpaid', async () => {
  expect(await ledger.api.get(`/v1/bank-accounts/${other}/closing`)).toMatchObject({ unpaidStatements: 0 })
})

function close(id = old, actor?: string): Promise<Answer> {
  return send(`/v1/bank-accounts/${id}/closing`, { reason }, actor)
}

async function inTheWay() {
  return (await ledger.api.get(`/v1/bank-accounts/${old}/closing`)).inTheWay
}

async function listed(id: string) {
  const { items } = await ledger.api.get('/v1/bank-accounts?limit=1000')
  return items.find((one: { id: string }) => one.id === id)
}

async function accountNamed(lastDigits: string): Promise<string> {
  const account = { name: `专户${lastDigits}`, division, bank: '虚构银行', lastDigits }
  return (await ledger.api.post('/v1/bank-accounts', account)).id
}

function send(path: string, body: object, actor?: string): Promise<Answer> {
  return ledger.api.send({ method: 'POST', path, body, ...(actor !== undefined && { actor }) })
}

async function approve({ body }: Answer): Promise<void> {
  await ledger.api.send({
    ...{ method: 'POST', path: `/v1/proposals/funds/${body.proposal}/approval`, body: {}, actor: 'approver/of-money' },
  })
}
