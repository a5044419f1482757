import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { facts, frozen, group, idNumber, programme, range } from '../sample.fixture.ts'
import type { PlanPeople, PlanSites } from './round.commands.ts'
import { roundDecider } from './round.decider.ts'
import type { RoundEvent } from './round.state.ts'
import { inPeopleParts, inSiteParts, MAX_PARTS_PER_APPEND, peopleIn, type RosterEntry } from './round-parts.ts'

const { given } = specify(roundDecider)
const threePeople = group(1, [1, 2, 3])
const plan: PlanPeople = {
  type: 'PlanPeople',
  name: '首批',
  windows: undefined,
  facts,
  entries: 3,
  rosterReadThrough: 40,
  parts: [[threePeople]],
}
const sealed: RoundEvent = { type: 'RoundSealed', data: { programme, entries: 3 } }

describe('a round that was frozen', () => {
  const frozenRound = [opened(3), frozen(threePeople), sealed]
  const [one] = group(2, [4]).workers.map((worker) => ({ ...group(2, []), worker }))
  const { employer, division, trade } = group(2, [])
  const entry = { employer, division, trade, worker: one?.worker ?? '', wasFrozen: false }
  const join = { type: 'JoinRound', joinedOn: '2025-07-01', reason: '新入职', programmeClosed: false } as const
  const leave = { type: 'LeaveRound', leftOn: '2025-07-09', credits: 'run-on', reason: '已离职' } as const
  const joined: RoundEvent = {
    type: 'WorkersJoinedRound',
    data: { programme, joinedOn: '2025-07-01', groups: [group(2, [4])], reason: '新入职' },
  }
  const first = { worker: idNumber('worker', 1), wasFrozen: true }
  const left: RoundEvent = {
    type: 'WorkersLeftRound',
    data: { programme, leftOn: '2025-07-09', workers: [first.worker], credits: 'run-on', reason: '已离职' },
  }

  test('takes whoever joins, once', () => {
    given(frozenRound)
      .when({ ...join, entries: [entry] })
      .then([joined])
    given([...frozenRound, joined])
      .when({ ...join, entries: [entry] })
      .then([])
    given(frozenRound)
      .when({ ...join, entries: [{ ...entry, ...first }] })
      .then([])
    given([...frozenRound, left])
      .when({ ...join, joinedOn: '2025-07-20', entries: [{ ...entry, worker: first.worker, wasFrozen: true }] })
      .then([{ type: 'WorkersJoinedRound', data: { ...joined.data, joinedOn: '2025-07-20', groups: [group(2, [1])] } }])
  })

  test('takes no step before the day of the step that it follows; one of the same day takes it back', () => {
    const worker = first.worker
    const back = { ...join, entries: [{ ...entry, ...first }] }
    given([...frozenRound, left])
      .when({ ...back, joinedOn: '2025-07-08' })
      .then({ code: 'joined-before-left', facts: { worker, joinedOn: '2025-07-08', leftOn: '2025-07-09' } })
    given([...frozenRound, joined])
      .when({ ...leave, leftOn: '2025-06-30', workers: [{ worker: entry.worker, wasFrozen: false }] })
      .then({
        code: 'left-before-joined',
        facts: { worker: entry.worker, leftOn: '2025-06-30', joinedOn: '2025-07-01' },
      })
    const rejoined: RoundEvent = {
      type: 'WorkersJoinedRound',
      data: { ...joined.data, joinedOn: '2025-07-09', groups: [group(2, [1])] },
    }
    given([...frozenRound, left])
      .when({ ...back, joinedOn: '2025-07-09' })
      .then([rejoined])
    given([...frozenRound, left, rejoined])
      .when({ ...leave, leftOn: '2025-07-03', workers: [first] })
      .then([{ ...left, data: { ...left.data, leftOn: '2025-07-03' } } as RoundEvent])
  })

  test('lets go whoever leaves, once', () => {
    given(frozenRound)
      .when({ ...leave, workers: [first] })
      .then([left])
    given([...frozenRound, left])
      .when({ ...leave, workers: [first] })
      .then([])
    given(frozenRound)
      .when({ ...leave, workers: [first, { worker: entry.worker, wasFrozen: false }] })
      .then({ code: 'worker-not-in-round', facts: { worker: entry.worker } })
  })

  test('is refused in order: unknown, plan-mismatch, not sealed, closed', () => {
    given([])
      .when({ ...join, entries: [entry] })
      .then({ code: 'round-unknown' })
    given([opened(3), frozen(threePeople)])
      .when({ ...leave, workers: [first] })
      .then({ code: 'round-not-sealed' })
    given(frozenRound)
      .when({ ...join, entries: [entry], programmeClosed: true })
      .then({ code: 'programme-closed' })
  })
})

