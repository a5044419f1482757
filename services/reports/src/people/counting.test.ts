import { expect, test } from 'vitest'
import { createHistory, dayNumber, type History, idOf, toSequenced } from '../history.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'

const programme = idOf('programme', 'counting')
const cooling = idOf('programme', 'cooling')
const [north, south] = [idOf('employer', 'north'), idOf('employer', 'south')]
const [moved, stayed] = [idOf('worker', 'moved'), idOf('worker', 'stayed')]
const batch = idOf('batch', 'counting')
const fund = idOf('fund', 'counting')

const rules = {
  windows: ['first', 'second'].map((window, index) => ({
    window,
    name: `Window ${window}`,
    from: dayNumber(index * 10),
    until: dayNumber(index * 10 + 9),
    creditFen: 1_000,
  })),
  quota: {},
  lateEntryDays: 0,
  sharing: 'in-proportion' as const,
}

/** Two windows with a roster each; one worker is with another employer in the second. */
function planned(): History {
  const history = createHistory()
  const defined = { year: 2025, rulesVersion: 1, division: '632700' }
  history.add(
    programme,
    'ProgrammeDefined',
    { ...defined, name: 'Meals', kind: 'meal', plan: 'people', rules },
    dayNumber(0),
  )
  const of = { ...defined, name: 'Kits', kind: 'cooling', plan: 'sites' as const, rules: { ...rules, windows: [] } }
  history.add(cooling, 'ProgrammeDefined', of, dayNumber(0))
  for (const [employer, name] of [
    [north, 'North'],
    [south, 'South'],
  ] as const)
    history.add(employer, 'EmployerRegistered', { name, division: '632701', trade: '环卫' }, dayNumber(0))
  freeze(history, 'first', [[north, '632701', [moved, stayed]]])
  freeze(history, 'second', [
    [north, '632701', [stayed]],
    [south, '632722', [moved]],
  ])
  return history
}

function freeze(history: History, window: string, groups: readonly (readonly [string, string, string[]])[]): void {
  const round = idOf('round', window)
  const opened = {
    programme,
    plan: 'people' as const,
    name: window,
    windows: [window],
    entries: 2,
    rosterReadThrough: 1,
  }
  history.add(round, 'RoundOpened', opened, dayNumber(0))
  const listed = groups.map(([employer, division, workers]) => ({ employer, division, trade: '环卫', workers }))
  history.add(round, 'RosterFrozen', { programme, groups: listed }, dayNumber(0))
}

function issue(history: History, workers: readonly string[], window: string): void {
  const wallets = workers.map((worker) => ({
    wallet: idOf('wallet', worker),
    worker,
    credits: [{ window, shares: [{ fund, amountFen: 1_000 }] }],
  }))
  history.add(batch, 'CreditsIssued', { programme, part: history.versionOf(batch) + 1, wallets }, dayNumber(0))
}

function eat(
  history: History,
  worker: string,
  { window, amountFen, day }: { window: string; amountFen: number; day: number },
) {
  const draws = [{ credit: `${idOf('wallet', worker)}.1`, batch, window, shares: [{ fund, amountFen }] }]
  const meal = {
    ...{ programme, worker, merchant: idOf('merchant', 0), redeemedOn: dayNumber(day), items: [], factsReadThrough: 1 },
    ...{ listPriceFen: amountFen, discountFen: 0, ownShareFen: 0, draws, balanceAfterFen: 0 },
    ...{ deviceId: 'till', deviceSequence: 1, capturedOffline: false },
  }
  return history.add(idOf('wallet', worker), 'MealRedeemed', meal, dayNumber(day))
}

const asking = (history: History) => {
  const { ask } = projectHistory(toSequenced(history.events))
  return {
    coverage: (query: object) => expectAnswer(ask('coverage', { programme, ...query })),
    gaps: (query: object) => expectAnswer(ask('gaps', { programme, limit: 100, ...query })),
  }
}

