const WINDOWS = [
  { window: 'first', name: '第一周', from: '2025-06-09', until: '2025-06-11', creditFen: 3_003 },
  { window: 'second', name: '第二周', from: '2025-06-10', until: '2025-06-30', creditFen: 2_777 },
  { window: 'third', name: '第三周', from: '2025-06-17', until: '2025-06-30', creditFen: 500 },
]
const DISH = { code: 'dumplings', name: '饺子', listPriceFen: 1_200, agreedPriceFen: 1_000 }
const division = '632701'
const approver = { account: 'approver' }
const administrator = { account: 'administrator' }

/** What happens in a ledger and in the demonstration does not: everybody in it is made up, as there. */
export function storyScenes(tools) {
  return [...closedProgramme(tools), ...goods(tools), ...people(tools), ...waiting(tools)]
}

function closedProgramme({ api, change, accounts, random, inventPeople, writeRoster, ...stage }) {
  const { admitMerchants, finishJob, importRoster, issueTo, listCards } = stage
  const funds = []
  const donations = []
  let programme = ''
  let shops = []
  let cards = []

  /** Two gifts to a fund; one number of paper twice, spelled in two ways. */
  const give = async () => {
    for (const [index, amountFen] of [30_001, 19_999, 13_333].entries()) {
      const funder = { name: `虚构出资方${index + 1}`, kind: 'enterprise' }
      const restriction = { purposes: index === 0 ? ['festival-meal', 'festival-meals'] : [], divisions: [division] }
      const { id } = await api.post('/v1/funds', { name: `虚构资金${index + 1}`, division, funder, restriction })
      funds.push(id)
      const donor = { kind: 'organisation', name: funder.name }
      const papers = [`XG-${index}`, `ＸＧ－${index}`]
      for (const receiptNumber of papers) {
        const gift = { amountFen, receiptNumber, donor, receivedOn: '2025-06-05' }
        donations.push((await api.post(`/v1/funds/${id}/donations`, gift)).id)
      }
    }
    const half = { donation: donations[0], amountFen: 15_000, reason: '多付一半,退回' }
    await api.post(`/v1/funds/${funds[0]}/refunds`, half)
    await api.post(`/v1/funds/${funds[0]}/refunds`, { donation: donations[0], amountFen: 1, reason: '尾差' })
  }
  /** Of a kind that no list knows. */
  const open = async () => {
    const rules = {
      windows: WINDOWS,
      quota: { redemptionsPerDay: 4 },
      ownSharePerRedemptionFen: 7,
      lateEntryDays: 2,
      sharing: 'in-proportion',
    }
    const named = { name: '虚构六月餐补', kind: 'festival-meals', division, plan: 'people', year: 2025, rules }
    programme = (await api.post('/v1/programmes', named)).id
    await api.put(
      `/v1/approval-limits/${division}`,
      { allocationFen: 20_000, issuanceFen: 30_000 },
      { account: 'administrator' },
    )
    const decisions = [
      { fund: 0, amountFen: 30_001, way: 'approval', body: { note: '符合用途' } },
      { fund: 1, amountFen: 20_002, way: 'refusal', body: { reason: '不同意' } },
      { fund: 1, amountFen: 20_003, way: 'withdrawal', body: { reason: '改期' }, by: {} },
      { fund: 1, amountFen: 19_999 },
      { fund: 2, amountFen: 13_333 },
    ]
    for (const { fund, amountFen, way, body, by = approver } of decisions) {
      const { id } = await api.post(`/v1/funds/${funds[fund]}/allocations`, { programme, amountFen })
      if (way) await api.post(`/v1/allocation-proposals/${id}/${way}`, body, by)
    }
    shops = await admitMerchants({ api, accounts }, programme, {
      names: ['虚构饺子馆', '虚构面片馆'],
      division,
      items: [DISH],
    })
    const people = inventPeople(7, { employer: '虚构环卫三队', trade: '环卫', division, first: 700 }, random)
    // One person twice: the number of the double is another, the name has a dot of another kind.
    people[0].name = '才仁·虚七'
    people[6] = { ...people[6], name: '才仁•虚七', phone: people[0].phone }
    await importRoster(api, programme, await writeRoster(people))
    await issueTo(api, programme, '六月名单', ['first', 'second'])
    cards = await listCards(api, programme)
    const late = inventPeople(2, { employer: '虚构环卫三队', trade: '环卫', division, first: 760 }, random)
    await importRoster(api, programme, await writeRoster(late))
    await refuseAnIssuance()
  }
  const refuseAnIssuance = async () => {
    await api.put(
      `/v1/approval-limits/${division}`,
      { allocationFen: 20_000, issuanceFen: 1_000 },
      { account: 'administrator' },
    )
    const round = await api.post(`/v1/programmes/${programme}/rounds`, { name: '六月补充', windows: ['second'] })
    const ordered = await api.post(`/v1/programmes/${programme}/issuances`, { round: round.id, windows: ['second'] })
    await finishJob(api, ordered)
    await api.post(`/v1/issuances/${ordered.id}/refusal`, { attempt: 1, reason: '名单未核对' }, approver)
  }
  let slips = 0
  const eat = (card, shop, body) =>
    api.post(
      `/v1/vouchers/${cards[card].code}/redemptions`,
      { merchant: shops[shop].merchant, deviceId: `story-${shop}`, deviceSequence: slips++, ...body },
      { account: shops[shop].till },
    )
  const one = { items: [{ code: DISH.code, quantity: 1 }] }
  const firstDay = async () => {
    await eat(0, 0, one)
    await eat(1, 1, { items: [{ code: DISH.code, quantity: 2 }] })
    await eat(2, 0, { amountFen: 333 })
    const wrong = await eat(3, 0, one)
    const takeBack = { merchant: shops[0].merchant, reason: '录错' }
    await api.post(`/v1/redemptions/${wrong.id}/reversal`, takeBack, { account: shops[0].till })
    // The same slip of the same till twice: the rules of this version took both.
    await eat(5, 1, { ...one, deviceSequence: 40 })
    await eat(5, 1, { ...one, deviceSequence: 40, ownShareFen: 8 })
  }
  const secondDay = async () => {
    await api.post(`/v1/vouchers/${cards[3].code}/void`, { reason: '误作废' })
    cards[4] = {
      ...cards[4],
      code: (await api.post(`/v1/vouchers/${cards[4].code}/replacement`, { reason: '遗失' })).code,
    }
    await eat(4, 0, one)
    const lateEntry = { occurredAt: '2025-06-10T12:00:00+08:00', reason: '纸单补录' }
    await api.post(`/v1/vouchers/${cards[6].code}/redemptions`, {
      merchant: shops[0].merchant,
      amountFen: 100,
      lateEntry,
    })
    await api.post(`/v1/programmes/${programme}/allocation-returns`, { fund: funds[2], amountFen: 500, reason: '调整' })
  }
  const revise = async () => {
    const windows = WINDOWS.map((window) => (window.window === 'second' ? { ...window, until: '2025-06-28' } : window))
    const rules = {
      windows,
      quota: { redemptionsPerDay: 3 },
      ownSharePerRedemptionFen: 7,
      lateEntryDays: 2,
      sharing: 'in-order',
    }
    await change('PUT', `/v1/programmes/${programme}/rules`, { rules, reason: '月底盘点' })
    await change(
      'DELETE',
      `/v1/programmes/${programme}/merchants/${shops[1].merchant}?reason=${encodeURIComponent('停业')}`,
    )
    // One of them has a card that is void: the rules of this version pass that person over.
    await issueTo(api, programme, '第三周', ['third'])
  }
  const close = () => api.post(`/v1/programmes/${programme}/closure`, { reason: '六月结束' })
  return [
    { at: '2025-06-05T10:00:00+08:00', play: give },
    { at: '2025-06-09T09:00:00+08:00', play: open },
    { at: '2025-06-10T12:00:00+08:00', play: firstDay },
    { at: '2025-06-11T12:30:00+08:00', play: secondDay },
    { at: '2025-06-16T10:00:00+08:00', play: revise },
    { at: '2025-07-03T17:00:00+08:00', play: close },
  ]
}

