import { everything } from '@welfare/contracts/authority.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type AccountsFixture,
  bodyOf,
  county,
  merchant,
  openAccountsFixture,
  otherMerchant,
  prefecture,
} from './accounts.fixture.ts'

let fixture: AccountsFixture
/** Administers the whole ledger, and one prefecture. */
let admin: string
let near: string

beforeEach(async () => {
  fixture = await openAccountsFixture()
  admin = await fixture.tokenOf('admin', 'administrator')
  near = await fixture.tokenOf('admin-near', 'administrator', prefecture)
})
afterEach(async () => {
  await fixture.stop()
})

const desk = { account: 'desk-1', role: 'officer', scope: county }
const unknownAccount = '/v1/accounts/account-00000000-0000-5000-8000-000000000000'

async function open(token: string, given: object): Promise<{ id: string; path: string }> {
  const opened = await fixture.call('POST', '/v1/accounts', { token, body: given })
  expect(opened.status).toBe(201)
  const { id } = bodyOf<{ id: string }>(opened)
  expect(opened.headers.get('location')).toBe(`/v1/accounts/${id}`)
  return { id, path: `/v1/accounts/${id}` }
}

describe('an account', () => {
  test('is opened, read, changed under the version that was seen, and closed', async () => {
    const { id, path } = await open(near, desk)
    const read = await fixture.call('GET', path, { token: near })
    expect(read).toMatchObject({ status: 200, body: { id, version: 1, ...desk, kind: 'person', closed: false } })
    const body = { role: 'approver', scope: prefecture, reason: '换岗' }
    const change = { token: near, body, headers: { 'if-match': '"1"' } }
    expect(await fixture.call('PUT', `${path}/authority`, { ...change, headers: {} })).toMatchObject({ status: 428 })
    expect(await fixture.call('PUT', `${path}/authority`, change)).toMatchObject({
      status: 200,
      body: { id, version: 2 },
    })
    expect(await fixture.call('PUT', `${path}/authority`, change)).toMatchObject({ status: 412 })
    expect(await fixture.call('GET', path, { token: near })).toMatchObject({
      body: { role: 'approver', scope: prefecture },
    })
    const closure = { token: near, body: { reason: '离岗' } }
    expect(await fixture.call('POST', `${path}/closure`, closure)).toMatchObject({ status: 200, body: { version: 3 } })
    expect(await fixture.call('POST', `${path}/closure`, closure)).toMatchObject({ status: 200, body: { version: 3 } })
    expect(await fixture.call('GET', path, { token: near })).toMatchObject({ body: { closed: true } })
    expect(await fixture.call('POST', '/v1/accounts', { token: admin, body: desk })).toMatchObject({
      status: 409,
      body: { code: 'account-name-taken' },
    })
  })

  test('is opened within the scope of who opens it, for merchants that there are', async () => {
    const asked = async (given: object) =>
      bodyOf<{ code: string }>(await fixture.call('POST', '/v1/accounts', { token: near, body: { ...desk, ...given } }))
        .code
    expect(await asked({ scope: everything })).toBe('scope-too-wide')
    expect(await asked({ scope: { divisions: ['130302'] } })).toBe('scope-too-wide')
    expect(await asked({ role: 'merchant-owner' })).toBe('merchants-missing')
    const owner = { account: 'owner-1', role: 'merchant-owner' }
    // The merchant of another prefecture is answered like one that is not there.
    expect(await asked({ ...owner, scope: { ...county, merchants: [otherMerchant] } })).toBe('merchant-unknown')
    const nowhere = 'merchant-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3f'
    expect(await asked({ ...owner, scope: { ...county, merchants: [nowhere] } })).toBe('merchant-unknown')
    await open(near, { ...owner, scope: { ...county, merchants: [merchant] } })
  })

  test('outside the scope is answered in everything like one that is not there', async () => {
    const far = await open(admin, { account: 'desk-far', role: 'officer', scope: { divisions: ['130302'] } })
    const wide = await open(admin, { account: 'desk-wide', role: 'officer', scope: { divisions: ['630000'] } })
    const requests = [
      ['GET', '', undefined],
      ['PUT', '/authority', { role: 'officer', scope: county, reason: '夺权' }],
      ['POST', '/closure', { reason: '夺权' }],
      ['POST', '/password-reset', undefined],
      ['GET', '/tokens', undefined],
      ['POST', '/tokens', { label: '夺权' }],
      ['DELETE', '/tokens/00000000-0000-7000-8000-000000000001', undefined],
    ] as const
    for (const [method, rest, body] of requests) {
      const answers = await Promise.all(
        [unknownAccount, far.path, wide.path].map(async (path) => {
          const more = { ...(body && { body }), headers: { 'if-match': '"7"' } }
          const { status, body: answer } = await fixture.call(method, `${path}${rest}`, { token: near, ...more })
          return { status, answer: { ...bodyOf<Record<string, unknown>>({ body: answer }), instance: '' } }
        }),
      )
      expect(answers[0], `${method} ${rest}`).toMatchObject({ status: 404, answer: { code: 'account-unknown' } })
      expect(answers[1]).toEqual(answers[0])
      expect(answers[2]).toEqual(answers[0])
    }
  })

  test('is listed to those who reach as far, page by page', async () => {
    for (let index = 0; index < 5; index += 1) await open(admin, { ...desk, account: `desk-${index}` })
    await open(admin, { account: 'desk-far', role: 'officer', scope: { divisions: ['130302'] } })
    const auditor = await fixture.tokenOf('auditor-near', 'auditor', prefecture)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await fixture.call('GET', `/v1/accounts?limit=2${cursor ? `&cursor=${cursor}` : ''}`, {
        token: auditor,
      })
      const { items, nextCursor } = bodyOf<{ items: { account: string }[]; nextCursor?: string }>(page)
      expect(items.length).toBeLessThanOrEqual(2)
      seen.push(...items.map(({ account }) => account))
      cursor = nextCursor
    } while (cursor !== undefined)
    expect(seen).toEqual(['admin-near', 'desk-0', 'desk-1', 'desk-2', 'desk-3', 'desk-4', 'auditor-near'])
  })

  test('nobody changes what is its own; somebody always administers the whole ledger', async () => {
    const { path } = await open(admin, { account: 'admin-2', role: 'administrator', scope: everything })
    const own = (await fixture.call('GET', '/v1/accounts', { token: admin })).body as { items: { id: string }[] }
    const ownPath = `/v1/accounts/${own.items[0]?.id}`
    const body = { reason: '交接' }
    expect(await fixture.call('POST', `${ownPath}/closure`, { token: admin, body })).toMatchObject({
      status: 403,
      body: { code: 'own-authority' },
    })
    const local = fixture.service.localToken('administrator')
    const closures = await Promise.all(
      [ownPath, path].map((one) => fixture.call('POST', `${one}/closure`, { token: local, body })),
    )
    expect(closures.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(closures.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'last-administrator' })
  })

  test('closed, or narrowed, is so from the answer on, and after the copies were lost', async () => {
    const token = await fixture.tokenOf('machine-1', 'auditor')
    const id = bodyOf<{ items: { id: string }[] }>(
      await fixture.call('GET', '/v1/accounts', { token: admin }),
    ).items.at(-1)?.id
    const body = { role: 'auditor', scope: county, reason: '换岗' }
    expect((await fixture.call('GET', '/v1/session', { token })).body).toMatchObject({ scope: everything })
    const headers = { 'if-match': '"2"' }
    expect((await fixture.call('PUT', `/v1/accounts/${id}/authority`, { token: admin, body, headers })).status).toBe(
      200,
    )
    expect((await fixture.call('GET', '/v1/session', { token })).body).toMatchObject({ scope: county })
    await fixture.call('POST', `/v1/accounts/${id}/closure`, { token: admin, body: { reason: '停用' } })
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(401)
    await fixture.restart({ dropCopies: true })
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(401)
    expect((await fixture.call('GET', '/v1/session', { token: admin })).status).toBe(200)
  })
})

