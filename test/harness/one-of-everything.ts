import { randomBytes } from 'node:crypto'
import type { Api } from './api.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from './meals.ts'
import { orderGoods, orderOf, prepareGoods, receiveOrdered } from './purchases.ts'
import { approvePayment, approveStatement, setPayee, untilPayment } from './settle.ts'

/** Ids of things that are there, by the category they begin with; `voucher` holds codes. Where it says `.`, parts of streams. */
export type KnownIds = Readonly<Record<string, readonly string[]>>

export interface Somewhere {
  readonly division: string
  /** Stands in every name, and nowhere else. */
  readonly tag: string
  /** Numbers its people apart from those of other places. */
  readonly firstPerson: number
}

/** A small ledger that holds one of everything, so that every route has something to work on. */
export async function createOneOfEverything(
  api: Api,
  { division, tag, firstPerson }: Somewhere = { division: '632701', tag: '', firstPerson: 0 },
): Promise<KnownIds> {
  const union = await api.post('/v1/unions', { division, name: `${tag}虚构市总工会` })
  const windows = [
    { window: 'june', from: '2025-06-01', until: '2025-06-30', creditFen: 10_000 },
    { window: 'july', from: '2025-07-01', until: '2025-07-31', creditFen: 10_000 },
  ]
  const plan = { workers: 8, division, windows, fundsFen: [1_000_000, 500_000] }
  const { programme, funds, merchants } = await prepareMeals(api, plan, `${tag}测试餐补`)
  const people = tag === '' ? {} : { name: `${tag}工人`, employer: `${tag}环卫公司` }
  await importRoster(api, programme, await rosterFile(8, firstPerson, people))
  const { round, job } = await issue(api, programme, ['june'])
  const notIssued = await api.post(`/v1/programmes/${programme}/rounds`, { name: '七月', windows: ['july'] })
  const cards = await listCards(api, programme)
  const [merchant] = merchants
  const redemption = await api.post(
    `/v1/vouchers/${cards[0]?.code}/redemptions`,
    { merchant, items: [{ code: 'dumplings', quantity: 1 }] },
    { actor: `merchant-till/till-${division}@000000,${merchant}` },
  )
  // At an hour at which nobody eats: a finding.
  const lateEntry = { occurredAt: '2025-06-01T03:00:00+08:00', reason: '停电' }
  const paper = { document: { kind: 'slip', number: 'S-1' }, lateEntry }
  await api.post(`/v1/vouchers/${cards[1]?.code}/redemptions`, { merchant, amountFen: 100, ...paper })
  const { findings } = await api.get(`/v1/findings?programme=${programme}`)
  const donations = (await api.get(`/v1/funds/${funds[0]}/donations`)).items
  const returned = await api.post(`/v1/programmes/${programme}/allocation-returns`, {
    fund: funds[0],
    amountFen: 1_000,
    reason: '多拨',
  })
  const refunded = await api.post(`/v1/funds/${funds[0]}/refunds`, {
    donation: donations[0].id,
    amountFen: 100,
    reason: '退回',
  })
  const allocations = (await api.get(`/v1/funds/${funds[0]}/allocations`)).items
  const goods = await createGoods(api, { division, tag }, cards[0]?.worker)
  const { items: employers } = await api.get(`/v1/employers?division=${division}`)
  const settled = await settle(api, programme, merchant ?? '')
  const again = { document: { kind: 'slip', number: 'S-2' }, lateEntry }
  const doubtful = await api.post(`/v1/vouchers/${cards[1]?.code}/redemptions`, { merchant, amountFen: 100, ...again })
  await api.post(`/v1/statements/${settled.statement?.[0]}/disputes`, { redemption: doubtful.id, reason: '没有小票' })
  const scope = { divisions: [division] }
  const account = { account: `spare-${division}`, kind: 'machine', role: 'officer', scope }
  const spare = await api.post('/v1/accounts', account, { actor: 'administrator/administrator' })
  return {
    union: [union.id],
    account: [spare.id],
    employer: employers
      .filter((employer: { division: string }) => employer.division === division)
      .map(({ id }: { id: string }) => id),
    merchant: merchants,
    programme: [programme, goods.programme],
    fund: funds,
    'fund.': donations.map(({ id }: { id: string }) => id),
    'budget.': [returned.id],
    refund: [refunded.id],
    allocation: allocations.map(({ id }: { id: string }) => id),
    round: [round, goods.round, notIssued.id],
    batch: [job.id],
    worker: cards.map(({ worker }) => worker),
    wallet: cards.map(({ wallet }) => wallet),
    'wallet.': [redemption.id],
    voucher: cards.map(({ code }) => code),
    site: goods.sites,
    item: [goods.item],
    kit: [goods.kit],
    ...settled,
    ...(await openBankAccounts(api, division, tag)),
    ...(await grantQuota(api, division, tag)),
    objectedRound: [await objectTo(api, { division, tag }, firstPerson + 8)],
    finding: findings.map(({ id }: { id: string }) => id),
    purchase: await orderSomething(api, { division, tag }),
    depot: [goods.depot],
    'depot.': [goods.lot],
    consignment: goods.consignments,
    attachment: goods.attachments,
    'consignment.': goods.consignments.slice(0, 3).map((id) => `${id}.3`),
    commodity: [goods.item, `${goods.kit}@1`],
  }
}