function goods({ api, change }) {
  let depot = ''
  let item = ''
  const consignments = []
  const stock = async () => {
    const name = '虚构送清凉'
    const programme = (
      await api.post('/v1/programmes', {
        name,
        kind: 'cool-summer',
        division,
        plan: 'sites',
        year: 2025,
        rules: { windows: [] },
      })
    ).id
    const fund = (
      await api.post('/v1/funds', { name: '虚构清凉资金', division, funder: { name: '虚构企业', kind: 'enterprise' } })
    ).id
    const donor = { kind: 'organisation', name: '虚构企业' }
    await api.post(`/v1/funds/${fund}/donations`, { amountFen: 500_000, receiptNumber: 'QL-1', donor })
    item = (await api.post('/v1/items', { name: '虚构盐汽水', unit: '瓶' })).id
    const kit = (await api.post('/v1/kits', { name: '虚构清凉包', components: [{ item, quantity: 2 }] })).id
    await change('PUT', `/v1/kits/${kit}`, { name: '虚构清凉包', components: [{ item, quantity: 3 }] })
    depot = (await api.post('/v1/depots', { name: '虚构仓库', division })).id
    const receive = (source, quantity, receiptNumber) =>
      api.post(`/v1/depots/${depot}/receipts`, {
        commodity: item,
        quantity,
        source,
        receiptNumber,
        receivedOn: '2025-07-01',
      })
    const lot = await receive({ kind: 'donation', donor }, 300, 'QL-G-1')
    await receive({ kind: 'purchase', fund, invoiceNumber: 'FP-7' }, 200, 'QL-G-2')
    await api.post(`/v1/depots/${depot}/packings`, { kit, kitVersion: 1, quantity: 120 })
    await api.post(`/v1/depots/${depot}/write-offs`, { lines: [{ lot: lot.id, quantity: 13 }], reason: '受潮' })
    const sites = []
    for (const [index, siteName] of ['一', '二', '三', '四', '五'].entries()) {
      const site = {
        name: `虚构${siteName}号站`,
        division,
        trade: '快递',
        kind: 'union-station',
        headCount: 10 + index,
      }
      sites.push((await api.post('/v1/sites', site)).id)
    }
    const commodity = `${kit}@1`
    const listed = sites.map((site) => ({ site, goods: [{ commodity, quantity: 10 }], dueOn: '2025-07-10' }))
    const round = await api.post(`/v1/programmes/${programme}/rounds`, { name: '站点', sites: listed })
    const planned = await api.post(`/v1/rounds/${round.id}/consignments`, { depot })
    consignments.push(...planned.consignments.map(({ id }) => ({ id, commodity })))
    for (const { id } of consignments.slice(0, 4)) await api.post(`/v1/consignments/${id}/dispatch`, {})
  }
  /** Whole, short by two, back, on the way, cancelled. */
  const arrive = async () => {
    const [whole, short, back, , cancelled] = consignments
    const { items: workers } = await api.get('/v1/workers?limit=1', 'officer')
    const receivedBy = workers[0].id ?? workers[0].worker
    for (const [consignment, quantity] of [
      [whole, 10],
      [short, 8],
    ]) {
      const line = { commodity: consignment.commodity, quantity, ...(quantity < 10 && { shortReason: '途中破损' }) }
      await api.post(`/v1/consignments/${consignment.id}/receipt`, {
        receivedBy,
        receivedOn: '2025-07-08',
        lines: [line],
      })
    }
    const lines = [{ commodity: whole.commodity, quantity: 7 }]
    await api.post(`/v1/consignments/${whole.id}/handouts`, { lines, heads: 7, handedOutOn: '2025-07-08' })
    await api.post(`/v1/consignments/${back.id}/return`, { reason: '站点关闭' })
    await api.post(`/v1/consignments/${cancelled.id}/cancellation`, { reason: '改期' })
  }
  return [
    { at: '2025-07-05T09:00:00+08:00', play: stock },
    { at: '2025-07-08T15:00:00+08:00', play: arrive },
  ]
}

