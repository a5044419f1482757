import type { SequencedEvent } from '@welfare/event-store/port.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHistory, dayNumber, type History, idOf, toSequenced } from '../history.fixture.ts'
import { type Ask, listAll, projectHistory } from '../projected-history.fixture.ts'
import type { QueryParams } from '../queries.ts'
import { playSteps, randomSteps } from '../random-history.fixture.ts'
import { programmes } from '../random-town.fixture.ts'
import type { EntriesAnswer } from './entries.contract.ts'

type Entry = EntriesAnswer['entries'][number]
const [fund, programme, batch, wallet] = [idOf('fund', 7), idOf('programme', 7), idOf('batch', 7), idOf('wallet', 7)]
const day = dayNumber(3)

describe('numbers', () => {
  test('are not given back for a moment before they were given', () => {
    const events = history((add) => {
      add(fund, 'DonationReceived', donation('R-1'), day)
      add(fund, 'DonationReceived', donation('R-2'), day)
    })
    const { ask } = projectHistory(events)
    expect(ask('entries', { document: '630000-2025-SK-2', limit: 9 })).toMatchObject({ entries: [{ sequence: 4 }] })
    const before = ask('entries', { document: '630000-2025-SK-2', limit: 9, at: '3' })
    expect(before).toEqual({ code: 'document-unknown', facts: { document: '630000-2025-SK-2' } })
  })

  test('a late entry of the last year takes the next number of that year', () => {
    const events = history((add) => {
      add(fund, 'DonationReceived', donation('R-1'), '2025-12-31')
      add(fund, 'DonationReceived', donation('R-2'), '2026-01-02')
      add(fund, 'DonationReceived', donation('R-3'), '2025-12-30')
    })
    const { ask } = projectHistory(events)
    expect(listEntries(ask, { limit: 9 }).map(({ document }) => document)).toEqual([
      '630000-2025-SK-1',
      '630000-2026-SK-1',
      '630000-2025-SK-2',
    ])
  })
})

