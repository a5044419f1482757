import { setTimeout as after } from 'node:timers/promises'
import { verifyDataFolder } from '@welfare/verifier/verify-data-folder.ts'
import { expect, test } from 'vitest'
import type { Answer, Request } from '../harness/api.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { scaled } from '../harness/scale.ts'
import { setPayee } from '../harness/settle.ts'
import { createRandom } from '../simulation/random.ts'
import { ledgerToKill, open, today } from './killed-ledger.fixture.ts'

const SEED = Number(process.env.SETTLEMENT_SEED ?? 1)
const STORIES = scaled(1, 8)
/** Of so many acts in a row one is cut off. */
const IN_A_ROW = 4
const actors = ['officer/test', 'approver/wang', 'approver/of-payees']
const account = '6217000999000000417'
const document = { kind: 'slip', number: 'S-1' }

const countysAccount = { name: '帮扶专户', division: '632701', bank: '虚构银行', lastDigits: '7731' }
const window = { window: 'now', ...open, creditFen: 20_000 }
const ledger = ledgerToKill()

/**
 * 200 given; 40 and 60 eaten and paid by a file; the 40 taken back; 70 eaten, of which 10 are taken back; that is paid, less the 40, after the bank
 * has said no once, comes back and is paid again; all from the account that the fund's money was assigned to. Written down before: used 60 + 60, bank 200 − 100 − 20, the claimed 40 may be spent again.
 */
const written = {
  ...{ grantedFen: 20_000, availableFen: 0, reservedFen: 0, allocatedFen: 4_000, committedFen: 0, issuedFen: 4_000 },
  ...{ usedFen: 12_000, claimedFen: 0, bankFen: 8_000, costFen: 12_000, payableFen: 0, disputedFen: 0 },
}

