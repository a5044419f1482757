import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createGoodsHistory, goodsProgramme, goodsStories, kitOf, siteOf } from '../goods-history.fixture.ts'
import { dayNumber, toSequenced } from '../history.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'
import { playSteps, randomStep } from '../random-history.fixture.ts'
import { coolProgramme, programmes, sites } from '../random-town.fixture.ts'

const events = toSequenced(createGoodsHistory().events)
const { ask } = projectHistory(events)
const programme = goodsProgramme
const townEvents = toSequenced(playSteps(fc.sample(randomStep, { numRuns: 300, seed: 11 })))
const coverage = (day: number, query: object = {}) =>
  expectAnswer(ask('coverage', { programme, effective: dayNumber(day), ...query }))

/** Story → [reason, pieces that came and stayed], of the sites that are gaps on a day. */
function gapsOn(day: number, query: object = {}) {
  const answer = expectAnswer(ask('gaps', { programme, limit: 100, effective: dayNumber(day), ...query }))
  const storyOf = new Map(goodsStories.map((story) => [siteOf(story), story]))
  return Object.fromEntries(
    answer.gaps.flatMap((gap) => {
      if (gap.kind !== 'sites') return []
      return [[storyOf.get(gap.site), [gap.reason, gap.missing.reduce((sum, { received }) => sum + received, 0)]]]
    }),
  )
}

const always = {
  'receipt-corrected': ['short', 80],
  refused: ['short', 85],
  'signed-for-nothing': ['short', 0],
}

test.each([
  // Before anything came, nobody is late.
  [4, Object.fromEntries(goodsStories.map((story) => [story, ['not-yet-due', 0]]))],
  [6, { ...notDue(), ...always, 'two-versions': ['in-transit', 70], 'sent-again': ['short', 90] }],
  // The loss was taken back on the twelfth day, for its own; what is sent again is on its way in time.
  [9, { ...notDue(), ...always, 'partly-returned': ['short', 70], 'sent-again': ['in-transit', 90] }],
  [10, { ...notDue(), ...always, 'partly-returned': ['short', 70], 'sent-again': ['in-transit', 90] }],
  [11, { ...late(), ...always, 'partly-returned': ['short', 70], 'sent-again': ['in-transit', 90] }],
  [15, { ...late(), ...always, 'partly-returned': ['short', 70] }],
])('gaps as of day %i, by the papers’ days', (day, expected) => {
  expect(gapsOn(day)).toEqual(expected)
})

function notDue() {
  return {
    'receipt-reversed': ['not-yet-due', 0],
    'on-the-way': ['not-yet-due', 0],
    'only-planned': ['not-yet-due', 0],
    'came-back': ['not-yet-due', 0],
    'dispatch-taken-back': ['not-yet-due', 0],
    'return-taken-back': ['not-yet-due', 0],
  }
}

function late() {
  return {
    'receipt-reversed': ['late', 0],
    'on-the-way': ['late', 0],
    'only-planned': ['not-dispatched', 0],
    'came-back': ['returned', 0],
    'dispatch-taken-back': ['not-dispatched', 0],
    'return-taken-back': ['late', 0],
  }
}

test('what was sent again is late from the day after its own due day on', () => {
  const before = events.findIndex(({ data }) => data.receivedOn === dayNumber(15))
  expect(gapsOn(14, { at: String(before) })['sent-again']).toEqual(['in-transit', 90])
  expect(gapsOn(15, { at: String(before) })['sent-again']).toEqual(['late', 90])
  expect(gapsOn(15)).not.toHaveProperty('sent-again')
})

test('a gap says by when what is on its way is due, and is found by its reason', () => {
  const late = expectAnswer(ask('gaps', { programme, limit: 100, effective: dayNumber(11), reason: 'late' }))
  expect(late.counts).toEqual([{ reason: 'late', count: 3 }])
  expect(late.gaps).toMatchObject(Array.from({ length: 3 }, () => ({ expectedOn: dayNumber(10) })))
})

test.each([
  [4, { delivered: 0, short: 0, late: 0, lateInTransit: 0, notYetDue: 14, neverVisited: 0 }],
  [9, { delivered: 8, short: 5, late: 0, lateInTransit: 0, notYetDue: 6, neverVisited: 0 }],
  [11, { delivered: 8, short: 5, late: 3, lateInTransit: 3, notYetDue: 0, neverVisited: 3 }],
  [15, { delivered: 8, short: 4, late: 3, lateInTransit: 3, notYetDue: 0, neverVisited: 3 }],
])(
  'sites as of day %i: delivered, late in transit, not yet due and never visited are all that were planned',
  (day, sites) => {
    for (const query of [{ by: 'window' }, { by: 'division' }, { by: 'trade' }] as const) {
      const { rows, total } = coverage(day, query)
      expect(total.sites).toMatchObject({ planned: 14, ...sites })
      expect(rows.map((row) => row.sites)).toEqual([total.sites])
      expect(sites.delivered + sites.lateInTransit + sites.notYetDue + sites.neverVisited).toBe(14)
    }
  },
)

