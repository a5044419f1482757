import type { SimulatedClock } from '@welfare/process/clock.ts'
import type { Api } from './api.ts'
import { closeProgramme } from './close-programme.ts'
import { importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from './meals.ts'
import { createOneOfEverything } from './one-of-everything.ts'

/**
 * A short history (some 400 events) with every kind of entry: meals with discounts, reversed, entered late; cards voided and replaced; credits that expire; a
 * refund and a returned allocation; goods short, sent back, handed out, written off; a programme closed.
 */
export async function playVariedHistory(
  api: Api,
  clock: SimulatedClock,
  sweepExpiredCredits: () => Promise<unknown>,
): Promise<Meals> {
  const known = await createOneOfEverything(api)
  await playGoods(api, known)
  await reviewFinding(api, known)
  const meals = await prepareMeals(
    api,
    {
      workers: 6,
      windows: [
        { window: 'first', from: '2025-06-01', until: '2025-06-02', creditFen: 3_003 },
        { window: 'second', from: '2025-06-02', until: '2025-06-30', creditFen: 2_777 },
        { window: 'third', from: '2025-06-05', until: '2025-07-10', creditFen: 1_000 },
      ],
      fundsFen: [30_001, 9_999, 3_333],
      rules: { lateEntryDays: 1, quota: { redemptionsPerDay: 4 }, ownSharePerRedemptionFen: 7 },
    },
    '多种',
  )
  await importRoster(api, meals.programme, await rosterFile(6, 500))
  await issue(api, meals.programme)
  await proposeAndDecide(api, meals)
  await eat(api, meals)
  for (const day of ['2025-06-02', '2025-06-03', '2025-06-05']) {
    clock.advanceTo(new Date(`${day}T10:00:00+08:00`))
    await sweepExpiredCredits()
    await eat(api, meals)
  }
  await giveBack(api, meals)
  return meals
}

async function reviewFinding(api: Api, { finding = [] }: Record<string, readonly string[]>): Promise<void> {
  const body = { outcome: 'explained', reason: '夜班工人用餐' }
  const request = { method: 'POST', path: `/v1/findings/${finding[0]}/reviews`, headers: { 'if-match': '"0"' } }
  const { status } = await api.send({ ...request, body, actor: 'auditor/reviewer' })
  if (status !== 201) throw new Error(`review: ${status}`)
}

async function playGoods(
  api: Api,
  { consignment = [], commodity = [], depot, 'depot.': lots }: Record<string, readonly string[]>,
) {
  const [arrived, , , dispatched, , planned] = consignment
  const lines = [{ commodity: commodity[1], quantity: 7 }]
  await api.post(`/v1/consignments/${arrived}/handouts`, { lines, heads: 7, handedOutOn: '2025-06-01' })
  await api.post(`/v1/consignments/${dispatched}/return`, { reason: '站点关闭' })
  await api.post(`/v1/consignments/${planned}/cancellation`, { reason: '改期' })
  await api.post(`/v1/depots/${depot?.[0]}/write-offs`, { lines: [{ lot: lots?.[0], quantity: 13 }], reason: '受潮' })
}

/** Above the limit two people decide: of three proposed allocations one passes, one is refused, one is taken back; then an issuance. */
async function proposeAndDecide(api: Api, { programme, funds }: Meals): Promise<void> {
  const limit = { limits: { allocation: { perAct: 1_000 }, issuance: { perAct: 5_000 }, refund: { perAct: 999 } } }
  const path = '/v1/approval-limits/632701'
  const set = await api.send({ method: 'PUT', path, body: limit, actor: 'administrator/operator' })
  if (set.status !== 200) throw new Error(`limit: ${set.status} ${JSON.stringify(set.body)}`)
  const [fund] = funds
  const donor = { kind: 'individual' }
  await api.post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-8', donor, amountFen: 60_000 })
  const decisions = [
    { amountFen: 50_000, way: 'approval', body: {}, actor: 'approver/chair' },
    { amountFen: 2_001, way: 'refusal', body: { reason: '不同意' }, actor: 'approver/chair' },
    { amountFen: 3_002, way: 'withdrawal', body: { reason: '改期' }, actor: 'officer/test' },
  ]
  for (const { amountFen, way, body, actor } of decisions) {
    const { proposal } = await api.post(`/v1/funds/${fund}/allocations`, { programme, amountFen })
    await api.post(`/v1/proposals/funds/${proposal}/${way}`, body, { actor })
  }
  await importRoster(api, programme, await rosterFile(3, 900))
  const round = await api.post(`/v1/programmes/${programme}/rounds`, { name: '补充名单' })
  const ordered = await api.post(`/v1/programmes/${programme}/issuances`, { round: round.id })
  const { result } = await api.finishJob(ordered.id)
  await api.post(`/v1/proposals/vouchers/${result.proposal}/approval`, {}, { actor: 'approver/chair' })
  await api.finishJob(ordered.id)
}

async function eat(api: Api, { programme, merchants }: Meals): Promise<void> {
  const cards = await listCards(api, programme)
  const [merchant] = merchants
  const redeem = (code: string | undefined, body: object) =>
    api.send({
      method: 'POST',
      path: `/v1/vouchers/${code}/redemptions`,
      body: { merchant, ...body },
      actor: `merchant-owner/owner@000000,${merchant}`,
    })
  const items = [{ code: 'dumplings', quantity: 1 }]
  await redeem(cards[0]?.code, { items })
  await redeem(cards[1]?.code, { amountFen: 333 })
  const wrong = await redeem(cards[2]?.code, { items })
  const reversal = { merchant, reason: '录错' }
  if (wrong.status === 201) await api.post(`/v1/redemptions/${wrong.body.id}/reversal`, reversal)
}

async function giveBack(api: Api, { programme, funds, merchants }: Meals): Promise<void> {
  const cards = await listCards(api, programme)
  const movedCredit = `/v1/programmes/${programme}/workers/${cards[1]?.worker}/credits/move`
  await api.post(movedCredit, { window: 'second', toWindow: 'third', reason: '调休' })
  await api.post(`/v1/vouchers/${cards[3]?.code}/void`, { reason: '离职', credits: 'withdraw' })
  await api.post(`/v1/vouchers/${cards[4]?.code}/replacement`, { reason: '遗失' })
  const late = { occurredAt: '2025-06-04T12:00:00+08:00', reason: '补录' }
  const [merchant, other] = merchants
  const document = { kind: 'list', number: 'Q-7' }
  const wrong = await api.post(`/v1/vouchers/${cards[5]?.code}/redemptions`, {
    ...{ merchant, amountFen: 100, lateEntry: late, document },
  })
  const right = { merchant: other, amountFen: 150 }
  await api.post(`/v1/redemptions/${wrong.id}/reversal`, { reason: '录错', document, right })
  const donor = { kind: 'individual' }
  const [fund] = funds
  const paper = { receiptNumber: '=R,"9"', receiptDate: '2025-06-04' }
  const { id } = await api.post(`/v1/funds/${fund}/donations`, { ...paper, donor, amountFen: 5_000 })
  const refund = await api.post(`/v1/funds/${fund}/refunds`, { donation: id, amountFen: 1_000, reason: '多付' })
  await api.post(`/v1/proposals/funds/${refund.proposal}/approval`, {}, { actor: 'approver/chair' })
  await api.post(`/v1/funds/${fund}/allocations`, { programme, amountFen: 2_000 })
  await api.post(`/v1/programmes/${programme}/allocation-returns`, { fund, amountFen: 500, reason: '调整' })
  await closeProgramme(api, programme, '夏季结束')
}