test('who moved counts where they were in each window, and once in the total, whatever is filtered', () => {
  const history = planned()
  issue(history, [moved, stayed], 'first')
  issue(history, [moved, stayed], 'second')
  eat(history, moved, { window: 'first', amountFen: 400, day: 3 })
  eat(history, moved, { window: 'first', amountFen: 600, day: 4 })
  eat(history, moved, { window: 'second', amountFen: 300, day: 12 })
  const { coverage } = asking(history)
  const byEmployer = coverage({ by: 'employer' })
  const ofEmployer = (employer: string) => byEmployer.rows.find(({ key }) => key === employer)?.people
  expect(ofEmployer(north)).toMatchObject({ eligible: 2, reached: 1, visits: 2, issuedFen: 3_000, usedFen: 1_000 })
  expect(ofEmployer(south)).toMatchObject({ eligible: 1, reached: 1, visits: 1, issuedFen: 1_000, usedFen: 300 })
  expect(byEmployer.total.people).toEqual({
    ...{ eligible: 2, amended: 2, issued: 2, reached: 1 },
    reachedOfEligible: { numerator: 1, denominator: 2, percentage: '50.0%' },
    reachedOfAmended: { numerator: 1, denominator: 2, percentage: '50.0%' },
    ...{ visits: 3, issuedFen: 4_000, usedFen: 1_300 },
    usedOfIssued: { numerator: 1_300, denominator: 4_000, percentage: '32.5%' },
  })
  // Each filter has a total that fits its rows.
  expect(coverage({ by: 'window', employer: south }).total.people).toMatchObject({ eligible: 1, reached: 1 })
  expect(coverage({ by: 'division', division: '632722' }).rows.map(({ key }) => key)).toEqual(['632722'])
  expect(coverage({ by: 'division', division: '632700' }).total.people).toMatchObject({ eligible: 2, reached: 1 })
  const byWindow = coverage({ by: 'window' }).rows.map(({ key, people }) => [key, people.eligible, people.reached])
  expect(byWindow).toEqual([
    ['first', 2, 1],
    ['second', 2, 1],
  ])
  // Before the second window was eaten in, the moved worker was reached in the north only.
  const early = coverage({ by: 'employer', effective: dayNumber(9) })
  expect(early.rows.find(({ key }) => key === south)?.people.reached).toBe(0)
  expect(early.total.people.reached).toBe(1)
})

test('a corrected meal leaves the coverage of its own day, its money the day of the correction', () => {
  const history = planned()
  issue(history, [moved], 'first')
  const meal = eat(history, moved, { window: 'first', amountFen: 400, day: 3 })
  const reversal = {
    ...{ programme, worker: moved, merchant: idOf('merchant', 0), redemption: `${meal.stream}.${meal.version}` },
    draws: [
      { credit: `${meal.stream}.1`, batch, window: 'first', shares: [{ fund, amountFen: 400 }], to: 'issued' as const },
    ],
    ...{ reason: 'mistake', balanceAfterFen: 1_000 },
  }
  history.add(meal.stream, 'RedemptionReversed', reversal, dayNumber(8), { paperDay: dayNumber(3) })
  const { coverage, gaps } = asking(history)
  const on = (day: number) => coverage({ by: 'window', effective: dayNumber(day) }).total.people
  expect([on(2).reached, on(3).reached, on(8).reached]).toEqual([0, 0, 0])
  expect([on(3).visits, on(3).usedFen, on(7).usedFen, on(8).usedFen]).toEqual([0, 400, 400, 0])
  const missing = gaps({ effective: dayNumber(5), window: 'first' }).gaps.map((gap) => gap.reason)
  expect(missing).toEqual(['issued-not-used', 'not-issued'])
  const before = String(history.events.length - 1)
  expect(coverage({ by: 'window', effective: dayNumber(5), at: before }).total.people.reached).toBe(1)
})