/** A list that is announced, with an objection to the one person on it. @returns the round */
async function objectTo(
  api: Api,
  { division, tag }: Pick<Somewhere, 'division' | 'tag'>,
  person: number,
): Promise<string> {
  const rules = {
    windows: [{ window: 'june', name: '六月', from: '2025-06-01', until: '2025-06-30', creditFen: 100 }],
    announcementDays: 5,
  }
  const named = { name: `${tag}公示餐补`, kind: 'festival-meal', division, year: 2025, rules }
  const { id: programme } = await api.post('/v1/programmes', named)
  await importRoster(api, programme, await rosterFile(1, person))
  const { id: round } = await api.post(`/v1/programmes/${programme}/rounds`, { name: '公示名单' })
  await api.post(`/v1/rounds/${round}/announcements`, {})
  const { items } = await api.get(`/v1/programmes/${programme}/roster`)
  await api.post(`/v1/rounds/${round}/objections`, { worker: items[0].worker, reason: '已离岗' })
  return round
}

/** Two, with a fund's money on the second and on its way to the first, where that fund is the own money. */
async function openBankAccounts(api: Api, division: string, tag: string): Promise<KnownIds> {
  const open = (lastDigits: string) =>
    api.post('/v1/bank-accounts', { name: '虚构专户', division, bank: '虚构银行', lastDigits })
  const [first, second] = [await open('7731'), await open('0042')]
  const funder = { name: `${tag}虚构出资方`, kind: 'union' }
  const fund = await api.post('/v1/funds', { name: `${tag}虚构专户资金`, division, funder })
  const donor = { kind: 'organisation', name: funder.name }
  const given = { receiptNumber: 'R-1', donor, amountFen: 10_000, bankAccount: second.id }
  await api.post(`/v1/funds/${fund.id}/donations`, given)
  await api.post(`/v1/bank-accounts/${first.id}/own-fund`, { fund: fund.id })
  const interest = { bankAccount: first.id, amountFen: 500, reference: 'LX-1' }
  const wrong = await api.post(`/v1/funds/${fund.id}/interest`, { ...interest, amountFen: 5_000 })
  const correction = { entry: wrong.id, reason: '多打一个零', right: interest }
  const { right } = await api.post(`/v1/funds/${fund.id}/bank-entry-corrections`, correction)
  const unknown = await api.post(`/v1/funds/${fund.id}/unidentified-receipts`, {
    bankAccount: first.id,
    amountFen: 700,
  })
  const { proposal } = await api.post(`/v1/funds/${fund.id}/transfers`, {
    ...{ from: second.id, to: first.id, amountFen: 1_000 },
  })
  await api.post(`/v1/proposals/funds/${proposal}/approval`, {}, { actor: 'approver/of-transfers' })
  const { items } = await api.get(`/v1/funds/${fund.id}/transfers`)
  const { attachment: file, sha256: fileHash } = await uploadPhoto(api, `/v1/bank-accounts/${first.id}/statement-files`)
  await api.post(`/v1/bank-accounts/${first.id}/statements`, {
    ...{ from: '2025-05-01', until: '2025-05-31', openingFen: 0, closingFen: 0, fileHash, file },
    lines: [
      { reference: 'B-1', day: '2025-05-02', amountFen: 100 },
      { reference: 'B-2', day: '2025-05-02', amountFen: -100 },
    ],
  })
  const cancelled = { matches: [{ lines: ['B-1', 'B-2'], movements: [] }] }
  const { matches } = await api.post(`/v1/bank-accounts/${first.id}/matches`, cancelled)
  return {
    bankaccount: [first.id, second.id],
    'bankaccount.': matches,
    bankFile: [file],
    receipt: [unknown.id],
    ownFund: [fund.id],
    bankEntry: [right],
    transfer: items.map(({ id }: { id: string }) => id),
  }
}

/** A fund of which another payer than a union pays. */
async function grantQuota(api: Api, division: string, tag: string): Promise<KnownIds> {
  const payer = await api.post('/v1/payers', { name: '虚构国库支付中心', division, kind: 'treasury' })
  const funder = { name: `${tag}虚构财政`, kind: 'government' }
  const fund = await api.post('/v1/funds', { name: `${tag}虚构授权额度`, division, funder })
  const notice = { payer: payer.id, noticeNumber: `${tag}额-1`, amountFen: 10_000 }
  const grant = await api.post(`/v1/funds/${fund.id}/direct-payment-grants`, notice)
  return { payer: [payer.id], grant: [grant.id] }
}

