import { describe, expect, test } from 'vitest'
import { createHistory, dayNumber, type History, idOf, toSequenced } from '../history.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'

const [meals, breakfasts] = [idOf('programme', 'meals'), idOf('programme', 'breakfasts')]
const [one, two, three] = ['one', 'two', 'three'].map((name) => idOf('worker', name)) as [string, string, string]
const fund = idOf('fund', 'both')
const shares = [{ fund, amountFen: 1_000 }]
const rules = {
  ...{ quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const },
  windows: ['first', 'second'].map((window) => ({
    ...{ window, name: window, from: dayNumber(0), until: dayNumber(20), creditFen: 1_000 },
  })),
}

/** Two programmes that list all three people; breakfasts exclude meals from the first day on, unless that is said not to be. */
function planned(exclusiveWith: readonly string[] = [meals]): History {
  const history = createHistory()
  const defined = { year: 2025, kind: 'meal', plan: 'people' as const, rulesVersion: 1, division: '632701' }
  history.add(meals, 'ProgrammeDefined', { ...defined, name: '午餐', rules }, dayNumber(0))
  const own = { ...rules, exclusiveWith: [...exclusiveWith] }
  history.add(breakfasts, 'ProgrammeDefined', { ...defined, name: '早餐', rules: own }, dayNumber(0))
  const opened = { plan: 'people' as const, name: 'r', windows: ['first', 'second'], entries: 3, rosterReadThrough: 1 }
  for (const programme of [meals, breakfasts]) {
    const round = idOf('round', programme)
    history.add(round, 'RoundOpened', { ...opened, programme }, dayNumber(0))
    const group = { employer: idOf('employer', 0), division: '632701', trade: '环卫', workers: [one, two, three] }
    history.add(round, 'RosterFrozen', { programme, groups: [group] }, dayNumber(0))
  }
  return history
}

const walletOf = (programme: string, worker: string) => idOf('wallet', `${programme}|${worker}`)

function issue(history: History, programme: string, worker: string, day = 1, isTaken = true): void {
  const [batch, wallet] = [idOf('batch', programme), walletOf(programme, worker)]
  const wallets = [{ wallet, worker, credits: [{ window: 'first', shares }] }]
  history.add(batch, 'CreditsIssued', { programme, part: history.versionOf(batch) + 1, wallets }, dayNumber(day))
  const of = { programme, worker, batch, window: 'first', shares }
  const terms = { from: dayNumber(0), until: dayNumber(20), quota: {}, lateEntryDays: 0 }
  if (isTaken) history.add(wallet, 'CreditReceived', { ...of, ...terms }, dayNumber(day))
  else history.add(wallet, 'CreditDeclined', { ...of, code: 'holds-exclusive-programme' }, dayNumber(day))
}

function withdraw(history: History, programme: string, worker: string, day: number): void {
  const wallet = walletOf(programme, worker)
  const of = { programme, worker, batch: idOf('batch', programme), credit: `${wallet}.1`, window: 'first', shares }
  history.add(wallet, 'CreditWithdrawn', { ...of, reason: 'r' }, dayNumber(day))
}

function exclude(history: History, exclusiveWith: readonly string[], day: number): void {
  const changed = { rules: { ...rules, exclusiveWith: [...exclusiveWith] }, rulesVersion: 2, reason: 'r' }
  history.add(breakfasts, 'ProgrammeRulesChanged', changed, dayNumber(day))
}

function asking(history: History) {
  const { ask } = projectHistory(toSequenced(history.events))
  const gapsOf = (programme: string, worker: string, query: object = {}) =>
    expectAnswer(ask('gaps', { programme, kind: 'people', limit: 100, ...query })).gaps.filter(
      (gap) => gap.kind === 'people' && gap.worker === worker,
    )
  return {
    gapsOf,
    reasons: (programme: string, worker: string, query: object = {}) =>
      gapsOf(programme, worker, query).map(({ reason }) => reason),
    findings: () =>
      expectAnswer(ask('findings', { kind: 'held-in-both', limit: 100 })).findings.map((found) => ({
        ...{ programme: found.programme, worker: found.worker, facts: found.facts },
        events: found.events.map(({ type }) => type),
      })),
  }
}

const both = (reason: string) => [reason, reason]

