import { everything, type Scope } from '@welfare/contracts/authority.ts'
import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, test } from 'vitest'
import type { AccountCommand, Maker } from './account.commands.ts'
import { type AccountEvent, accountDecider } from './account.decider.ts'

const county: Scope = { divisions: ['632701'] }
const prefecture: Scope = { divisions: ['632700'] }
const shop: Scope = { divisions: ['632701'], merchants: ['merchant-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'] }
const head: Maker = { account: 'admin-1', scope: prefecture }
const stranger: Maker = { account: 'admin-2', scope: { divisions: ['130300'] } }
const token = '00000000-0000-7000-8000-000000000001'
const reason = '换岗'

const opened = accountOpened('desk-1', 'officer', county)
const machine: AccountEvent = {
  type: 'AccountOpened',
  data: { account: 'interface-1', kind: 'machine', role: 'officer', reach: county },
}
const closed: AccountEvent = { type: 'AccountClosed', data: { reason } }
const issued: AccountEvent = { type: 'TokenIssued', data: { token, label: '接口' } }

const { given } = specify(accountDecider)

describe('opening', () => {
  const open: AccountCommand = {
    type: 'OpenAccount',
    account: 'desk-1',
    kind: 'person',
    role: 'officer',
    scope: county,
    maker: head,
  }

  test('an account, once and for ever', () => {
    given([]).when(open).then([opened])
    given([opened])
      .when(open)
      .then({ code: 'account-name-taken', facts: { account: 'desk-1' } })
    given([opened, closed]).when(open).then({ code: 'account-name-taken' })
  })

  test('never wider than the maker reaches', () => {
    given([])
      .when({ ...open, scope: { divisions: ['630000'] } })
      .then({ code: 'scope-too-wide', facts: { divisions: ['632700'] } })
    given([])
      .when({ ...open, scope: everything })
      .then({ code: 'scope-too-wide' })
    given([])
      .when({ ...open, scope: { divisions: ['632701', '130302'] } })
      .then({ code: 'scope-too-wide' })
  })

  test('the first one is opened by the house', () => {
    given([])
      .when({ ...open, account: 'admin', role: 'administrator', scope: everything, maker: undefined })
      .then([accountOpened('admin', 'administrator', everything)])
  })

  test('somewhere, and for a merchant where it is a merchant', () => {
    given([])
      .when({ ...open, scope: { divisions: [] } })
      .then({ code: 'divisions-missing' })
    given([])
      .when({ ...open, role: 'merchant-owner' })
      .then({ code: 'merchants-missing', facts: { role: 'merchant-owner' } })
    given([])
      .when({ ...open, role: 'merchant-owner', scope: shop })
      .then([accountOpened('desk-1', 'merchant-owner', shop)])
  })

  test.each(['local', 'anonymous', 'process'])('not in the name of %s', (account) => {
    given([])
      .when({ ...open, account })
      .then({ code: 'account-name-reserved', facts: { account } })
  })
})

describe('a phone', () => {
  const pair: AccountCommand = {
    type: 'PairDevice',
    account: 'device-1',
    scope: shop,
    token,
    label: '前台手机',
    maker: { account: 'owner-1', scope: shop },
  }

  test('is an account with its token, for the till', () => {
    given([])
      .when(pair)
      .then([
        { type: 'AccountOpened', data: { account: 'device-1', kind: 'device', role: 'merchant-till', reach: shop } },
        { type: 'TokenIssued', data: { token, label: '前台手机' } },
      ])
  })

  test("of the maker's own merchants", () => {
    const other = { divisions: ['632701'], merchants: ['merchant-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3e'] }
    given([])
      .when({ ...pair, scope: other })
      .then({ code: 'scope-too-wide' })
    given([])
      .when({ ...pair, scope: { divisions: ['632701'] } })
      .then({ code: 'merchants-missing' })
  })
})

describe('authority', () => {
  const change: AccountCommand = {
    type: 'ChangeAuthority',
    role: 'approver',
    scope: county,
    reason,
    maker: head,
    isLastAdministrator: false,
  }
  const changed: AccountEvent = { type: 'AuthorityChanged', data: { role: 'approver', reach: county, reason } }

  test('changes, and stays as it is when it is so already', () => {
    given([opened]).when(change).then([changed])
    given([opened, changed]).when(change).then([])
  })

  test('of what one does not reach is not found', () => {
    given([]).when(change).then({ code: 'account-unknown' })
    given([opened])
      .when({ ...change, maker: stranger })
      .then({ code: 'account-unknown', facts: {} })
  })

  test('nobody changes its own', () => {
    given([accountOpened('admin-1', 'administrator', prefecture)])
      .when({ ...change, role: 'administrator' })
      .then({ code: 'own-authority' })
  })

  test('never becomes wider than the maker reaches', () => {
    given([opened])
      .when({ ...change, scope: everything })
      .then({ code: 'scope-too-wide' })
  })

  test('the last administrator of the whole ledger stays one', () => {
    const last = { maker: { account: 'admin-3', scope: everything }, isLastAdministrator: true }
    const admin = accountOpened('admin', 'administrator', everything)
    given([admin])
      .when({ ...change, ...last })
      .then({ code: 'last-administrator', facts: { account: 'admin' } })
    given([admin])
      .when({ ...change, ...last, role: 'administrator', scope: prefecture })
      .then({ code: 'last-administrator' })
    given([admin])
      .when({ ...change, ...last, role: 'administrator', scope: everything })
      .then([])
  })
})