/** When the books end, an allocation and an issuance wait for somebody. */
function waiting({ api, random, inventPeople, writeRoster, importRoster, finishJob }) {
  const play = async () => {
    const { items: programmes } = await api.get('/v1/programmes?limit=100')
    const meals = programmes.find(({ kind }) => kind === 'festival-meal')
    const { items: funds } = await api.get('/v1/funds?limit=100')
    const fund = funds.find(({ name }) => name === '北京市总工会帮扶资金')
    const donor = { kind: 'individual' }
    await api.post(`/v1/funds/${fund.id}/donations`, { amountFen: 100_001, receiptNumber: 'BJ-2025-0002', donor })
    await api.post(`/v1/funds/${fund.id}/allocations`, { programme: meals.id, amountFen: 50_000 })
    const people = inventPeople(
      2,
      { employer: '玉树市虚构垃圾清运队', trade: '垃圾清运', division, first: 800 },
      random,
    )
    await importRoster(api, meals.id, await writeRoster(people))
    const windows = ['mid-autumn']
    const round = await api.post(`/v1/programmes/${meals.id}/rounds`, { name: '中秋补充', windows })
    await finishJob(api, await api.post(`/v1/programmes/${meals.id}/issuances`, { round: round.id, windows }))
  }
  return [{ at: '2025-10-02T20:00:00+08:00', play }]
}

/** One of the festival's workers is read by an officer, restricted and let go again; one is taken off the roster, one forgotten. */
function people({ api, change }) {
  const play = async () => {
    const { items: programmes } = await api.get('/v1/programmes?limit=100')
    const meals = programmes.find(({ kind }) => kind === 'festival-meal')
    const { items: roster } = await api.get(`/v1/programmes/${meals.id}/roster?limit=100`)
    const [read, restricted, removed] = roster.map(({ worker }) => worker)
    const closed = programmes.find(({ kind }) => kind === 'festival-meals')
    const { items: former } = await api.get(`/v1/programmes/${closed.id}/roster?limit=1`)
    const [{ worker: erased }] = former
    await api.get(`/v1/workers/${read}?reveal=true&purpose=${encodeURIComponent('核对')}`, 'officer')
    await api.post(`/v1/workers/${restricted}/restriction`, { reason: 'asked-by-person' })
    await api.post(`/v1/workers/${restricted}/restriction/lifting`, { reason: 'entered-by-mistake' }, administrator)
    await change('DELETE', `/v1/programmes/${meals.id}/roster/${removed}?reason=${encodeURIComponent('调离')}`)
    await api.post(`/v1/workers/${erased}/restriction`, { reason: 'asked-by-person' })
    await api.post(
      `/v1/workers/${erased}/erasure`,
      { reason: 'asked-by-person', retentionEndedOn: '2025-08-19' },
      administrator,
    )
  }
  return [{ at: '2025-08-20T10:00:00+08:00', play }]
}
