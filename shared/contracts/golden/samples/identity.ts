import type { identityEvents } from '../../src/events/accounts.ts'
import { division, id, type SamplesOf } from './ids.ts'

const scope = { divisions: ['632700'], programmes: [id('programme')], merchants: [id('merchant')] }
const token = '00000000-0000-7000-8000-000000000001'

export const identitySamples: SamplesOf<keyof typeof identityEvents> = {
  AccountOpened: {
    stream: id('account'),
    data: { account: 'till-1', kind: 'device', role: 'merchant-till', reach: scope },
  },
  AuthorityChanged: { stream: id('account'), data: { role: 'merchant-owner', reach: scope, reason: '店主' } },
  AccountClosed: { stream: id('account'), data: { reason: '离岗' } },
  PasswordChanged: { stream: id('account'), data: {} },
  TokenIssued: { stream: id('account'), data: { token, label: '前台手机', expiresOn: '2026-12-31' } },
  TokenRevoked: { stream: id('account'), data: { token, reason: '手机遗失' } },
  PersonalDataRead: {
    stream: id('access'),
    data: {
      account: 'officer/desk-1',
      operation: 'readWorker',
      purpose: '核对签收表',
      workers: [id('worker', 1), id('worker', 2)],
      programme: id('programme'),
      count: 2,
    },
  },
  ApprovalLimitSet: { stream: id('limit'), data: {
      division,
      limits: {
        allocation: { perAct: 5_000_000, within24Hours: 10_000_000, sinceApproval: 20_000_000 },
        issuance: null,
        'price-list': { perAct: 0 },
        purchase: { perAct: 2_000_000 },
      },
      lateEntry: { days: 62, secondPersonAboveDays: 7 },
    },
  },
}
