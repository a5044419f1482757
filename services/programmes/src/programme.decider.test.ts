import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import {
  type CloseProgramme,
  type OtherProgramme,
  type ProgrammeCommand,
  type ProgrammeEvent,
  programmeDecider,
} from './programme.decider.ts'
import { defined, idNumber, programme, rules } from './sample.fixture.ts'
import { programmeBody } from './wire.ts'

const { given } = specify(programmeDecider)
const merchant = idNumber('merchant', 1)
const worker = idNumber('worker', 1)
const { rulesVersion: _, ...definition } = defined.data
const define: ProgrammeCommand = { type: 'DefineProgramme', ...definition }
const admit: ProgrammeCommand = { type: 'AdmitMerchant', merchant, known: true }
const withdraw: ProgrammeCommand = { type: 'WithdrawMerchant', merchant, reason: 'moved away' }
const remove: ProgrammeCommand = { type: 'RemoveWorker', worker, reason: 'left', onRoster: true }
const close: CloseProgramme = {
  type: 'CloseProgramme',
  reason: 'year over',
  today: '2025-10-12',
  open: { batches: [], consignments: [] },
}
const end: ProgrammeCommand = { type: 'SetLastDay', lastDay: '2025-10-08', reason: 'festivals are over' }
const ended: ProgrammeEvent = {
  type: 'ProgrammeLastDaySet',
  data: { lastDay: '2025-10-08', reason: 'festivals are over' },
}
const change: ProgrammeCommand = { type: 'ChangeRules', rules: { ...rules, lateEntryDays: 5 }, reason: 'snow' }
const admitted: ProgrammeEvent = { type: 'MerchantAdmitted', data: { merchant } }
const withdrawn: ProgrammeEvent = { type: 'MerchantWithdrawn', data: { merchant, reason: 'moved away' } }
const closed: ProgrammeEvent = { type: 'ProgrammeClosed', data: { reason: 'year over' } }
const publish: ProgrammeCommand = { type: 'SetPublicity', isPublic: true, reason: 'the chairs agree' }
const published: ProgrammeEvent = {
  type: 'ProgrammePublicitySet',
  data: { isPublic: true, reason: 'the chairs agree' },
}
const [first, second] = rules.windows