describe('a round of people', () => {
  test('freezes the roster for all windows and is sealed, in one append', () => {
    given([])
      .when(plan)
      .then([opened(3), frozen(threePeople), sealed])
  })

  test('may be for some windows only', () => {
    given([])
      .when({ ...plan, windows: ['national-day', 'national-day'] })
      .then([opened(3, ['national-day']), frozen(threePeople), sealed])
  })

  test('goes on where it stopped, and is sealed with the last', () => {
    const begun = [opened(5), frozen(threePeople)]
    const rest = group(2, [4, 5])
    const sealedFive: RoundEvent = { type: 'RoundSealed', data: { programme, entries: 5 } }
    given([])
      .when({ ...plan, entries: 5 })
      .then(begun)
    given(begun)
      .when({ type: 'FreezeMore', from: 3, parts: [[rest]] })
      .then([frozen(rest), sealedFive])
    given([...begun, frozen(rest), sealedFive])
      .when({ type: 'FreezeMore', from: 3, parts: [[rest]] })
      .then([])
    given(begun)
      .when({ type: 'FreezeMore', from: 0, parts: [[threePeople]] })
      .then([])
  })

  test('a roster that is not the one it was opened with is roster-differs', () => {
    given([opened(5), frozen(threePeople)])
      .when({ type: 'FreezeMore', from: 3, parts: [[group(2, [4, 5, 6])]] })
      .then({ code: 'roster-differs' })
    given([opened(5), frozen(threePeople)])
      .when({ type: 'FreezeMore', from: 4, parts: [[group(2, [5])]] })
      .then({ code: 'roster-differs' })
  })

  test('refusals come in this order', () => {
    const bad = {
      ...plan,
      windows: ['no-such'],
      entries: 0,
      parts: [],
      facts: { ...facts, closed: true, plan: 'sites' as const },
    }
    given([opened(3), frozen(threePeople), sealed])
      .when(bad)
      .then({ code: 'already-exists' })
    given([]).when(bad).then({ code: 'programme-closed' })
    given([])
      .when({ ...bad, facts: { ...bad.facts, closed: false } })
      .then({ code: 'plan-mismatch', facts: { plan: 'sites' } })
    given([])
      .when({ ...bad, facts })
      .then({ code: 'window-unknown', facts: { window: 'no-such', windows: ['horse-racing', 'national-day'] } })
    given([])
      .when({ ...bad, windows: undefined, facts })
      .then({ code: 'roster-empty' })
    given([]).when({ type: 'FreezeMore', from: 0, parts: [] }).then({ code: 'round-unknown' })
  })
})