describe('a token', () => {
  const machine = { account: 'interface-1', kind: 'machine', role: 'officer', scope: county }

  test('is shown in one answer, opens what its account may do, and nothing once revoked', async () => {
    const { path } = await open(near, machine)
    const request = { token: near, body: { label: '财务接口' }, key: 'issue-once' }
    const issued = await fixture.call('POST', `${path}/tokens`, request)
    const { id, token } = bodyOf<{ id: string; token: string }>(issued)
    expect(token).toMatch(/^wl_[\w-]{43}$/)
    expect((await fixture.call('POST', `${path}/tokens`, request)).body).toEqual(issued.body)
    expect((await fixture.call('GET', '/v1/session', { token })).body).toEqual({
      account: 'interface-1',
      role: 'officer',
      scope: county,
    })
    const listed = await fixture.call('GET', `${path}/tokens`, { token: near })
    expect(listed.text).not.toContain(token)
    expect(listed.body).toMatchObject({ items: [{ id, label: '财务接口', revoked: false }] })
    expect((await fixture.call('DELETE', `${path}/tokens/${id}?reason=lost`, { token: near })).status).toBe(204)
    expect(await fixture.call('GET', '/v1/session', { token })).toMatchObject({
      status: 401,
      body: { code: 'credentials-invalid' },
    })
    // Sent once more, its answer is as it was, and the token stays revoked.
    expect((await fixture.call('POST', `${path}/tokens`, request)).body).toEqual(issued.body)
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(401)
  })

  test('ends with its last day in Shanghai', async () => {
    const { path } = await open(near, machine)
    const body = { label: '财务接口', expiresOn: '2025-06-03' }
    const { token } = bodyOf<{ token: string }>(await fixture.call('POST', `${path}/tokens`, { token: near, body }))
    fixture.clock.advanceTo(new Date('2025-06-03T15:59:59Z'))
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(200)
    fixture.clock.advanceTo(new Date('2025-06-03T16:00:00Z'))
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(401)
  })

  test('of a person is none that an administrator gets', async () => {
    const { path } = await open(near, desk)
    expect(await fixture.call('POST', `${path}/tokens`, { token: near, body: { label: '冒名' } })).toMatchObject({
      status: 422,
      body: { code: 'not-a-machine', kind: 'person' },
    })
  })

  test.each(['Bearer', 'Bearer wl_nonsense', 'Bearer local.officer.nonsense', 'Bearer local.approver.x', 'Basic YTpi'])(
    'that is none is refused: %s',
    async (authorization) => {
      const { cookie } = await signedIn()
      const answer = await fixture.call('GET', '/v1/session', { cookie, headers: { authorization } })
      expect(answer).toMatchObject({ status: 401, body: { code: 'credentials-invalid' } })
    },
  )

  test('of whoever has the machine opens what its role may do, until the server ends; an approver is never among them', async () => {
    const token = fixture.service.localToken('officer')
    expect((await fixture.call('GET', '/v1/session', { token })).body).toEqual({
      account: 'local',
      role: 'officer',
      scope: everything,
    })
    const approver = token.replace('.officer.', '.approver.')
    expect((await fixture.call('GET', '/v1/session', { token: approver })).status).toBe(401)
    await fixture.restart()
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(401)
  })

  async function signedIn() {
    const account = { account: 'desk-9', role: 'officer', scope: county, password: '长江源头 mule 2025' } as const
    await fixture.service.openAccount(account)
    const { password } = account
    return fixture.call('POST', '/v1/session', { body: { account: 'desk-9', password } })
  }
})

