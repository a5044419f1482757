import type { programmesEvents } from '../../src/events/programmes.ts'
import { division, id, type SamplesOf } from './ids.ts'
import { split } from './split.ts'

const quota = {
  ...{ redemptionsPerDay: 2, amountPerDayFen: 8_000, redemptionsPerWeek: 10, amountPerWeekFen: 20_000 },
  redemptionsPerWindow: 30,
}
const rules = {
  windows: [{ window: 'horse-racing', name: '赛马节', from: '2025-07-25', until: '2025-07-31', creditFen: 20_000 }],
  quota,
  lateEntryDays: 3,
  sharing: 'in-proportion' as const,
  ownSharePerRedemptionFen: 100,
  kitsPerHead: 1,
  exclusiveWith: [id('programme', 2)],
  split,
  itemsOnly: true as const,
  eachDayFen: 2_000,
  allowedItems: ['dumplings'],
  announcementDays: 5,
}
const programme = id('programme')

export const programmesSamples: SamplesOf<keyof typeof programmesEvents> = {
  ProgrammeDefined: {
    stream: programme,
    data: { name: '节日餐补', kind: 'festival-meal', division, plan: 'people', year: 2025, rules, rulesVersion: 1 },
  },
  ProgrammeRulesChanged: {
    stream: programme,
    data: { rules: { ...rules, quota: {} }, rulesVersion: 2, reason: '取消每日限额' },
  },
  MerchantAdmitted: { stream: programme, data: { merchant: id('merchant') } },
  MerchantWithdrawn: { stream: programme, data: { merchant: id('merchant'), reason: '停业' } },
  WorkerRemovedFromRoster: { stream: programme, data: { worker: id('worker'), reason: '已离职' } },
  ProgrammePublicitySet: { stream: programme, data: { isPublic: true, reason: '主席办公会同意公开' } },
  ProgrammeLastDaySet: { stream: programme, data: { lastDay: '2025-10-08', reason: '中秋节后结束' } },
  ProgrammeClosed: { stream: programme, data: { reason: '年度结束' } },
  RoundOpened: {
    stream: id('round'),
    data: { programme, plan: 'people', name: '第一批', windows: ['horse-racing'], entries: 2, rosterReadThrough: 41 },
  },
  RosterFrozen: {
    stream: id('round'),
    data: {
      programme,
      groups: [{ employer: id('employer'), division, trade: '环卫', workers: [id('worker', 1), id('worker', 2)] }],
    },
  },
  SiteListFrozen: {
    stream: id('round', 2),
    data: {
      programme: id('programme', 2),
      sites: [
        {
          site: id('site'),
          employer: id('employer'),
          division,
          trade: '环卫',
          headCount: 24,
          goods: [{ commodity: `${id('kit')}@1`, quantity: 24 }],
          dueOn: '2025-07-10',
        },
      ],
    },
  },
  RoundSealed: { stream: id('round'), data: { programme, entries: 2 } },
  RoundAnnounced: {
    stream: id('round'),
    data: {
      programme,
      ...{ announcedOn: '2025-07-11', until: '2025-07-18', workingDays: 5, entries: 2 },
      listHash: 'a3f1'.repeat(16),
    },
  },
  ObjectionRaised: {
    stream: id('round'),
    data: { programme, objection: 1, worker: id('worker', 2), raisedBy: 'desk-1', reason: '群众反映已离岗' },
  },
  ObjectionDecided: {
    stream: id('round'),
    data: { programme, objection: 1, worker: id('worker', 2), outcome: 'rejected', reason: '经核实仍在岗' },
  },
}