test('a site on two lists is one site, its heads once; what was handed out is covered, what came is beside it', () => {
  const history = planned()
  const [park, yard] = [idOf('site', 'park'), idOf('site', 'yard')]
  const commodity = `${idOf('kit', 0)}@1`
  for (const [round, heads] of [
    ['july', 100],
    ['august', 120],
  ] as const) {
    const listed = [park, yard].map((site) => ({
      ...{ site, division: '130302', trade: 'parks', headCount: heads, dueOn: dayNumber(5) },
      goods: [{ commodity, quantity: heads }],
    }))
    const opened = {
      programme: cooling,
      plan: 'sites' as const,
      name: round,
      windows: [],
      entries: 2,
      rosterReadThrough: 1,
    }
    history.add(idOf('round', round), 'RoundOpened', opened, dayNumber(0))
    history.add(idOf('round', round), 'SiteListFrozen', { programme: cooling, sites: listed }, dayNumber(0))
  }
  const receive = (id: string, round: string, { came, handedOut }: { came: number; handedOut: number }) => {
    const consignment = idOf('consignment', id)
    const lot = `${idOf('depot', 0)}.1`
    const plan = {
      programme: cooling,
      round: idOf('round', round),
      site: park,
      depot: idOf('depot', 0),
      dueOn: dayNumber(5),
    }
    history.add(consignment, 'ConsignmentPlanned', { ...plan, lines: [{ commodity, quantity: came }] }, dayNumber(1))
    const line = { commodity, lot, quantity: came, shortQuantity: 0, refusedQuantity: 0 }
    const of = { programme: cooling, site: park }
    const receipt = { ...of, receivedBy: idOf('worker', 0), receivedOn: dayNumber(4), lines: [line] }
    history.add(consignment, 'ConsignmentReceived', receipt, dayNumber(4))
    const handOut = {
      ...of,
      lines: [{ commodity, lot, quantity: handedOut }],
      workers: [],
      heads: handedOut,
      handedOutOn: dayNumber(6),
    }
    history.add(consignment, 'GoodsHandedOut', handOut, dayNumber(6))
  }
  receive('july', 'july', { came: 100, handedOut: 60 })
  receive('august', 'august', { came: 90, handedOut: 90 })
  const { coverage, gaps } = asking(history)
  expect(coverage({ programme: cooling, by: 'division' }).total.sites).toEqual({
    ...{ planned: 2, delivered: 1, short: 1, late: 0, lateInTransit: 0, notYetDue: 0, neverVisited: 1 },
    ...{ headsPlanned: 240, headsDelivered: 100, headsCovered: 90 },
    headsCoveredOfPlanned: { numerator: 90, denominator: 240, percentage: '37.5%' },
    ...{ headVisitsPlanned: 440, headVisitsCovered: 150 },
  })
  const byRound = coverage({ programme: cooling, by: 'window' })
  expect(byRound.total.sites.planned).toBe(2)
  expect(
    byRound.rows.map(({ name, sites }) => [name, sites.planned, sites.headsDelivered, sites.headsCovered]).sort(),
  ).toEqual([
    ['august', 2, 90, 90],
    ['july', 2, 100, 60],
  ])
  expect(coverage({ programme: cooling, by: 'division', effective: dayNumber(5) }).total.sites).toMatchObject({
    headsDelivered: 100,
    headsCovered: 0,
  })
  const lacking = (day: number) =>
    gaps({ programme: cooling, kind: 'sites', effective: dayNumber(day) }).gaps.map((gap) => [
      gap.windowName,
      gap.reason,
    ])
  expect(lacking(3)).toHaveLength(4)
  expect(lacking(4)).toEqual([
    ['august', 'short'],
    ['august', 'not-yet-due'],
    ['july', 'not-yet-due'],
  ])
})

