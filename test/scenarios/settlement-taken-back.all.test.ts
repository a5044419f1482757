import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeProgramme } from '../harness/close-programme.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { approvePayment, approveStatement, setPayee } from '../harness/settle.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/**
 * 200 given; 40 and 60 eaten; the 40 taken back when the statement that holds it has come to a certain point, in a programme that is open or was
 * closed just before. Every balance was written down by hand before anything ran, in yuan.
 */
interface Balances {
  readonly bank: number
  readonly payable: number
  readonly claimed: number
  readonly issued: number
  readonly allocated: number
  readonly available: number
  readonly used: number
}
interface Written {
  /** The statement holds the meal, and has come to this. */
  readonly reached: 'proposed' | 'approved' | 'sent' | 'paid' | 'returned'
  readonly programme: 'open' | 'closed'
  /** Once it is taken back. */
  readonly after: Balances
  /** Once the merchant has all it is due, and owes nothing. */
  readonly final: Balances
}

const none = { bank: 200, payable: 0, claimed: 0, issued: 0, allocated: 0, available: 0, used: 60 }
/** Nobody was promised the money: it lies in the credit again, or has gone home with it. */
const openBefore = { ...none, issued: 140 }
const closedBefore = { ...none, available: 140 }
/** It was promised: it is claimed until it is here again; then the programme has it, or the fund where the programme is closed. */
const claimedOpen = { ...none, issued: 100, claimed: 40 }
const claimedClosed = { ...none, available: 100, claimed: 40 }
const settledOpen = { ...none, bank: 140, issued: 100, allocated: 40 }
const settledClosed = { ...none, bank: 140, available: 140 }
const unpaid = { payable: 60 }
const paid = { bank: 100, payable: -40 }

const table: readonly Written[] = [
  {
    ...{ reached: 'proposed', programme: 'open' },
    ...{ after: { ...openBefore, ...unpaid }, final: { ...openBefore, bank: 140 } },
  },
  {
    ...{ reached: 'proposed', programme: 'closed' },
    ...{ after: { ...closedBefore, ...unpaid }, final: settledClosed },
  },
  { reached: 'approved', programme: 'open', after: { ...claimedOpen, ...unpaid }, final: settledOpen },
  { reached: 'approved', programme: 'closed', after: { ...claimedClosed, ...unpaid }, final: settledClosed },
  { reached: 'sent', programme: 'open', after: { ...claimedOpen, ...unpaid }, final: settledOpen },
  { reached: 'sent', programme: 'closed', after: { ...claimedClosed, ...unpaid }, final: settledClosed },
  { reached: 'paid', programme: 'open', after: { ...claimedOpen, ...paid }, final: settledOpen },
  { reached: 'paid', programme: 'closed', after: { ...claimedClosed, ...paid }, final: settledClosed },
  { reached: 'returned', programme: 'open', after: { ...claimedOpen, ...unpaid }, final: settledOpen },
  { reached: 'returned', programme: 'closed', after: { ...claimedClosed, ...unpaid }, final: settledClosed },
]

const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
const document = { kind: 'slip', number: 'S-1' }
let application: TestLedger

beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
}, 60_000)
afterAll(() => application.close())