describe('closing', () => {
  const close: AccountCommand = { type: 'CloseAccount', reason, maker: head, isLastAdministrator: false }

  test('ends an account, once', () => {
    given([opened]).when(close).then([closed])
    given([opened, closed]).when(close).then([])
  })

  test('not one that is not seen, not oneself, not the last administrator', () => {
    given([opened])
      .when({ ...close, maker: stranger })
      .then({ code: 'account-unknown' })
    given([accountOpened('admin-1', 'administrator', prefecture)])
      .when(close)
      .then({ code: 'own-authority' })
    given([opened])
      .when({ ...close, isLastAdministrator: true })
      .then({ code: 'last-administrator' })
  })
})

describe('passwords', () => {
  const change: AccountCommand = { type: 'ChangePassword', maker: { account: 'desk-1', scope: county } }

  test('are changed by whoever they are of, and by whoever administers it', () => {
    given([opened])
      .when(change)
      .then([{ type: 'PasswordChanged', data: {} }])
    given([opened])
      .when({ ...change, maker: head })
      .then([{ type: 'PasswordChanged', data: {} }])
  })

  test('not of what is not seen, closed, or no person', () => {
    given([opened])
      .when({ ...change, maker: stranger })
      .then({ code: 'account-unknown' })
    given([opened, closed]).when(change).then({ code: 'account-closed' })
    given([machine])
      .when({ ...change, maker: head })
      .then({ code: 'not-a-person', facts: { kind: 'machine' } })
  })
})

describe('tokens', () => {
  const issue: AccountCommand = { type: 'IssueToken', token, label: '接口', today: '2025-06-02', maker: head }
  const revoke: AccountCommand = { type: 'RevokeToken', token, reason, maker: head }

  test('are of machines; of a person only the house makes one', () => {
    given([machine]).when(issue).then([issued])
    given([opened])
      .when(issue)
      .then({ code: 'not-a-machine', facts: { kind: 'person' } })
    given([opened])
      .when({ ...issue, maker: undefined })
      .then([issued])
  })

  test('end on a day that is yet to come', () => {
    given([machine])
      .when({ ...issue, expiresOn: '2025-06-01' })
      .then({ code: 'token-expiry-past', facts: { today: '2025-06-02' } })
    given([machine])
      .when({ ...issue, expiresOn: '2025-06-02' })
      .then([{ type: 'TokenIssued', data: { token, label: '接口', expiresOn: '2025-06-02' } }])
  })

  test('are bounded in number', () => {
    const many = Array.from({ length: 50 }, (_, index): AccountEvent => {
      const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`
      return { type: 'TokenIssued', data: { token: id, label: '接口' } }
    })
    given([machine, ...many])
      .when(issue)
      .then({ code: 'too-many-tokens', facts: { maxTokens: 50 } })
  })

  test('are revoked once', () => {
    const revoked: AccountEvent = { type: 'TokenRevoked', data: { token, reason } }
    given([machine, issued]).when(revoke).then([revoked])
    given([machine, issued, revoked]).when(revoke).then({ code: 'token-unknown' })
    given([machine, issued])
      .when({ ...revoke, maker: stranger })
      .then({ code: 'account-unknown' })
  })
})

test('what is not seen comes before what is closed, one’s own before what is wrong with the change', () => {
  const wrong: AccountCommand = {
    type: 'ChangeAuthority',
    role: 'merchant-owner',
    scope: { divisions: [] },
    reason,
    maker: stranger,
    isLastAdministrator: true,
  }
  given([opened, closed]).when(wrong).then({ code: 'account-unknown' })
  given([accountOpened('admin-1', 'administrator', prefecture), closed])
    .when({ ...wrong, maker: head })
    .then({ code: 'own-authority' })
  given([opened, closed])
    .when({ ...wrong, maker: head })
    .then({ code: 'account-closed' })
  given([opened])
    .when({ ...wrong, maker: head })
    .then({ code: 'divisions-missing' })
  given([opened])
    .when({ ...wrong, maker: head, scope: { divisions: ['130302'] } })
    .then({ code: 'merchants-missing' })
  given([opened])
    .when({ ...wrong, maker: head, role: 'auditor', scope: { divisions: ['130302'] } })
    .then({ code: 'scope-too-wide' })
  given([opened])
    .when({ ...wrong, maker: head, role: 'auditor', scope: county })
    .then({ code: 'last-administrator' })
})

function accountOpened(
  account: string,
  role: 'officer' | 'administrator' | 'merchant-owner',
  scope: Scope,
): AccountEvent {
  return { type: 'AccountOpened', data: { account, kind: 'person', role, reach: scope } }
}
