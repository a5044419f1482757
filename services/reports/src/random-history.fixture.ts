import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import fc from 'fast-check'
import { createHistory, dayNumber, type History, idOf, type SampleEvent } from './history.fixture.ts'
import { playSettlement } from './settlement-history.fixture.ts'

/** Small enough for everything to meet everything: 2 funds, 2 programmes for people, 1 for sites, 3 workers, 3 sites. */
export const funds = [0, 1].map((number) => idOf('fund', number))
export const programmes = [0, 1].map((number) => idOf('programme', number))
export const coolProgramme = idOf('programme', 'cool')
export const windows = ['horse-racing', 'mid-autumn'] as const
const workers = [0, 1, 2].map((number) => idOf('worker', number))
const employers = [0, 1].map((number) => idOf('employer', number))
const merchants = [0, 1].map((number) => idOf('merchant', number))
const sites = [0, 1, 2].map((number) => idOf('site', number))
const items = [0, 1].map((number) => idOf('item', number))
const kit = idOf('kit', 0)
const depot = idOf('depot', 0)
const lot = `${depot}.1`
const commodities = [`${kit}@1`, `${items[0]}`]
const divisions = ['632701', '632722']
const term = { from: dayNumber(0), until: dayNumber(60), creditFen: 1_000 }
const rules = {
  windows: windows.map((window) => ({ window, name: window, ...term })),
  quota: {},
  lateEntryDays: 3,
  sharing: 'in-proportion' as const,
}

/** One step of a random history; the numbers choose among what there is. */
export interface Step {
  readonly kind: number
  readonly a: number
  readonly b: number
  readonly amount: number
  /** Days for which the entry is late. */
  readonly late: number
}

export const randomStep = fc.record({
  kind: fc.noBias(fc.nat(999)),
  a: fc.noBias(fc.nat(29)),
  b: fc.noBias(fc.nat(29)),
  amount: fc.noBias(fc.integer({ min: 1, max: 5_000 })),
  late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }),
})

export const randomSteps = fc.array(randomStep, { minLength: 30, maxLength: 140, size: 'max' })

export function playSteps(steps: readonly Step[]): readonly SampleEvent[] {
  const history = createHistory()
  setUp(history)
  const fixture = createFixture(history)
  for (const [index, step] of steps.entries()) {
    const date = dayNumber(10 + Math.floor(index / 4) - step.late)
    const play = fixture[step.kind % fixture.length]
    play?.(step, date)
  }
  return history.events
}

function setUp(history: History): void {
  const restriction = { purposes: [], divisions: [] }
  const date = dayNumber(0)
  history.add(idOf('union', 0), 'UnionRegistered', { division: '632701', name: 'City union' }, date)
  for (const [index, fund] of funds.entries()) {
    const funder = { name: `Funder ${index}`, kind: 'union' as const }
    history.add(fund, 'FundOpened', { name: `Fund ${index}`, division: '632700', funder, restriction }, date)
  }
  const defined = { year: 2025, rules, rulesVersion: 1 }
  for (const [index, programme] of programmes.entries()) {
    const division = divisions[index] ?? '632701'
    history.add(
      programme,
      'ProgrammeDefined',
      { ...defined, name: `Meals ${index}`, kind: 'meal', division, plan: 'people' },
      date,
    )
  }
  history.add(
    coolProgramme,
    'ProgrammeDefined',
    { ...defined, name: 'Cool', kind: 'cooling', division: '130300', plan: 'sites', rules: { ...rules, windows: [] } },
    date,
  )
  for (const [index, employer] of employers.entries()) {
    history.add(
      employer,
      'EmployerRegistered',
      { name: `Employer ${index}`, division: divisions[index] ?? '632701', trade: '环卫' },
      date,
    )
  }
  for (const [index, merchant] of merchants.entries()) {
    history.add(merchant, 'MerchantRegistered', { name: `Merchant ${index}`, division: '632701' }, date)
  }
  for (const [index, site] of sites.entries()) {
    const facts = {
      name: `Site ${index}`,
      division: '130302',
      trade: 'parks',
      kind: 'workplace' as const,
      headCount: 7 + index,
    }
    history.add(site, 'SiteRegistered', facts, date)
  }
  for (const [index, item] of items.entries())
    history.add(item, 'ItemDefined', { name: `Item ${index}`, unit: 'piece' }, date)
  const components = items.map((item, index) => ({ item, quantity: index + 1 }))
  history.add(kit, 'KitDefined', { name: 'Kit', components, kitVersion: 1 }, date)
}