describe('a round of sites', () => {
  const kit = `${idNumber('kit', 1)}@1`
  const siteFacts = { employer: idNumber('employer', 1), division: '130302', trade: '快递', headCount: 30 }
  const request = { site: idNumber('site', 1), goods: undefined, dueOn: '2025-07-10', facts: siteFacts }
  const planSites: PlanSites = {
    type: 'PlanSites',
    name: '海港区',
    facts: { ...facts, plan: 'sites', windows: [] },
    sites: [request],
    kit,
    kitsPerHead: 2,
    sitesReadThrough: 12,
  }
  const round: RoundEvent = {
    type: 'RoundOpened',
    data: { programme, plan: 'sites', name: '海港区', windows: [], entries: 1, rosterReadThrough: 12 },
  }
  const sealedOne: RoundEvent = { type: 'RoundSealed', data: { programme, entries: 1 } }

  test('freezes each site as it is now, with a kit for each head', () => {
    const site = { site: request.site, ...siteFacts, goods: [{ commodity: kit, quantity: 60 }], dueOn: request.dueOn }
    given([])
      .when(planSites)
      .then([round, { type: 'SiteListFrozen', data: { programme, sites: [site] } }, sealedOne])
  })

  test('takes the kits for each head from the rules, and goods of a site’s own before both', () => {
    const goods = [{ commodity: idNumber('item', 7), quantity: 5 }]
    const byRules = { ...planSites, kitsPerHead: undefined, facts: { ...planSites.facts, kitsPerHead: 3 } }
    const own = { ...request, site: idNumber('site', 2), goods }
    given([])
      .when({ ...byRules, sites: [request, own] })
      .then([
        { ...round, data: { ...round.data, entries: 2 } } as RoundEvent,
        {
          type: 'SiteListFrozen',
          data: {
            programme,
            sites: [
              { site: request.site, ...siteFacts, goods: [{ commodity: kit, quantity: 90 }], dueOn: request.dueOn },
              { site: own.site, ...siteFacts, goods, dueOn: request.dueOn },
            ],
          },
        },
        { type: 'RoundSealed', data: { programme, entries: 2 } },
      ])
  })

  test('refusals name the sites, in this order', () => {
    const unknown = { ...request, facts: undefined }
    const open = { ...request, site: idNumber('site', 3), facts: { ...siteFacts, headCount: 0 } }
    const huge = { ...request, site: idNumber('site', 4), facts: { ...siteFacts, headCount: 100_000_000 } }
    const cases = [
      ['site-repeated', [unknown, unknown, open, huge], undefined, [request.site]],
      ['site-unknown', [unknown, open, huge], undefined, [request.site]],
      ['goods-missing', [open, huge], undefined, [open.site, huge.site]],
      ['head-count-missing', [open, huge], kit, [open.site]],
      ['quantity-too-large', [request, huge], kit, [huge.site]],
    ] as const
    for (const [code, sites, givenKit, named] of cases) {
      given([])
        .when({ ...planSites, sites, kit: givenKit })
        .then({ code, facts: { sites: [...named] } })
    }
    given([])
      .when({ ...planSites, facts: { ...planSites.facts, plan: 'people' } })
      .then({ code: 'plan-mismatch', facts: { plan: 'people' } })
  })
})

describe('parts', () => {
  test('500 people of one employer are one event', () => {
    const parts = inPeopleParts(range(500).map((worker) => entry(worker, 1)))
    expect(parts.map((groups) => groups.map(({ workers }) => workers.length))).toEqual([[500]])
  })

  test('hold every person once, in order, and fit into events and appends', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 3_000, size: 'max' }), (employers) => {
        const entries = employers.map((employer, index) => entry(index + 1, employer))
        const parts = inPeopleParts(entries)
        expect(parts.flat().flatMap(({ workers }) => workers)).toEqual(entries.map(({ worker }) => worker))
        for (const groups of parts) {
          expect(peopleIn(groups)).toBeLessThanOrEqual(500)
          expect(bytesOf(frozen(...groups))).toBeLessThan(63 * 1024)
        }
        const append = parts.slice(0, MAX_PARTS_PER_APPEND).map((groups) => bytesOf(frozen(...groups)))
        expect(append.reduce((total, bytes) => total + bytes, 0)).toBeLessThan(500 * 1024)
      }),
      { numRuns: 50 },
    )
  })

  test('sites with as much as may be fit into events', () => {
    const goods = range(20).map((n) => ({ commodity: `${idNumber('kit', n)}@999999`, quantity: 100_000_000 }))
    const most = { division: '130302', trade: '环'.repeat(40), headCount: 1_000_000_000, dueOn: '2025-07-10' }
    const sites = range(500).map((n) => ({
      site: idNumber('site', n),
      employer: idNumber('employer', n),
      ...most,
      goods: goods.slice(0, n % 5 === 0 ? 16 : 1),
    }))
    const events = inSiteParts(sites).map(
      (part): RoundEvent => ({
        type: 'SiteListFrozen',
        data: { programme, sites: part },
      }),
    )
    for (const event of events) expect(bytesOf(event)).toBeLessThan(63 * 1024)
    expect(events.reduce((total, event) => total + bytesOf(event), 0)).toBeLessThan(500 * 1024)
    expect(events.flatMap((event) => (event.type === 'SiteListFrozen' ? event.data.sites : []))).toEqual(sites)
  })
})

function entry(worker: number, employer: number): RosterEntry {
  const trade = '环'.repeat(40)
  return { worker: idNumber('worker', worker), employer: idNumber('employer', employer), division: '632701', trade }
}

function bytesOf(event: RoundEvent): number {
  return Buffer.byteLength(JSON.stringify(eventCodec.encode(event)))
}

function opened(entries: number, windows: string[] = ['horse-racing', 'national-day']): RoundEvent {
  return {
    type: 'RoundOpened',
    data: { programme, plan: 'people', name: '首批', windows, entries, rosterReadThrough: 40 },
  }
}