test.each(Array.from({ length: STORIES }, (_, index) => SEED + index))(
  'kill -9 on the way from a meal to its payment and back: paid once, nothing in two statements, nothing in none (seed %i)',
  async (seed) => {
    await ledger.begin('settlement-killed-')
    const plan = { workers: 1, windows: [window], fundsFen: [20_000] }
    const { programme, merchants, funds } = await prepareMeals(ledger.api, plan)
    const [shop = '', fund = ''] = [merchants[0], funds[0]]
    const [till, owner] = [`merchant-till/till-1@${shop}`, `merchant-owner/owner@${shop}`]
    await importRoster(ledger.api, programme, await rosterFile(1))
    await issue(ledger.api, programme)
    await setPayee(ledger.api, shop, { account, holder: '康巴早餐店' })
    const [card] = await listCards(ledger.api, programme)
    // An account that is being opened is no part of what is killed.
    for (const actor of [...actors, till, owner]) await ledger.api.tokenOf(actor)

    const random = createRandom(seed)
    const acts: string[] = []
    let next = random.between(1, IN_A_ROW)
    let statement = ''

    const { id: bankAccount } = await act('open-account', { path: '/v1/bank-accounts', body: countysAccount })
    await act('assign', { path: `/v1/funds/${fund}/bank-balance`, body: { bankAccount } })
    const meals = [await eat(4_000), await eat(6_000)]
    await approve(1, 1, 10_000)
    const byFile = await approved(1)
    await act('file', { path: '/v1/payment-files', body: { payments: [byFile.id] } })
    await until(byFile.id, 'sent')
    const lines = [
      '付款编号,收款账号,金额（元）,结果,日期,银行流水号,失败原因',
      `${byFile.reference},${account},100.00,成功,${today},B-1,`,
    ]
    const headers = { 'content-type': 'text/csv' }
    await act('results', { path: '/v1/payment-results', body: Buffer.from(lines.join('\n')), headers })
    await until(byFile.id, 'paid')
    await takeBack(meals[0])
    meals.push(await eat(7_000))
    await propose(2, 3_000)
    await takeBack(meals[2], { amountFen: 1_000 })
    await approve(2, 2, 2_000)
    const failed = await sent(2)
    await step(failed, 'result', { outcome: 'failed', amountFen: 2_000, reason: '账号有误', document })
    await untilNumber(2, 'approved')
    const paid = await sent(2)
    await step(paid, 'result', { outcome: 'paid', amountFen: 2_000, bankReference: 'B-2' })
    await step(paid, 'return', { reason: '账号已注销', document })
    await untilNumber(2, 'returned')
    await approve(3, 1, 2_000)
    await step(await sent(3), 'result', { outcome: 'paid', amountFen: 2_000, bankReference: 'B-3' })

    const balances = async () => (await ledger.api.get('/v1/budget?by=fund')).total.balances
    await expect.poll(balances, { timeout: 20_000 }).toMatchObject(written)
    const lying = async () => (await ledger.api.get('/v1/bank-accounts')).items[0].funds
    await expect.poll(lying, { timeout: 20_000 }).toEqual([{ fund, balanceFen: 8_000, heldFen: 0 }])
    const { items: payments } = await ledger.api.get('/v1/payments')
    expect(payments.map(({ status, totalFen }: Answer['body']) => [status, totalFen])).toEqual([
      ...[
        ['paid', 10_000],
        ['ended', 2_000],
      ],
      ...[
        ['returned', 2_000],
        ['paid', 2_000],
      ],
    ])
    const { numbers, claims } = await ledger.api.get(`/v1/statements/${statement}`)
    expect(claims).toEqual([])
    expect(numbers.map(({ status, payFen }: Answer['body']) => [status, payFen])).toEqual([
      ...[
        ['paid', 10_000],
        ['returned', 2_000],
        ['paid', 2_000],
      ],
    ])
    expect(await linesOf('meal')).toEqual([...meals].sort())
    expect(await linesOf('taken-back')).toEqual([meals[0], meals[2]].sort())
    expect(await linesOf('taking-back-ended')).toEqual([])
    await ledger.end('SIGTERM')
    expect(verifyDataFolder(ledger.folder, {})).toMatchObject({ holds: true })

    /** Sent; perhaps the ledger ends while it is underway or just after; then it is sent again with the same key. */
    async function act(name: string, request: Omit<Request, 'method' | 'key'>): Promise<Answer['body']> {
      acts.push(name)
      const asked = { method: 'POST', key: `act-${String(acts.length).padStart(4, '0')}-${name}`, ...request }
      if (acts.length === next) {
        next += random.between(1, 2 * IN_A_ROW - 1)
        const first = ledger.api.send(asked).catch(orCutOff)
        if (random.chance(1 / 2)) await first
        await after(random.between(0, 30))
        await ledger.killAndStart()
        const answer = await first
        const again = await ledger.api.send(asked)
        if (answer && answer.status < 300) expect(again.body, name).toEqual(answer.body)
      }
      const { status, body } = await ledger.api.send(asked)
      if (status >= 300) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
      return body
    }

    async function eat(amountFen: number): Promise<string> {
      const path = `/v1/vouchers/${card?.code}/redemptions`
      return (await act('eat', { path, body: { merchant: shop, amountFen }, actor: till })).id
    }
    function takeBack(id = '', what: object = {}) {
      const body = { merchant: shop, reason: '录错', document, ...what }
      return act('take-back', { path: `/v1/redemptions/${id}/reversal`, body })
    }

    async function propose(number: number, dueFen: number): Promise<void> {
      const { items } = await act('propose', { path: `/v1/programmes/${programme}/statements`, body: {} })
      expect(items).toMatchObject([{ number, dueFen, outcome: 'proposed' }])
      statement = items[0].statement
    }
    async function approve(number: number, revision: number, dueFen: number): Promise<void> {
      await propose(number, dueFen)
      const body = { number, revision }
      await act('confirm', { path: `/v1/statements/${statement}/confirmation`, body, actor: owner })
      await act('approve', { path: `/v1/statements/${statement}/approval`, body, actor: 'approver/wang' })
    }

    async function approved(number: number): Promise<{ readonly id: string; readonly reference: string }> {
      const reference = `ZF-${acts.length}`
      const body = { merchant: shop, parts: [{ statement, number }], reference, bankAccount }
      const { id } = await act('prepare', { path: '/v1/payments', body })
      const { payee } = await until(id, 'ready')
      const of = { path: `/v1/payments/${id}/approval`, body: { payeeVersion: payee.version } }
      await act('approve-payment', { ...of, actor: 'approver/wang' })
      return { id, reference }
    }
    async function sent(number: number): Promise<string> {
      const { id } = await approved(number)
      await step(id, 'sending', {})
      return id
    }
    function step(id: string, name: string, body: object) {
      return act(name, { path: `/v1/payments/${id}/${name}`, body })
    }

    async function until(id: string, status: string): Promise<Answer['body']> {
      await expect
        .poll(async () => (await ledger.api.get(`/v1/payments/${id}`)).status, { timeout: 20_000 })
        .toBe(status)
      return ledger.api.get(`/v1/payments/${id}`)
    }

    async function untilNumber(number: number, status: string): Promise<void> {
      const numbers = async () => (await ledger.api.get(`/v1/statements/${statement}`)).numbers
      await expect.poll(numbers, { timeout: 20_000 }).toContainEqual(expect.objectContaining({ number, status }))
    }

    async function linesOf(kind: string): Promise<string[]> {
      const pages = [1, 2, 3].map((number) => ledger.api.get(`/v1/statements/${statement}/lines?number=${number}`))
      const all = (await Promise.all(pages)).flatMap(({ items }) => items)
      return all
        .filter((line) => line.kind === kind)
        .map(({ redemption }) => redemption)
        .sort()
    }
  },
  180_000,
)

/** A connection that was cut; anything else is a fault of the ledger. */
function orCutOff(error: unknown): undefined {
  if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
}