test('by site: each planned site is one line with what came to it, as of any day and moment', () => {
  const storyOf = new Map(goodsStories.map((story) => [siteOf(story), story]))
  const linesOn = (day: number, query: object = {}) =>
    new Map(coverage(day, { by: 'site', ...query }).rows.map(({ key, ...row }) => [storyOf.get(key ?? ''), row]))
  const lines = linesOn(11)
  expect([...lines.keys()].sort()).toEqual([...goodsStories].sort())
  expect(lines.get('partly-returned')).toMatchObject({
    sites: { planned: 1, delivered: 1, short: 1, headsPlanned: 100, headsDelivered: 70, headsCovered: 40 },
    kits: [{ planned: 100, delivered: 70, short: 30, handedOut: 40 }],
  })
  expect(lines.get('only-planned')).toMatchObject({ sites: { planned: 1, delivered: 0, neverVisited: 1 } })
  const beforeCorrection = String(events.findIndex(({ type }) => type === 'ReceiptCorrected'))
  expect(lines.get('receipt-corrected')?.kits).toMatchObject([{ delivered: 80 }])
  expect(linesOn(11, { at: beforeCorrection }).get('receipt-corrected')?.kits).toMatchObject([{ delivered: 100 }])
})

test('of one site: its line is the whole report, and its gap the whole list', () => {
  const site = sites[0] ?? ''
  const { ask } = projectHistory(townEvents)
  const ofAll = expectAnswer(ask('coverage', { programme: coolProgramme, by: 'site' }))
  const ofOne = expectAnswer(ask('coverage', { programme: coolProgramme, by: 'site', site }))
  expect(ofAll.rows.length).toBeGreaterThan(1)
  expect(ofOne.rows).toEqual(ofAll.rows.filter(({ key }) => key === site))
  expect(ofOne.rows).toMatchObject([{ name: 'Site 0', people: { eligible: 0 } }])
  expect(ofOne.total.sites).toEqual(ofOne.rows[0]?.sites)
  const gapsOf = (query: object) =>
    expectAnswer(ask('gaps', { programme: coolProgramme, limit: 100, kind: 'sites', ...query })).gaps
  const gaps = gapsOf({ site })
  expect(gaps.length).toBeGreaterThan(0)
  expect(gaps).toEqual(gapsOf({}).filter((gap) => gap.kind === 'sites' && gap.site === site))
  const people = ask('gaps', { programme: `${programmes[0]}`, limit: 100, site })
  expect(expectAnswer(people)).toMatchObject({ kind: 'sites', total: 0 })
})

test('without a day asked for, what is due is judged by today', () => {
  expect(expectAnswer(ask('coverage', { programme }))).toMatchObject({
    day: dayNumber(20),
    total: { sites: { lateInTransit: 3, notYetDue: 0, neverVisited: 3 } },
  })
})

const heads = (day: number) => {
  const { headsDelivered, headsCovered } = coverage(day).total.sites
  return [headsDelivered, headsCovered]
}

test('heads: what went back or was lost lessens delivered, and what was handed out is covered beside it', () => {
  // Day 6: two versions 70, hand-out corrected 100, receipt corrected 80, 100, 100, sent again 90, refused 85.
  expect(heads(6)).toEqual([70 + 100 + 80 + 100 + 100 + 90 + 85, 60 + 40])
  // Day 8: the other 30 of two versions; 30 went back; the loss was taken back.
  expect(heads(8)).toEqual([100 + 100 + 80 + 70 + 100 + 90 + 85, 60 + 40])
  expect(heads(15)).toEqual([100 + 100 + 80 + 70 + 100 + 100 + 85, 60 + 40])
})

test('pieces by version: short is what visited sites lack, until it is sent again', () => {
  const pieces = (day: number) =>
    Object.fromEntries(coverage(day).total.kits.map(({ commodity, name: _, ...kit }) => [commodity, kit]))
  expect(pieces(9)).toEqual({
    [kitOf(1)]: {
      planned: 1_360,
      delivered: 100 + 80 + 70 + 100 + 90 + 85,
      short: 20 + 30 + 10 + 15 + 100,
      handedOut: 100,
    },
    [kitOf(2)]: { planned: 40, delivered: 70, short: 0, handedOut: 0 },
    [kitOf(3)]: { planned: 0, delivered: 30, short: 0, handedOut: 0 },
  })
  expect(pieces(15)[kitOf(1)]).toMatchObject({ delivered: 100 + 80 + 70 + 100 + 100 + 85, short: 20 + 30 + 15 + 100 })
})

test('as known before the corrections, the papers as they were', () => {
  const before = (type: string) => ({ at: String(events.findIndex((event) => event.type === type)) })
  expect(gapsOn(11, before('ReceiptCorrected'))).not.toHaveProperty('receipt-corrected')
  expect(gapsOn(11, before('ReceiptReversed'))).not.toHaveProperty('receipt-reversed')
  expect(gapsOn(11, before('DispatchReversed'))).toMatchObject({ 'dispatch-taken-back': ['late', 0] })
  expect(gapsOn(11, before('ConsignmentReturnReversed'))).toMatchObject({ 'return-taken-back': ['returned', 0] })
  expect(gapsOn(11, before('SiteLossReversed'))).toMatchObject({ 'loss-taken-back': ['short', 80] })
  expect(coverage(11, before('HandOutReversed')).total.sites.headsCovered).toBe(100)
})