describe('a meal of 40 that is taken back', () => {
  const cases = table.map((written, index) => ({ ...written, index }))
  test.each(cases)('when its statement is $reached, in a programme that is $programme', async (written) => {
    const { reached } = written
    const place = await openPlace(written.index)
    const meal = await eat(place, 4_000)
    await eat(place, 6_000)
    const payment = await settleUpTo(place, reached)
    if (written.programme === 'closed') await closeProgramme(application.api, place.programme)
    await post(`/v1/redemptions/${meal}/reversal`, { merchant: place.shop, reason: '录错', document })
    await balancesAre(place, written.after)
    if (reached === 'proposed' || reached === 'returned') await payNext(place, 6_000)
    else {
      if (reached === 'approved') await pay(place, await statementOf(place), 10_000)
      if (reached === 'sent') await bankPays(payment, 10_000)
      await balancesAre(place, paid)
      expect(await statementOf(place)).toMatchObject({ open: { number: 2, payFen: 0 } })
      const shares = [{ fund: place.fund, amountFen: 4_000 }]
      await post(`/v1/statements/${(await statementOf(place)).id}/repayments`, { shares, document })
    }
    await balancesAre(place, written.final)
  })

  test('is recomputed by the verifier, wherever its statement was', async () => {
    expect(misfitsOfSettlement(await application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
  })
})

interface Place {
  readonly programme: string
  readonly fund: string
  readonly shop: string
  readonly card: string
  readonly index: number
}

const post = (path: string, body: object, actor?: string) => application.api.post(path, body, actor ? { actor } : {})

async function openPlace(index: number): Promise<Place> {
  const { api } = application
  const plan = { workers: 1, windows: [window], fundsFen: [20_000], firstPerson: index }
  const { programme, funds, merchants } = await prepareMeals(api, plan, `餐补${index}`)
  const [fund = '', shop = ''] = [funds[0], merchants[0]]
  await importRoster(api, programme, await rosterFile(1, index))
  await issue(api, programme)
  await setPayee(api, shop, { account: `62170009990000${10_000 + index}`, holder: '康巴早餐店' })
  const [card] = await listCards(api, programme)
  return { programme, fund, shop, card: card?.code ?? '', index }
}

async function eat({ card, shop, index }: Place, amountFen: number): Promise<string> {
  const path = `/v1/vouchers/${card}/redemptions`
  return (await post(path, { merchant: shop, amountFen }, `merchant-till/till-${index}@${shop}`)).id
}

/** @returns the payment that has taken the statement, where one has */
async function settleUpTo(place: Place, reached: Written['reached']): Promise<string> {
  if (reached === 'proposed') {
    const { items } = await post(`/v1/programmes/${place.programme}/statements`, {})
    expect(items).toMatchObject([{ number: 1, dueFen: 10_000, outcome: 'proposed' }])
    return ''
  }
  const part = await approveStatement(application.api, place.programme, place.shop)
  if (reached === 'approved') return ''
  const { id } = await approvePayment(application.api, place.shop, part)
  await post(`/v1/payments/${id}/sending`, {})
  if (reached === 'paid' || reached === 'returned') await bankPays(id, 10_000)
  if (reached === 'returned') {
    await balancesAre(place, { bank: 100, payable: 0 })
    await post(`/v1/payments/${id}/return`, { reason: '账号已注销', document })
    await balancesAre(place, { bank: 200, payable: 100 })
  }
  return id
}

async function payNext(place: Place, totalFen: number): Promise<void> {
  const { statement, number } = await approveStatement(application.api, place.programme, place.shop)
  await pay(place, { id: statement, number }, totalFen)
}

async function pay({ shop }: Place, of: { readonly id: string; readonly number?: number }, totalFen: number) {
  const { id } = await approvePayment(application.api, shop, { statement: of.id, number: of.number ?? 1 })
  await post(`/v1/payments/${id}/sending`, {})
  await bankPays(id, totalFen)
}

function bankPays(payment: string, amountFen: number): Promise<unknown> {
  return post(`/v1/payments/${payment}/result`, { outcome: 'paid', amountFen, bankReference: 'B-1' })
}

async function statementOf({ programme }: Place) {
  const { items } = await application.api.get(`/v1/statements?programme=${programme}`)
  return application.api.get(`/v1/statements/${items[0].id}`)
}

/** Once processes have done what follows. */
async function balancesAre({ fund }: Place, expected: Partial<Balances>): Promise<void> {
  const balances = async () => {
    const { rows } = await application.api.get('/v1/budget?by=fund')
    const known = rows.find(({ key }: { readonly key: string }) => key === fund).balances
    const named = Object.entries<number>(known).map(([name, fen]) => [name.replace(/Fen$/, ''), fen / 100])
    return Object.fromEntries(named)
  }
  await expect.poll(balances, { timeout: 20_000 }).toMatchObject(expected)
}