describe('found', () => {
  test('by kind, event type, and what their legs name', () => {
    fc.assert(
      fc.property(randomSteps, fc.integer({ min: 1, max: 4 }), (steps, limit) => {
        const events = toSequenced(playSteps(steps))
        const { ask } = projectHistory(events)
        const all = listEntries(ask, { limit: 100 })
        const sequencesOf = (entries: readonly Entry[]) => entries.map(({ sequence }) => sequence)
        const searches: [Partial<QueryParams<'entries'>>, (entry: Entry) => boolean][] = [
          [{ kind: 'HX' }, ({ eventType }) => eventType === 'MealRedeemed'],
          [{ eventType: 'CreditsIssued' }, ({ eventType }) => eventType === 'CreditsIssued'],
          [{ programme: `${programmes[0]}` }, ({ legs }) => legs.some((leg) => leg.programme === programmes[0])],
          [
            { account: 'used', eventType: 'RedemptionReversed' },
            ({ eventType, legs }) => eventType === 'RedemptionReversed' && legs.some((leg) => leg.account === 'used'),
          ],
          [{ fromSequence: 20, throughSequence: 40 }, ({ sequence }) => sequence >= 20 && sequence <= 40],
          [
            { programme: `${programmes[0]}`, fromSequence: 25, throughSequence: 50 },
            ({ sequence, legs }) =>
              sequence >= 25 && sequence <= 50 && legs.some((leg) => leg.programme === programmes[0]),
          ],
        ]
        for (const [search, isWanted] of searches) {
          expect(sequencesOf(listEntries(ask, { ...search, limit }))).toEqual(sequencesOf(all.filter(isWanted)))
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('who answers for an entry', () => {
  test('a person made it, the ledger posted it', () => {
    const events = history((add) => add(fund, 'DonationReceived', donation('R-1'), day, { actor: 'officer/desk-1' }))
    expect(last(events)).toMatchObject({
      maker: 'officer/desk-1',
      checker: null,
      poster: 'ledger',
      receiptType: 'donation-receipt',
      receiptNumber: 'R-1',
      receiptDate: day,
    })
  })

  test('what processes did leads back to whoever began it', () => {
    const events = history((add) => {
      const ordered = add(batch, 'IssuanceOrdered', order(), day, { actor: 'officer/desk-1' })
      const committed = add(budget, 'FundsCommitted', commitment(), day, {
        actor: 'process/commit',
        causationId: ordered.event.id,
      })
      const received = add(
        batch,
        'CommitmentReceived',
        { programme, commitment: `${budget}.1`, shares: one(500) },
        day,
        { actor: 'process/receive-commitment', causationId: committed.event.id },
      )
      add(batch, 'CreditsIssued', issuance(), day, { actor: 'process/issue-credits', causationId: received.event.id })
    })
    expect(last(events)).toMatchObject({ maker: 'officer/desk-1', checker: null, poster: 'process/issue-credits' })
  })

  test('a proposal’s maker and approver are two, on the decision and on all that follows from it', () => {
    const events = history((add) => {
      const proposal = `${batch}.${add(batch, 'IssuanceProposed', { ...order(), ...waiting }, day, { actor: 'officer/desk-1' }).version}`
      add(batch, 'IssuanceApproved', { proposal, programme, attempt: 1 }, day, { actor: 'approver/chair' })
      const ordered = add(batch, 'IssuanceOrdered', { ...order(), proposal }, day, { actor: 'approver/chair' })
      add(budget, 'FundsCommitted', commitment(), day, { actor: 'process/commit', causationId: ordered.event.id })
      const allocation = add(fund, 'AllocationProposed', { ...allocated(), ...waiting }, day, {
        actor: 'officer/desk-2',
      })
      const decided = { ...allocated(), proposal: `${fund}.${allocation.version}` }
      add(fund, 'FundsAllocated', decided, day, { actor: 'approver/chair' })
    })
    const entries = listEntries(projectHistory(events).ask, { limit: 9 })
    expect(entries.map(({ eventType, maker, checker, poster }) => [eventType, maker, checker, poster])).toEqual([
      ['FundsCommitted', 'officer/desk-1', 'approver/chair', 'process/commit'],
      ['AllocationProposed', 'officer/desk-2', null, 'ledger'],
      ['FundsAllocated', 'officer/desk-2', 'approver/chair', 'ledger'],
    ])
  })

  test('who let an act pass that waited is its checker, and of what processes did for it', () => {
    const approval = { proposal: 'proposal-1', approvedBy: 'approver/chair' }
    const events = history((add) => {
      add(fund, 'DonationReceived', donation('R-1'), day, { actor: 'officer/desk-1', approval })
      const ordered = add(batch, 'IssuanceOrdered', order(), day, { actor: 'officer/desk-2', approval })
      add(budget, 'FundsCommitted', commitment(), day, { actor: 'process/commit', causationId: ordered.event.id })
    })
    const entries = listEntries(projectHistory(events).ask, { limit: 9 })
    expect(entries.map(({ eventType, maker, checker }) => [eventType, maker, checker])).toEqual([
      ['DonationReceived', 'officer/desk-1', 'approver/chair'],
      ['FundsCommitted', 'officer/desk-2', 'approver/chair'],
    ])
  })

  test('who withdraws an own proposal checks nobody', () => {
    const events = history((add) => {
      const { version } = add(fund, 'AllocationProposed', { ...allocated(), ...waiting }, day, { actor: 'officer/a' })
      const data = {
        proposal: `${fund}.${version}`,
        programme,
        shares: one(500),
        availableAfterFen: 0,
        reason: 'twice',
      }
      add(fund, 'AllocationProposalWithdrawn', data, day, { actor: 'officer/a' })
    })
    expect(last(events)).toMatchObject({ eventType: 'AllocationProposalWithdrawn', maker: 'officer/a', checker: null })
  })

  test('a paper named in the metadata stands on an entry that has none of its own; a late entry says why', () => {
    const events = history((add) =>
      add(fund, 'FundsAllocated', allocated(), day, {
        document: { kind: 'minutes', number: '=会议 "7", 3', date: day, attachments: 2 },
        lateEntry: { reason: 'post was late' },
      }),
    )
    expect(last(events)).toMatchObject({
      receiptType: 'minutes',
      receiptNumber: '=会议 "7", 3',
      receiptDate: day,
      attachments: 2,
      lateEntry: 'post was late',
    })
  })
})

test('a correction and what it corrects name one another, each from the moment of the correction on', () => {
  const events = history((add) => {
    const { version } = add(fund, 'DonationReceived', donation('R-1'), day)
    const refund = { donation: `${fund}.${version}`, shares: one(200), reason: 'asked', availableAfterFen: 0 }
    add(fund, 'DonationRefunded', refund, day)
    const wrong = add(fund, 'DonationRefunded', { ...refund, shares: one(100) }, day)
    add(wallet, 'MealRedeemed', meal(), day)
    const reversal = { programme, worker: idOf('worker', 7), merchant: idOf('merchant', 7), reason: 'mistake' }
    const draws = meal().draws.map((draw) => ({ ...draw, to: 'issued' as const }))
    add(wallet, 'RedemptionReversed', { ...reversal, redemption: `${wallet}.1`, draws, balanceAfterFen: 0 }, day)
    const red = {
      corrects: `${fund}.${wrong.version}`,
      donation: `${fund}.${version}`,
      shares: one(100),
      reason: 'twice',
    }
    add(fund, 'RefundReversed', { ...red, availableAfterFen: 0 }, day)
  })
  const { ask } = projectHistory(events)
  const links = (at: string) =>
    listEntries(ask, { at, limit: 9 }).map(({ reverses, reversedBy }) => [
      reverses?.document,
      ...reversedBy.map(({ document }) => document),
    ])
  expect(links('8')).toEqual([
    [undefined, '630000-2025-TH-1', '630000-2025-TH-2'],
    ['630000-2025-SK-1'],
    ['630000-2025-SK-1', '630000-2025-CH-1'],
    [undefined, '632701-2025-CH-1'],
    ['632701-2025-HX-1'],
    ['630000-2025-TH-2'],
  ])
  expect(links('4')).toEqual([[undefined, '630000-2025-TH-1'], ['630000-2025-SK-1']])
})

const budget = programme.replace('programme-', 'budget-')
const waiting = { limitFen: 100, proposedBy: 'desk-1' }

/** A fund of the province and a programme of the city, and then what the test says. */
function history(play: (add: History['add']) => void): SequencedEvent[] {
  const made = createHistory()
  const restriction = { purposes: [], divisions: [] }
  const funder = { name: 'Union', kind: 'union' as const }
  made.add(fund, 'FundOpened', { name: 'Fund', division: '630000', funder, restriction }, day)
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const defined = { name: 'Meals', kind: 'meal', division: '632701', plan: 'people' as const, year: 2025 }
  made.add(programme, 'ProgrammeDefined', { ...defined, rules, rulesVersion: 1 }, day)
  play(made.add)
  return toSequenced(made.events)
}

function one(amountFen: number) {
  return [{ fund, amountFen }]
}

function donation(receiptNumber: string) {
  return {
    receiptNumber,
    donor: { kind: 'individual' as const },
    receivedOn: day,
    shares: one(500),
    availableAfterFen: 500,
  }
}

function allocated() {
  return { programme, budget, shares: one(500), availableAfterFen: 0 }
}

function order() {
  const terms = [{ window: 'w', from: day, until: day, creditFen: 500 }]
  const counted = { workers: 1, totalFen: 500, rulesVersion: 1 }
  return { programme, budget, round: idOf('round', 7), attempt: 1, terms, quota: {}, lateEntryDays: 0, ...counted }
}

function commitment() {
  return { programme, for: batch, attempt: 1, shares: one(500) }
}

function issuance() {
  const credits = [{ window: 'w', shares: one(500) }]
  return { programme, part: 1, wallets: [{ wallet, worker: idOf('worker', 7), credits }] }
}

function meal() {
  return {
    programme,
    worker: idOf('worker', 7),
    merchant: idOf('merchant', 7),
    redeemedOn: day,
    items: [],
    factsReadThrough: 1,
    listPriceFen: 500,
    discountFen: 0,
    ownShareFen: 0,
    draws: [{ credit: `${wallet}.1`, batch, window: 'w', shares: one(500) }],
    balanceAfterFen: 0,
    deviceId: 'till-1',
    deviceSequence: 1,
    capturedOffline: false,
  }
}

function listEntries(ask: Ask, query: QueryParams<'entries'>): Entry[] {
  return listAll(
    (cursor) => ask('entries', { ...query, ...cursor }),
    ({ entries }) => entries,
  )
}

function last(events: readonly SequencedEvent[]): Entry | undefined {
  return listEntries(projectHistory(events).ask, { limit: 100 }).at(-1)
}