describe('what is recorded', () => {
  test('is who gave which authority to whom, and why', async () => {
    const { id } = await open(near, desk)
    const body = { role: 'auditor', scope: county, reason: '换岗' }
    await fixture.call('PUT', `/v1/accounts/${id}/authority`, { token: near, body, headers: { 'if-match': '"1"' } })
    const recorded = (await fixture.events()).filter(({ stream }) => stream === id)
    expect(recorded).toEqual([
      {
        stream: id,
        actor: 'administrator/admin-near',
        event: { type: 'AccountOpened', data: { account: 'desk-1', kind: 'person', role: 'officer', reach: county } },
      },
      {
        stream: id,
        actor: 'administrator/admin-near',
        event: { type: 'AuthorityChanged', data: { role: body.role, reach: body.scope, reason: body.reason } },
      },
    ])
  })
})

describe('an approval limit', () => {
  const amounts = {
    limits: {
      allocation: { perAct: 5_000_000, within24Hours: 9_000_000 },
      issuance: null,
      'price-list': { perAct: 0 },
    },
    lateEntry: { days: 30, secondPersonAboveDays: 3 },
  }

  test('is set within the scope, read and listed, and said once', async () => {
    const set = () => fixture.call('PUT', '/v1/approval-limits/632701', { token: near, body: amounts })
    const answer = await set()
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } })
    expect((await set()).body).toEqual(answer.body)
    const officer = await fixture.tokenOf('desk-1', 'officer', county)
    const limit = { ...bodyOf<object>(answer), division: '632701', ...amounts }
    expect((await fixture.call('GET', '/v1/approval-limits/632701', { token: officer })).body).toEqual(limit)
    expect((await fixture.call('GET', '/v1/approval-limits', { token: officer })).body).toEqual({ items: [limit] })
  })

  test.each(['630000', '130302', '000000'])('of %s is not one that a prefecture sets', async (division) => {
    const path = `/v1/approval-limits/${division}`
    expect(await fixture.call('PUT', path, { token: near, body: amounts })).toMatchObject({
      status: 404,
      body: { code: 'division-unknown' },
    })
    expect((await fixture.call('PUT', path, { token: admin, body: amounts })).status).toBe(200)
    expect((await fixture.call('GET', path, { token: near })).status).toBe(404)
    expect((await fixture.call('GET', '/v1/approval-limits', { token: near })).body).toEqual({ items: [] })
  })

  test('is not an officer’s to set', async () => {
    const officer = await fixture.tokenOf('desk-1', 'officer')
    const answer = await fixture.call('PUT', '/v1/approval-limits/632701', { token: officer, body: amounts })
    expect(answer).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } })
  })
})