test('nobody misses what has not begun; who still holds credit that ends soon is listed, reached or not', () => {
  const history = planned()
  issue(history, [moved, stayed], 'first')
  issue(history, [moved], 'second')
  eat(history, moved, { window: 'first', amountFen: 400, day: 3 })
  eat(history, stayed, { window: 'first', amountFen: 1_000, day: 3 })
  const { gaps } = asking(history)
  const reasons = (query: object) => gaps(query).gaps.map((gap) => `${gap.windowName}: ${gap.reason}`)
  expect(reasons({ effective: dayNumber(5) })).toEqual(['Window second: not-yet-begun', 'Window second: not-yet-begun'])
  expect(reasons({ effective: dayNumber(10) })).toEqual(['Window second: not-issued', 'Window second: issued-not-used'])
  expect(reasons({ effective: dayNumber(5), reason: 'not-yet-begun', employer: south })).toHaveLength(1)
  // Ends on day 9 and on day 19.
  expect(reasons({ effective: dayNumber(5), endsWithin: 4 })).toEqual(['Window first: holds-credit'])
  expect(reasons({ effective: dayNumber(5), endsWithin: 3 })).toEqual([])
  expect(reasons({ effective: dayNumber(5), endsWithin: 14 })).toHaveLength(2)
  expect(gaps({ effective: dayNumber(5), endsWithin: 4 })).toMatchObject({ day: dayNumber(5), total: 1 })
  expect(reasons({ effective: dayNumber(2), endsWithin: 30, window: 'first' })).toHaveLength(2)
})

test('a credit ends on its own day, in the window that it has now, whatever the rules say of windows since', () => {
  const history = planned()
  issue(history, [moved, stayed], 'first')
  const wallet = idOf('wallet', stayed)
  const of = { programme, worker: stayed, batch, shares: [{ fund, amountFen: 1_000 }] }
  const terms = { from: dayNumber(0), until: dayNumber(9), quota: {}, lateEntryDays: 3 }
  history.add(wallet, 'CreditReceived', { ...of, window: 'first', ...terms }, dayNumber(1))
  const { shares: _, ...credit } = { ...of, credit: `${wallet}.1` }
  const longer = { until: dayNumber(12), lateEntryDays: 3, rulesVersion: 2 }
  history.add(wallet, 'CreditExtended', { ...credit, window: 'first', ...longer }, dayNumber(4))
  const to = { toWindow: 'second', from: dayNumber(10), until: dayNumber(15), lateEntryDays: 3, reason: '调休' }
  history.add(wallet, 'CreditMoved', { ...of, ...credit, window: 'first', ...to }, dayNumber(6))
  const { gaps } = asking(history)
  const ending = (day: number, endsWithin: number) =>
    gaps({ effective: dayNumber(day), endsWithin }).gaps.map((gap) => ('worker' in gap ? [gap.worker, gap.window] : []))
  // The other's has not been received yet: it goes by its window.
  expect(ending(3, 6)).toHaveLength(2)
  expect(ending(5, 4)).toEqual([[moved, 'first']])
  expect(ending(5, 7)).toContainEqual([stayed, 'first'])
  expect(ending(7, 8)).toEqual(expect.arrayContaining([[stayed, 'second']]))
  expect(ending(7, 7)).not.toContainEqual([stayed, 'second'])
  expect(ending(7, 30)).not.toContainEqual([stayed, 'first'])
})