describe('a programme', () => {
  test('is defined once', () => {
    given([]).when(define).then([defined])
    given([defined]).when(define).then({ code: 'already-exists' })
  })

  test('windows may overlap, but not share a key', () => {
    const overlapping = first && { ...first, window: 'other' }
    const windows = [first, overlapping].filter((window) => window !== undefined)
    const data = { ...definition, rules: { ...rules, windows } }
    given([])
      .when({ type: 'DefineProgramme', ...data })
      .then([{ type: 'ProgrammeDefined', data: { ...data, rulesVersion: 1 } }])
    given([])
      .when({ type: 'DefineProgramme', ...definition, rules: { ...rules, windows: [...rules.windows, ...windows] } })
      .then({ code: 'window-repeated', facts: { window: 'horse-racing' } })
  })

  test('a window ends no earlier than it begins; one day is enough', () => {
    const lasting = (until: string) => ({ ...rules, windows: second ? [{ ...second, until }] : [] })
    given([defined])
      .when({ type: 'ChangeRules', rules: lasting('2025-09-30'), reason: 'x' })
      .then({ code: 'window-ends-before-it-begins' })
    given([defined])
      .when({ type: 'ChangeRules', rules: lasting('2025-10-01'), reason: 'x' })
      .then([{ type: 'ProgrammeRulesChanged', data: { rules: lasting('2025-10-01'), rulesVersion: 2, reason: 'x' } }])
  })

  test('rules by day: each window is its days times the day, which is its only limit, and lasts no longer than it did', () => {
    const june = { window: 'june', name: '六月', from: '2025-06-01', until: '2025-06-30', creditFen: 18_000 }
    const byDay = (more: Partial<typeof june> = {}, quota = {}) => ({
      ...{ ...rules, quota, eachDayFen: 600 },
      windows: [{ ...june, ...more }],
    })
    const change = (to: ReturnType<typeof byDay>) => ({ type: 'ChangeRules' as const, rules: to, reason: 'x' })
    const changed = { type: 'ProgrammeRulesChanged' as const, data: { rules: byDay(), rulesVersion: 2, reason: 'x' } }
    given([defined]).when(change(byDay())).then([changed])
    given([defined])
      .when(change(byDay({ creditFen: 18_600 })))
      .then({ code: 'window-not-by-day', facts: { window: 'june', creditFen: 18_600, dueFen: 18_000 } })
    given([defined])
      .when(change(byDay({}, { amountPerDayFen: 600 })))
      .then({ code: 'each-day-beside-quota' })
    const longer = byDay({ until: '2025-07-01', creditFen: 18_600 })
    given([defined, changed])
      .when(change(longer))
      .then({ code: 'day-window-extended', facts: { window: 'june' } })
    const added = {
      ...byDay(),
      windows: [june, { ...june, window: 'july', from: '2025-07-01', until: '2025-07-01', creditFen: 600 }],
    }
    given([defined, changed])
      .when(change(added))
      .then([{ type: 'ProgrammeRulesChanged', data: { rules: added, rulesVersion: 3, reason: 'x' } }])
  })

  test('admits a known merchant, once, and withdraws it', () => {
    given([defined]).when(admit).then([admitted])
    given([defined, admitted]).when(admit).then([])
    given([defined, admitted]).when(withdraw).then([withdrawn])
    given([defined, admitted, withdrawn]).when(withdraw).then({ code: 'merchant-not-admitted', facts: { merchant } })
    given([defined, admitted, withdrawn]).when(admit).then([admitted])
    given([defined])
      .when({ ...admit, known: false })
      .then({ code: 'merchant-unknown', facts: { merchant } })
  })

  test('removes who is on the roster', () => {
    given([defined])
      .when(remove)
      .then([{ type: 'WorkerRemovedFromRoster', data: { worker, reason: 'left' } }])
    given([defined])
      .when({ ...remove, onRoster: false })
      .then({ code: 'worker-not-on-roster', facts: { worker } })
  })

  test('closes once, and nothing follows but its publicity', () => {
    given([defined, ended]).when(close).then([closed])
    for (const command of [close, end, admit, withdraw, remove, change]) {
      given([defined, closed]).when(command).then({ code: 'programme-closed' })
    }
  })

  test('is public once it has been said, until the opposite is, also when it is closed', () => {
    const hide = { ...publish, isPublic: false, reason: 'a wrong name' }
    const hidden = { type: 'ProgrammePublicitySet', data: { isPublic: false, reason: 'a wrong name' } } as const
    given([]).when(publish).then({ code: 'programme-unknown' })
    given([defined]).when(publish).then([published])
    given([defined]).when(hide).then([])
    given([defined, published]).when(publish).then([])
    given([defined, published]).when(hide).then([hidden])
    given([defined, ended, published, closed]).when(hide).then([hidden])
    given([defined, ended, closed]).when(publish).then([published])
  })

  test('ends in two steps: a last day, and the closing once nothing more can be entered', () => {
    given([defined]).when(close).then({ code: 'programme-has-no-last-day' })
    given([defined]).when(end).then([ended])
    given([defined, ended]).when(end).then([])
    given([defined, ended])
      .when({ ...close, today: '2025-10-11' })
      .then({ code: 'late-entries-open', facts: { lastDay: '2025-10-08', until: '2025-10-11' } })
    const earlier = { ...end, lastDay: '2025-10-05', reason: 'typo' }
    given([defined, ended])
      .when(earlier)
      .then([{ type: 'ProgrammeLastDaySet', data: { lastDay: '2025-10-05', reason: 'typo' } }])
  })

  test('is not closed while anything of it is under way', () => {
    const batches = ['batch-1']
    const consignments = ['consignment-1']
    given([defined, ended])
      .when({ ...close, open: { batches, consignments } })
      .then({ code: 'batches-open', facts: { batches } })
    given([defined, ended])
      .when({ ...close, open: { batches: [], consignments } })
      .then({ code: 'consignments-open', facts: { consignments } })
  })

  test('excludes programmes of people that are there, each once; a change that does not say leaves it as it was', () => {
    const [other, third] = [idNumber('programme', 2), idNumber('programme', 3)]
    const people = [other, third].map((programme) => ({ programme, plan: 'people' as const }))
    const excluding = (...exclusiveWith: string[]) => ({ ...rules, exclusiveWith })
    const changeTo = (changed: typeof rules, others: OtherProgramme[] = people): ProgrammeCommand => ({
      ...{ type: 'ChangeRules', rules: changed, others, reason: 'x' },
    })
    const changedTo = (changed: typeof rules, rulesVersion = 2): ProgrammeEvent => ({
      type: 'ProgrammeRulesChanged',
      data: { rules: changed, rulesVersion, reason: 'x' },
    })
    given([])
      .when({ ...define, rules: excluding(other, third, other), others: people })
      .then([{ ...defined, data: { ...defined.data, rules: excluding(other, third) } }])
    given([defined])
      .when(changeTo(excluding(other)))
      .then([changedTo(excluding(other))])
    const bound = changedTo(excluding(other))
    given([defined, bound])
      .when(changeTo({ ...rules, lateEntryDays: 9 }, []))
      .then([changedTo({ ...excluding(other), lateEntryDays: 9 }, 3)])
    given([defined, bound])
      .when(changeTo(excluding()))
      .then([changedTo(rules, 3)])
    given([defined])
      .when(changeTo(excluding(other), []))
      .then({ code: 'programme-unknown', facts: { programme: other } })
    given([defined])
      .when(changeTo(excluding(programme), [{ programme, plan: 'itself' }]))
      .then({ code: 'exclusive-with-itself' })
    given([defined])
      .when(changeTo(excluding(other), [{ programme: other, plan: 'sites' }]))
      .then({ code: 'exclusive-without-people', facts: { programme: other } })
    given([])
      .when({ ...define, plan: 'sites', rules: excluding(other), others: people })
      .then({ code: 'exclusive-without-people' })
  })

  test('refusals come in this order: unknown, closed, then what the command itself breaks', () => {
    const bad: ProgrammeCommand = { ...admit, known: false }
    given([]).when(bad).then({ code: 'programme-unknown' })
    given([defined, closed]).when(bad).then({ code: 'programme-closed' })
    given([defined]).when(bad).then({ code: 'merchant-unknown' })
    const twice = first ? [first, { ...first, until: '2025-01-01' }] : []
    given([defined])
      .when({ type: 'ChangeRules', rules: { ...rules, windows: twice }, reason: 'x' })
      .then({ code: 'window-repeated' })
  })
})