describe('who holds credits in a programme that excludes this one', () => {
  test('is missing for that reason, which names it, whether nothing was issued here or it was declined', () => {
    const history = planned()
    issue(history, meals, one)
    issue(history, meals, two)
    issue(history, breakfasts, two, 1, false)
    const { gapsOf, reasons, findings } = asking(history)
    expect(reasons(breakfasts, one)).toEqual(both('held-elsewhere'))
    expect(reasons(breakfasts, two)).toEqual(both('held-elsewhere'))
    expect(reasons(breakfasts, three)).toEqual(both('not-issued'))
    expect(gapsOf(breakfasts, one)[0]).toMatchObject({
      heldIn: { programme: meals, name: '午餐' },
      since: { sequence: 7 },
    })
    // He holds the first window here: the second is missing because nothing was issued for it.
    expect(reasons(meals, one)).toEqual(['issued-not-used', 'not-issued'])
    expect(findings()).toEqual([])
  })

  test('until it has gone back, from that day on; and the other way round when the other programme is the first then', () => {
    const history = planned()
    issue(history, meals, one, 1)
    withdraw(history, meals, one, 5)
    issue(history, breakfasts, one, 7)
    const { reasons } = asking(history)
    const on = (programme: string, day: number) => reasons(programme, one, { effective: dayNumber(day) })
    expect(on(breakfasts, 0)).toEqual(both('not-issued'))
    expect(on(breakfasts, 4)).toEqual(both('held-elsewhere'))
    expect(on(breakfasts, 6)).toEqual(both('not-issued'))
    expect(on(meals, 6)).toEqual(['withdrawn', 'not-issued'])
    expect(on(meals, 7)).toEqual(both('held-elsewhere'))
    // As known then, the windows had not begun.
    expect(reasons(meals, one, { at: '9' })).toEqual(['withdrawn', 'not-yet-begun'])
  })

  test('from the day of the rule on, and not from that on which it was removed', () => {
    const history = planned([])
    issue(history, meals, one)
    exclude(history, [meals], 3)
    exclude(history, [], 6)
    const { reasons } = asking(history)
    const on = (day: number) => reasons(breakfasts, one, { effective: dayNumber(day) })
    expect([on(2), on(3), on(6)]).toEqual([both('not-issued'), both('held-elsewhere'), both('not-issued')])
    expect(reasons(breakfasts, one, { at: '9' })).toEqual(both('held-elsewhere'))
  })

  test('and who let a credit of this one expire is missing for that', () => {
    const history = planned()
    issue(history, breakfasts, one)
    const wallet = walletOf(breakfasts, one)
    const of = { programme: breakfasts, worker: one, batch: idOf('batch', breakfasts), window: 'first', shares }
    history.add(wallet, 'CreditExpired', { ...of, credit: `${wallet}.1` }, dayNumber(4))
    issue(history, meals, one, 5)
    expect(asking(history).reasons(breakfasts, one)).toEqual(['expired-unused', 'held-elsewhere'])
  })

  test('also under another record that turned out to be the same person', () => {
    const history = planned()
    issue(history, meals, one)
    history.add(one, 'WorkerMergedInto', { survivor: two, sealedReason: 'v1.r' }, dayNumber(2))
    const { reasons } = asking(history)
    expect(reasons(breakfasts, two)).toEqual(both('held-elsewhere'))
    expect(reasons(breakfasts, one)).toEqual([])
    expect(reasons(breakfasts, two, { at: '8' })).toEqual(both('not-yet-begun'))
  })
})

describe('who holds credits in both is a finding of the one that gave later', () => {
  test('where the rule came after them, once, also when it is set anew', () => {
    const history = planned([])
    issue(history, breakfasts, one)
    issue(history, meals, one)
    issue(history, meals, two)
    exclude(history, [meals], 2)
    exclude(history, [], 3)
    exclude(history, [meals], 4)
    expect(asking(history).findings()).toEqual([
      {
        ...{ programme: meals, worker: one, facts: { heldIn: breakfasts } },
        events: ['CreditReceived', 'CreditReceived', 'ProgrammeRulesChanged'],
      },
    ])
  })

  test('where a wallet took what it should have declined, and where two records are one person', () => {
    const history = planned()
    issue(history, meals, one)
    issue(history, breakfasts, one)
    issue(history, meals, two)
    issue(history, breakfasts, three)
    history.add(two, 'WorkerMergedInto', { survivor: three, sealedReason: 'v1.r' }, dayNumber(2))
    const found = asking(history).findings()
    expect(found.map(({ programme, worker }) => [programme, worker])).toEqual([
      [breakfasts, one],
      [breakfasts, three],
    ])
    expect(found[1]?.events).toEqual(['CreditReceived', 'CreditReceived', 'WorkerMergedInto'])
  })

  test('and none where it was declined, or had gone back', () => {
    const history = planned([])
    issue(history, meals, one)
    withdraw(history, meals, one, 2)
    issue(history, breakfasts, one, 3)
    issue(history, meals, two)
    issue(history, breakfasts, two, 3, false)
    exclude(history, [meals], 4)
    expect(asking(history).findings()).toEqual([])
  })
})