test('who joined and left after the freezing: the plan as frozen stays, the plan as amended changes, the unreached leaver is a gap', () => {
  const history = planned()
  const joiner = idOf('worker', 'joiner')
  const round = idOf('round', 'first')
  const groups = [{ employer: south, division: '632722', trade: '环卫', workers: [joiner] }]
  history.add(
    round,
    'WorkersJoinedRound',
    { programme, joinedOn: dayNumber(1), groups, reason: '新入职' },
    dayNumber(2),
  )
  const left = { programme, leftOn: dayNumber(3), workers: [moved, stayed], credits: 'run-on' as const, reason: '离职' }
  eat(history, stayed, { window: 'first', amountFen: 400, day: 2 })
  history.add(round, 'WorkersLeftRound', left, dayNumber(4))
  const { coverage, gaps } = asking(history)
  const first = (query: object = {}) => {
    const { reached, reachedOfEligible, reachedOfAmended } = coverage({ window: 'first', ...query }).total.people
    const shares = [reachedOfEligible, reachedOfAmended].map(({ numerator, denominator }) => [numerator, denominator])
    return [reached, ...shares]
  }
  // A person who was reached and left is not of the plan that the joiner alone is left of: it is not complete.
  expect(first()).toEqual([1, [1, 2], [0, 1]])
  expect(first({ effective: dayNumber(0) })).toEqual([0, [0, 2], [0, 2]])
  expect(first({ effective: dayNumber(2) })).toEqual([1, [1, 2], [1, 3]])
  eat(history, joiner, { window: 'first', amountFen: 400, day: 5 })
  const { people } = asking(history).coverage({ by: 'window' }).total
  expect([people.reached, people.reachedOfEligible.percentage, people.reachedOfAmended.percentage]).toEqual([
    ...[2, '50.0%', '33.3%'],
  ])
  const missing = gaps({ window: 'first' }).gaps.map((gap) => 'worker' in gap && [gap.worker, gap.reason])
  expect(missing).toContainEqual([moved, 'left'])
  expect(missing).toContainEqual([joiner, 'not-issued'])
  expect(missing).toHaveLength(2)
})

test('who left and whose credits run on still holds what ends soon; missing since they left, whatever becomes of it', () => {
  const history = planned()
  issue(history, [moved], 'first')
  const left = { programme, leftOn: dayNumber(3), workers: [moved], credits: 'run-on' as const, reason: '离职' }
  const { length } = history.events
  history.add(idOf('round', 'first'), 'WorkersLeftRound', left, dayNumber(3))
  const ending = (day: number) =>
    asking(history)
      .gaps({ effective: dayNumber(day), endsWithin: 9, window: 'first' })
      .gaps.map((gap) => gap.reason)
  expect([ending(2), ending(4)]).toEqual([['issued-not-used'], ['left']])
  const wallet = idOf('wallet', moved)
  const of = { programme, worker: moved, batch, credit: `${wallet}.1`, window: 'first' }
  history.add(wallet, 'CreditExpired', { ...of, shares: [{ fund, amountFen: 1_000 }] }, dayNumber(6))
  expect([ending(5), ending(6)]).toEqual([['left'], []])
  const { gaps } = asking(history).gaps({ window: 'first', reason: 'left' })
  expect(gaps.map(({ since }) => since.sequence)).toEqual([length + 1])
})

test('two records of one person count as one from the merge on, on every day; a meal of either reaches the person', () => {
  const history = planned()
  issue(history, [moved, stayed], 'first')
  eat(history, moved, { window: 'first', amountFen: 400, day: 2 })
  const before = history.events.length
  history.add(moved, 'WorkerMergedInto', { survivor: stayed, sealedReason: 'v1.a.b.c' }, dayNumber(5))
  const { coverage, gaps } = asking(history)
  const people = (query: object = {}) => {
    const { eligible, amended, issued, reached, visits, usedFen } = coverage(query).total.people
    return [eligible, amended, issued, reached, visits, usedFen]
  }
  expect(people()).toEqual([1, 1, 1, 1, 1, 400])
  expect(people({ at: String(before) })).toEqual([2, 2, 2, 1, 1, 400])
  expect(people({ effective: dayNumber(2) })).toEqual([1, 1, 1, 1, 1, 400])
  expect(gaps({ window: 'first' }).gaps).toEqual([])
  expect(gaps({ window: 'second' }).gaps).toMatchObject([{ worker: stayed, reason: 'not-issued' }])
})