describe('programmes of other kinds are data, not code', () => {
  const months = Array.from({ length: 12 }, (_, index) => {
    const month = String(index + 1).padStart(2, '0')
    return {
      window: `2025-${month}`,
      name: `${index + 1}月`,
      from: `2025-${month}-01`,
      until: `2025-${month}-28`,
      creditFen: 15_000,
    }
  })
  const yearly = { window: 'year', name: '全年', from: '2025-01-01', until: '2025-12-31' }
  test.each([
    [
      'row 1, festival meals',
      { name: '节日餐补', kind: 'festival-meal', division: '632701', rules: { windows: rules.windows } },
    ],
    [
      'row 2, a breakfast a day, shared by several funders and the worker',
      {
        name: '爱心早餐',
        kind: 'breakfast',
        division: '632722',
        rules: { windows: months, quota: { redemptionsPerDay: 1 }, sharing: 'in-order', ownSharePerRedemptionFen: 100 },
      },
    ],
    [
      'row 3, cooling kits for sites',
      { name: '夏送清凉', kind: 'cooling', division: '130302', plan: 'sites', rules: { kitsPerHead: 1 } },
    ],
    [
      'row 4, recuperation: a voucher for the year, the price split in three',
      {
        name: '疗休养',
        kind: 'recuperation',
        division: '320000',
        rules: {
          windows: [{ ...yearly, creditFen: 20_000 }],
          quota: { redemptionsPerDay: 1 },
          ownSharePerRedemptionFen: 5_000,
        },
      },
    ],
    [
      'row 5, innovation awards within a band',
      {
        name: '创新创效奖励',
        kind: 'award',
        division: '210100',
        rules: {
          windows: [
            { ...yearly, window: 'management', creditFen: 500_000 },
            { ...yearly, window: 'service', creditFen: 100_000 },
          ],
        },
      },
    ],
    [
      'row 6, what was promised to drivers: a health check and supplies',
      { name: '司机权益', kind: 'negotiated-benefit', division: '420000', plan: 'sites', rules: { kitsPerHead: 1 } },
    ],
    [
      'row 7, welfare grants to drivers in hardship',
      { name: '帮扶救助', kind: 'grant', division: '420000', rules: { windows: [{ ...yearly, creditFen: 300_000 }] } },
    ],
  ])('%s', (_row, body) => {
    const data = programmeBody.parse({ ...body, year: 2025 })
    given([])
      .when({ type: 'DefineProgramme', ...data })
      .then([{ type: 'ProgrammeDefined', data: { ...data, rulesVersion: 1 } }])
  })

  test('what is left out: no quota, three late days, funds in proportion', () => {
    const data = programmeBody.parse({ name: '奖励', kind: 'award', division: '210100', year: 2025 })
    expect(data).toMatchObject({
      plan: 'people',
      rules: { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' },
    })
  })
})