const opened = { entries: 1, rosterReadThrough: 1 }
type Play = (step: Step, date: string) => void
type Credit = Pick<DataOf<'CreditExpired'>, 'programme' | 'worker' | 'batch' | 'credit' | 'window' | 'shares'>

function createFixture(history: History): readonly Play[] {
  let rounds = 0
  let consignments = 0
  const open: { readonly data: DataOf<'MealRedeemed'>; readonly id: string }[] = []
  const sent: { readonly id: string; readonly planned: DataOf<'ConsignmentPlanned'> }[] = []
  const atSites: { readonly id: string; readonly site: string; readonly date: string; readonly lines: LotLine[] }[] = []
  const siteRounds: string[] = []

  const pick = <Item>(list: readonly Item[], index: number): Item => {
    const item = list[index % list.length]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  const budgetOf = (programme: string): string => programme.replace('programme-', 'budget-')
  const batchOf = ({ a }: Step): string => idOf('batch', a % 2)
  const walletOf = (programme: string, worker: string): string => idOf('wallet', `${programme}|${worker}`)
  const one = ({ a, amount }: Step) => [{ fund: pick(funds, a), amountFen: amount }]
  const some = ({ a, amount }: Step) =>
    a % 3 === 0
      ? [
          { fund: pick(funds, 0), amountFen: amount },
          { fund: pick(funds, 1), amountFen: amount + 7 },
        ]
      : one({ a, amount } as Step)
  const group = (index: number) => ({
    employer: pick(employers, index),
    division: pick(divisions, index),
    trade: index % 2 ? '环卫' : '清运',
  })
  const someWorkers = (number: number): string[] =>
    workers.filter((_, index) => (number >> index) % 2 === 1 || index === number % 3)
  const someWindows = (number: number): string[] => (number % 3 === 2 ? [...windows] : [pick(windows, number)])

  const donate: Play = (step, date) => {
    const fund = pick(funds, step.a)
    const donor = { kind: 'individual' as const }
    const receiptNumber = `R-${history.versionOf(fund)}`
    history.add(
      fund,
      'DonationReceived',
      { receiptNumber, donor, receivedOn: date, shares: one(step), availableAfterFen: 0 },
      date,
    )
  }
  const refund: Play = (step, date) => {
    const fund = pick(funds, step.a)
    history.add(
      fund,
      'DonationRefunded',
      { donation: `${fund}.2`, shares: one(step), reason: 'asked', availableAfterFen: 0 },
      date,
    )
  }
  const allocate: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const data = { programme, budget: budgetOf(programme), shares: one(step), availableAfterFen: 0 }
    history.add(pick(funds, step.a), 'FundsAllocated', data, date)
  }
  const propose: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const fund = pick(funds, step.a)
    const proposed = { programme, shares: one(step), availableAfterFen: 0 }
    const waiting = { budget: budgetOf(programme), limitFen: 1, proposedBy: 'desk' }
    const { version } = history.add(fund, 'AllocationProposed', { ...proposed, ...waiting }, date)
    const proposal = `${fund}.${version}`
    if (step.a % 3 === 0) history.add(fund, 'AllocationProposalRefused', { proposal, ...proposed, reason: 'no' }, date)
    if (step.a % 3 === 1) history.add(fund, 'AllocationApproved', { proposal, ...proposed }, date)
  }
  const reserve: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const reserved = { programme, batch: batchOf(step), attempt: 1, shares: some(step) }
    history.add(budgetOf(programme), 'FundsReserved', reserved, date)
    if (step.a % 2 === 0)
      history.add(budgetOf(programme), 'ReservationReleased', { ...reserved, cause: 'withdrawn' }, date)
  }
  const giveBack: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    history.add(
      budgetOf(programme),
      'AllocationReturned',
      { programme, fund: pick(funds, step.a), shares: one(step), reason: 'left' },
      date,
    )
  }
  const commit: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    history.add(
      budgetOf(programme),
      'FundsCommitted',
      { programme, for: batchOf(step), attempt: 1, shares: some(step) },
      date,
    )
  }
  const release: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    history.add(
      batchOf(step),
      'CommitmentReleased',
      { programme, budget: budgetOf(programme), shares: some(step) },
      date,
    )
  }
  const freezeRoster: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const round = idOf('round', rounds++)
    const named = { plan: 'people' as const, name: `Round ${rounds}`, windows: someWindows(step.a) }
    const plan = { ...opened, programme, ...named }
    history.add(round, 'RoundOpened', plan, date)
    history.add(
      round,
      'RosterFrozen',
      { programme, groups: [{ ...group(step.a), workers: someWorkers(step.amount) }] },
      date,
    )
    history.add(round, 'RoundSealed', { programme, entries: 1 }, date)
  }
  const issue: Play = (step, date) => {
    const programme = pick(programmes, step.b)
    const wallets = someWorkers(step.amount).map((worker) => ({
      wallet: walletOf(programme, worker),
      worker,
      credits: someWindows(step.a).map((window) => ({ window, shares: some(step) })),
    }))
    history.add(
      batchOf(step),
      'CreditsIssued',
      { programme, part: history.versionOf(batchOf(step)) + 1, wallets },
      date,
    )
  }
  const creditOf = (step: Step): Credit => {
    const programme = pick(programmes, step.b)
    const worker = pick(workers, step.amount)
    const credit = `${walletOf(programme, worker)}.1`
    return { programme, worker, batch: batchOf(step), credit, window: pick(windows, step.a), shares: some(step) }
  }
  const decline: Play = (step, date) => {
    const { credit: _, ...data } = creditOf(step)
    history.add(walletOf(data.programme, data.worker), 'CreditDeclined', { ...data, code: 'voucher-voided' }, date)
  }
  const expire: Play = (step, date) => {
    const data = creditOf(step)
    history.add(walletOf(data.programme, data.worker), 'CreditExpired', data, date)
  }
  const withdraw: Play = (step, date) => {
    const data = creditOf(step)
    history.add(walletOf(data.programme, data.worker), 'CreditWithdrawn', { ...data, reason: 'closed' }, date)
  }
  const voidOrExclude: Play = (step, date) => {
    if (step.a % 3 !== 0) return exclude(step, date)
    const { programme, worker } = creditOf(step)
    history.add(walletOf(programme, worker), 'VoucherVoided', { programme, worker, serial: 1, reason: 'left' }, date)
  }
  const redeem: Play = (step, date) => {
    const { programme, worker, batch, credit } = creditOf(step)
    const wallet = walletOf(programme, worker)
    const draws = someWindows(step.a).map((window) => ({ credit, batch, window, shares: some(step) }))
    const data = {
      programme,
      worker,
      merchant: pick(merchants, step.a),
      redeemedOn: date,
      items: [],
      factsReadThrough: 1,
      listPriceFen: 1_000_000,
      discountFen: step.amount % 300,
      ownShareFen: step.b,
      draws,
      balanceAfterFen: 0,
      deviceId: 'till-1',
      deviceSequence: 1,
      capturedOffline: false,
    }
    const { version } = history.add(wallet, 'MealRedeemed', data, date)
    open.push({ data, id: `${wallet}.${version}` })
  }
  const settle: Play = (step, date) =>
    playSettlement(history, pick(programmes, step.b), pick(merchants, step.a), some(step), { ...step, date })
  const reverse: Play = (step, date) => {
    const [redeemed] = open.splice(step.a % Math.max(1, open.length), 1)
    if (!redeemed) return
    const { programme, worker, merchant, draws, redeemedOn } = redeemed.data
    const to = pick(['allocated', 'issued', 'issued', 'claimed', 'issued'] as const, step.b)
    const data = {
      ...{ programme, worker, merchant, redemption: redeemed.id },
      draws: draws.map((draw) => ({ ...draw, to })),
      ...{ reason: 'mistake', balanceAfterFen: 0 },
    }
    const wallet = walletOf(programme, worker)
    history.add(wallet, 'RedemptionReversed', data, date, { paperDay: redeemedOn })
    if (step.b % 2 === 0) return
    const right = { ...redeemed.data, correctedFrom: redeemed.id }
    const { version } = history.add(wallet, 'MealRedeemed', right, date, { paperDay: redeemedOn })
    open.push({ data: right, id: `${wallet}.${version}` })
  }
  const freezeSites: Play = (step, date) => {
    const round = idOf('round', rounds++)
    siteRounds.push(round)
    const plan = { ...opened, programme: coolProgramme, plan: 'sites' as const, name: `Sites ${rounds}`, windows: [] }
    history.add(round, 'RoundOpened', plan, date)
    const goods = commodities.map((commodity, index) => ({ commodity, quantity: 3 + ((step.amount + index) % 9) }))
    const listed = sites.filter((_, index) => index !== step.a % 4)
    const entries = listed.map((site, index) => ({
      site,
      ...(index % 2 === 0 && { employer: pick(employers, index) }),
      division: index === 0 ? '130302' : '130303',
      trade: 'parks',
      headCount: 5 + index,
      goods,
      dueOn: dayNumber(12 + (step.b % 12)),
    }))
    history.add(round, 'SiteListFrozen', { programme: coolProgramme, sites: entries }, date)
  }
  const planConsignment: Play = (step, date) => {
    const id = idOf('consignment', consignments++)
    const round = step.a % 3 === 0 ? siteRounds.at(-1) : undefined
    const lines = commodities.map((commodity) => ({ commodity, quantity: 1 + (step.amount % 9) }))
    const planned = {
      programme: coolProgramme,
      ...(round && { round }),
      site: pick(sites, step.b),
      depot,
      lines,
      dueOn: dayNumber(12 + (step.amount % 12)),
    }
    history.add(id, 'ConsignmentPlanned', planned, date)
    sent.push({ id, planned })
  }
  const withConsignment =
    (play: (consignment: (typeof sent)[number], step: Step, date: string) => void): Play =>
    (step, date) => {
      const consignment = sent[step.a % Math.max(1, sent.length)]
      if (consignment) play(consignment, step, date)
    }
  /** The kit in one of two versions. */
  const lotLines = ({ amount, b }: Step) =>
    [`${kit}@${1 + (b % 2)}`, `${items[0]}`].map((commodity) => ({ commodity, lot, quantity: 1 + (amount % 9) }))
  const dispatch = withConsignment(({ id }, step, date) => {
    history.add(depot, 'GoodsDispatched', { consignment: id, lines: lotLines(step) }, date)
  })
  const receive = withConsignment(({ id, planned: { site } }, step, date) => {
    const shortQuantity = step.b % 4
    const lines = lotLines(step).map((line) => ({
      ...line,
      quantity: line.quantity - 1,
      shortQuantity,
      shortReason: `broken ${step.b % 3}`,
      refusedQuantity: 0,
    }))
    const data = { programme: coolProgramme, site, receivedBy: pick(workers, 0), receivedOn: date, lines }
    history.add(id, 'ConsignmentReceived', data, date)
    const came = lines.filter(({ quantity }) => quantity > 0)
    if (came.length > 0)
      atSites.push({
        id,
        site,
        date,
        lines: came.map(({ commodity, lot, quantity }) => ({ commodity, lot, quantity })),
      })
  })
  const departFromSite: Play = (step, date) => {
    const [left] = atSites.splice(step.a % Math.max(1, atSites.length), 1)
    if (!left) return
    const { id, site, lines } = left
    const day = date > left.date ? date : left.date
    const isReturn = step.b % 2 === 0
    const where = { programme: coolProgramme, site }
    const { version } = isReturn
      ? history.add(id, 'SiteGoodsReturned', { ...where, depot, lines, returnedOn: day, reason: 'too many' }, day)
      : history.add(id, 'SiteGoodsLost', { ...where, lines, lostOn: day, reason: 'rain' }, day)
    if (step.a % 3 !== 0) return
    const red = { corrects: `${id}.${version}`, ...where, lines, reason: 'mistake' }
    const paper = { paperDay: day }
    if (isReturn) history.add(id, 'SiteReturnReversed', { ...red, depot }, dayNumber(45), paper)
    else history.add(id, 'SiteLossReversed', red, dayNumber(45), paper)
  }
  const returnGoods = withConsignment(({ id, planned: { site } }, step, date) => {
    history.add(id, 'ConsignmentReturned', { site, depot, lines: lotLines(step), reason: `closed ${step.b % 3}` }, date)
  })
  /** The second programme, the first, or no longer. */
  const exclude: Play = ({ a }, date) => {
    const others = a % 3 === 1 ? {} : { exclusiveWith: [pick(programmes, 0)] }
    const data = { rules: { ...rules, ...others }, rulesVersion: 2, reason: 'one of the two' }
    history.add(pick(programmes, 1), 'ProgrammeRulesChanged', data, date)
  }
  const cancel = withConsignment(({ id }, _, date) => {
    history.add(id, 'ConsignmentCancelled', { reason: 'twice' }, date)
  })
  const handOut = withConsignment(({ id, planned: { site } }, step, date) => {
    history.add(
      id,
      'GoodsHandedOut',
      { programme: coolProgramme, site, lines: lotLines(step), workers: [], heads: 1, handedOutOn: date },
      date,
    )
  })

  return [
    donate,
    refund,
    allocate,
    propose,
    reserve,
    giveBack,
    commit,
    release,
    freezeRoster,
    freezeRoster,
    issue,
    issue,
    decline,
    expire,
    withdraw,
    voidOrExclude,
    ...[redeem, redeem, redeem, reverse, reverse, settle, settle],
    freezeSites,
    planConsignment,
    dispatch,
    receive,
    dispatch,
    receive,
    freezeSites,
    planConsignment,
    dispatch,
    receive,
    returnGoods,
    cancel,
    handOut,
    departFromSite,
    departFromSite,
  ]
}