describe('what was recorded, and its secret lost', () => {
  test('is made up for by the same request: a crash between the two is no more than an answer that did not come', async () => {
    const local = () => fixture.service.localToken('administrator')
    const opening = { body: desk, key: 'open-once' }
    const opened = await fixture.call('POST', '/v1/accounts', { token: local(), ...opening })
    const machine = { account: 'interface-1', kind: 'machine', role: 'officer', scope: county }
    const { path } = await open(local(), machine)
    const issuing = { body: { label: '财务接口' }, key: 'issue-once' }
    const issued = await fixture.call('POST', `${path}/tokens`, { token: local(), ...issuing })
    const { token } = bodyOf<{ token: string }>(issued)
    const { oneTimePassword: password } = bodyOf<{ oneTimePassword: string }>(opened)
    const signIn = { account: 'desk-1', password, newPassword: '长江源头 mule 2025' }

    await fixture.restart({ dropSecrets: true })
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(401)
    expect((await fixture.call('POST', '/v1/session', { body: signIn })).status).toBe(401)

    expect((await fixture.call('POST', '/v1/accounts', { token: local(), ...opening })).body).toEqual(opened.body)
    expect((await fixture.call('POST', `${path}/tokens`, { token: local(), ...issuing })).body).toEqual(issued.body)
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(200)
    expect((await fixture.call('POST', '/v1/session', { body: signIn })).status).toBe(200)
  })
})