/** What one merchant was due, on its way to the bank. */
async function settle(api: Api, programme: string, merchant: string): Promise<KnownIds> {
  await setPayee(api, merchant, { account: '6217000999000000417', holder: '虚构店主' })
  const part = await approveStatement(api, programme, merchant)
  const { attachment: scan } = await uploadPhoto(api, `/v1/statements/${part.statement}/scans`)
  const invoice = { invoiceNumber: '25637000000012345678', invoicedOn: '2025-06-01', amountFen: 1_000, scan }
  await api.post(`/v1/statements/${part.statement}/invoices`, { number: part.number, ...invoice })
  const { id } = await approvePayment(api, merchant, part)
  const file = await api.post('/v1/payment-files', { payments: [id] })
  await untilPayment(api, id, 'sent')
  return { statement: [part.statement], scan: [scan], payment: [id], paymentfile: [file.id] }
}

/** Of the first some came and was invoiced, the third stays open; of the second nothing is wanted any more. */
async function orderSomething(api: Api, { division, tag }: Pick<Somewhere, 'division' | 'tag'>): Promise<string[]> {
  const bought = await prepareGoods(api, { allocatedFen: 1_000_000, division, tag })
  const [first, second, third] = [
    await orderGoods(api, orderOf(bought)),
    await orderGoods(api, orderOf(bought)),
    await orderGoods(api, { ...orderOf(bought), note: `${tag}按比价结果` }),
  ]
  await api.post(`/v1/purchases/${first}/shortening`, { lines: [{ line: 2, quantity: 12 }], reason: '少一个点位' })
  await receiveOrdered(api, bought, { purchase: first, line: 1, quantity: 300, receivedOn: '2025-06-01' })
  const lines = [{ line: 1, quantity: 300, amountFen: 15_000 }]
  await api.post(`/v1/purchases/${first}/invoices`, { invoiceNumber: `${tag}FP-1`, invoicedOn: '2025-06-01', lines })
  await api.post(`/v1/purchases/${second}/cancellation`, { reason: '供应商停产' })
  return [first, second, third]
}

async function createGoods(
  api: Api,
  { division, tag }: Pick<Somewhere, 'division' | 'tag'>,
  receivedBy: string | undefined,
) {
  const rules = { windows: [] }
  const named = { name: `${tag}虚构清凉`, kind: 'cooling', division, plan: 'sites', year: 2025, rules }
  const programme = (await api.post('/v1/programmes', named)).id
  const item = (await api.post('/v1/items', { name: '矿泉水', unit: '瓶' })).id
  const kit = (await api.post('/v1/kits', { name: '清凉包', components: [{ item, quantity: 2 }], division })).id
  const depot = (await api.post('/v1/depots', { name: `${tag}虚构仓库`, division })).id
  const donor = { kind: 'organisation', name: `${tag}虚构企业` }
  const receipt = await api.post(`/v1/depots/${depot}/receipts`, {
    commodity: item,
    quantity: 1_000_000,
    source: { kind: 'donation', donor },
    receiptNumber: 'G-1',
    receivedOn: '2025-06-01',
  })
  await api.post(`/v1/depots/${depot}/packings`, { kit, kitVersion: 1, quantity: 20_000 })
  const sites: string[] = []
  for (const name of ['一', '二', '三', '四', '五', '六', '七', '八']) {
    const site = { name: `${tag}${name}号站`, division, trade: '快递', kind: 'union-station', headCount: 10 }
    sites.push((await api.post('/v1/sites', site)).id)
  }
  const listed = sites.map((site) => ({
    site,
    goods: [{ commodity: `${kit}@1`, quantity: 10 }],
    dueOn: '2025-06-20',
  }))
  const round = (await api.post(`/v1/programmes/${programme}/rounds`, { name: '站点', sites: listed })).id
  const planned = (await api.post(`/v1/rounds/${round}/consignments`, { depot })).consignments
  const consignments: string[] = planned.map(({ id }: { id: string }) => id)
  for (const id of consignments.slice(0, 5)) await api.post(`/v1/consignments/${id}/dispatch`, {})
  const attachments: string[] = []
  for (const id of consignments.slice(0, 3)) {
    const lines = [{ commodity: `${kit}@1`, quantity: 10 }]
    const { attachment } = await uploadPhoto(api, `/v1/consignments/${id}/attachments`)
    attachments.push(attachment)
    const receipt = { receivedBy, receivedOn: '2025-06-01', lines, attachments: [attachment] }
    await api.post(`/v1/consignments/${id}/receipt`, receipt)
  }
  return {
    attachments,
    programme,
    item,
    kit,
    depot,
    lot: receipt.id as string,
    sites,
    round: round as string,
    consignments,
  }
}

/** Of a signed sheet or an invoice: no picture, but what tells a JPEG by its content. */
async function uploadPhoto(api: Api, path: string, bytes = 50_000): Promise<{ attachment: string; sha256: string }> {
  const body = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(bytes)])
  const { status, body: kept } = await api.send({
    method: 'POST',
    path,
    body,
    headers: { 'content-type': 'image/jpeg' },
  })
  if (status !== 201) throw new Error(`the photo was not kept: ${status} ${JSON.stringify(kept)}`)
  return kept
}

/** A bundle to be taken away, ready; only a ledger in one process makes them. @returns its id */
export async function orderBundle(api: Api): Promise<string> {
  const { id } = await api.post('/v1/bundles', {}, { actor: 'auditor/of-bundles' })
  await api.finishJob(id)
  return id
}
