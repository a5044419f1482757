import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { everything } from '@welfare/contracts/authority.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type AccountsFixture, bodyOf, county, openAccountsFixture } from '../accounts.fixture.ts'

const HOUR_MS = 3_600_000
const password = '长江源头的 blue mule'
const desk = { account: 'desk-1', role: 'officer', scope: county } as const

let fixture: AccountsFixture

beforeEach(async () => {
  fixture = await openAccountsFixture()
})
afterEach(async () => {
  await fixture.stop()
})

const signIn = (given: object = {}) =>
  fixture.call('POST', '/v1/session', { body: { account: 'desk-1', password, ...given } })

describe('the first start', () => {
  test('lets whoever has the terminal open the first administrator, once', async () => {
    const code = fixture.service.setupCode() ?? ''
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
    const body = { code: code.toLowerCase(), account: 'admin', password }
    expect(await fixture.call('POST', '/v1/setup', { body: { ...body, code: '0000-0000-0000' } })).toMatchObject({
      status: 404,
      body: { code: 'set-up-code-unknown' },
    })
    expect(await fixture.call('POST', '/v1/setup', { body: { ...body, password: 'short' } })).toMatchObject({
      status: 422,
      body: { code: 'password-too-weak', weakness: 'too-short', minLength: 12 },
    })
    expect(await fixture.call('POST', '/v1/setup', { body })).toMatchObject({ status: 201, body: { account: 'admin' } })
    expect(fixture.service.setupCode()).toBeUndefined()
    expect(await fixture.call('POST', '/v1/setup', { body: { ...body, account: 'admin-2' } })).toMatchObject({
      status: 409,
      body: { code: 'set-up-already' },
    })
    expect(await signIn({ account: 'admin' })).toMatchObject({
      status: 200,
      body: { account: 'admin', role: 'administrator', scope: everything },
    })
  })

  test('of two who come with the code at once, one becomes administrator', async () => {
    const code = fixture.service.setupCode() ?? ''
    const answers = await Promise.all(
      ['admin-1', 'admin-2'].map((account) => fixture.call('POST', '/v1/setup', { body: { code, account, password } })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  test('a new start has another code', async () => {
    const code = fixture.service.setupCode()
    await fixture.restart()
    expect(fixture.service.setupCode()).not.toBe(code)
  })

  test('guessing the code is slow', async () => {
    const body = { code: '0000-0000-0000', account: 'admin', password }
    const guesses = Array.from({ length: 11 }, () => fixture.call('POST', '/v1/setup', { body }))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 404)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  })
})

describe('a session', () => {
  beforeEach(async () => {
    await fixture.service.openAccount({ ...desk, password })
  })

  test('begins with the password, is a cookie that no script reads, and ends when told', async () => {
    const signedIn = await signIn()
    expect(signedIn).toMatchObject({
      status: 200,
      body: { ...desk, expiresAt: '2025-06-02T14:00:00.000Z' },
    })
    expect(signedIn.headers.get('set-cookie')).toMatch(
      /^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    )
    const { cookie } = signedIn
    expect((await fixture.call('GET', '/v1/session', { cookie })).body).toEqual(signedIn.body)
    const signedOut = await fixture.call('DELETE', '/v1/session', { cookie })
    expect(signedOut).toMatchObject({ status: 204, cookie: 'session=' })
    expect(await fixture.call('GET', '/v1/session', { cookie })).toMatchObject({
      status: 401,
      body: { code: 'credentials-invalid' },
    })
  })

  test('ends after two hours without a request, and after twelve whatever happens', async () => {
    const { cookie } = await signIn()
    for (let hours = 1; hours < 12; hours += 1) {
      fixture.pass(HOUR_MS)
      expect((await fixture.call('GET', '/v1/session', { cookie })).status).toBe(200)
    }
    fixture.pass(HOUR_MS)
    expect((await fixture.call('GET', '/v1/session', { cookie })).status).toBe(401)
    const idle = await signIn()
    fixture.pass(2 * HOUR_MS)
    expect((await fixture.call('GET', '/v1/session', { cookie: idle.cookie })).status).toBe(401)
  })

  test('outlives a restart, with the time of its last request', async () => {
    const { cookie } = await signIn()
    fixture.pass(1.5 * HOUR_MS)
    await fixture.call('GET', '/v1/session', { cookie })
    await fixture.restart({ dropCopies: true })
    fixture.pass(1.5 * HOUR_MS)
    expect((await fixture.call('GET', '/v1/session', { cookie })).status).toBe(200)
    await fixture.restart()
    fixture.pass(2 * HOUR_MS)
    expect((await fixture.call('GET', '/v1/session', { cookie })).status).toBe(401)
  })

  test('signing in again ends the one before', async () => {
    const first = await signIn()
    const body = { account: 'desk-1', password }
    const second = await fixture.call('POST', '/v1/session', { body, cookie: first.cookie })
    expect(second.status).toBe(200)
    expect((await fixture.call('GET', '/v1/session', { cookie: first.cookie })).status).toBe(401)
    expect((await fixture.call('GET', '/v1/session', { cookie: second.cookie })).status).toBe(200)
  })

  test('is of this host and of TLS where TLS is spoken', async () => {
    const plain = await signIn()
    await fixture.restart({ with: { isSecure: true } })
    const signedIn = await signIn()
    expect(signedIn.headers.get('set-cookie')).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=43200$/,
    )
    expect((await fixture.call('GET', '/v1/session', { cookie: signedIn.cookie })).status).toBe(200)
    expect(await fixture.call('GET', '/v1/session', { cookie: plain.cookie })).toMatchObject({
      body: { code: 'sign-in-required' },
    })
  })

  test('does nothing for a page of another site', async () => {
    const { cookie } = await signIn()
    const headers = { 'sec-fetch-site': 'cross-site' }
    expect(await fixture.call('DELETE', '/v1/session', { cookie, headers })).toMatchObject({
      status: 403,
      body: { code: 'cross-origin' },
    })
    expect((await fixture.call('GET', '/v1/session', { cookie })).status).toBe(200)
  })
})

describe('a token of a person', () => {
  test('only reads, for some hours, and ends with a reset of the password', async () => {
    const admin = await fixture.tokenOf('admin', 'administrator')
    const id = await fixture.service.openAccount({ ...desk, password })
    const { cookie } = await signIn()
    const made = await fixture.call('POST', '/v1/session/read-token', { cookie, body: {} })
    expect(made).toMatchObject({ status: 201, body: { account: 'desk-1', expiresAt: '2025-06-02T14:00:00.000Z' } })
    const { token } = bodyOf<{ token: string }>(made)
    expect((await fixture.call('GET', '/v1/session', { token })).body).toMatchObject({ account: 'desk-1' })
    expect(await fixture.call('POST', '/v1/session/read-token', { token, body: {} })).toMatchObject({
      status: 403,
      body: { code: 'token-only-reads' },
    })
    expect((await fixture.call('GET', '/v1/session', { cookie: `session=${token}` })).status).toBe(401)
    await fixture.call('POST', `/v1/accounts/${id}/password-reset`, { token: admin })
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(401)
  })

  test('is not for machines, and is over after two idle hours', async () => {
    const machine = await fixture.tokenOf('interface-1', 'auditor')
    expect(await fixture.call('POST', '/v1/session/read-token', { token: machine, body: {} })).toMatchObject({
      status: 422,
      body: { code: 'not-a-person' },
    })
    await fixture.service.openAccount({ ...desk, password })
    const { cookie } = await signIn()
    const { token } = bodyOf<{ token: string }>(
      await fixture.call('POST', '/v1/session/read-token', { cookie, body: {} }),
    )
    fixture.pass(2 * HOUR_MS)
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(401)
  })
})

describe('passwords', () => {
  let admin: string

  beforeEach(async () => {
    admin = await fixture.tokenOf('admin', 'administrator')
  })

  test('a new account has a one-time password, good only for choosing another', async () => {
    const key = 'open-desk-1'
    const opened = await fixture.call('POST', '/v1/accounts', { token: admin, body: desk, key })
    const { oneTimePassword } = bodyOf<{ oneTimePassword: string }>(opened)
    expect(oneTimePassword).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
    expect((await fixture.call('POST', '/v1/accounts', { token: admin, body: desk, key })).body).toEqual(opened.body)
    expect(await signIn({ password: oneTimePassword })).toMatchObject({
      status: 403,
      body: { code: 'new-password-required' },
    })
    const chosen = { password: oneTimePassword, newPassword: password }
    expect((await signIn(chosen)).status).toBe(200)
    expect(await signIn(chosen)).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
    expect((await signIn()).status).toBe(200)
    // The answer that was lost is asked for once more; what the person chose stays.
    expect((await fixture.call('POST', '/v1/accounts', { token: admin, body: desk, key })).body).toEqual(opened.body)
    expect((await signIn()).status).toBe(200)
  })

  test('a one-time password ends after seven days', async () => {
    const opened = await fixture.call('POST', '/v1/accounts', { token: admin, body: desk })
    const { oneTimePassword } = bodyOf<{ oneTimePassword: string }>(opened)
    fixture.pass(7 * 24 * HOUR_MS)
    expect((await signIn({ password: oneTimePassword, newPassword: password })).status).toBe(401)
  })

  test('a reset ends the old password and every session', async () => {
    const id = await fixture.service.openAccount({ ...desk, password })
    const { cookie } = await signIn()
    const reset = await fixture.call('POST', `/v1/accounts/${id}/password-reset`, { token: admin })
    expect(reset.status).toBe(200)
    expect((await signIn()).status).toBe(401)
    expect((await fixture.call('GET', '/v1/session', { cookie })).status).toBe(401)
    const { oneTimePassword } = bodyOf<{ oneTimePassword: string }>(reset)
    expect((await signIn({ password: oneTimePassword, newPassword: `${password}!` })).status).toBe(200)
  })

  test('a person changes its own; its other sessions end, this one goes on; sent again, it is the same', async () => {
    await fixture.service.openAccount({ ...desk, password })
    const [here, elsewhere] = [await signIn(), await signIn()]
    const body = { password, newPassword: 'unlike the mule, green' }
    const change = () => fixture.call('POST', '/v1/session/password', { cookie: here.cookie, body, key: 'change-once' })
    expect((await change()).status).toBe(204)
    expect((await change()).status).toBe(204)
    expect((await fixture.call('GET', '/v1/session', { cookie: here.cookie })).status).toBe(200)
    expect((await fixture.call('GET', '/v1/session', { cookie: elsewhere.cookie })).status).toBe(401)
    expect((await signIn()).status).toBe(401)
    expect((await signIn({ password: body.newPassword })).status).toBe(200)
    expect((await fixture.events()).filter(({ event }) => event.type === 'PasswordChanged')).toHaveLength(1)
  })

  test.each([
    ['short', 'password-too-weak'],
    ['aaaaaabbbbbb', 'password-too-weak'],
    ['my desk-1 password', 'password-too-weak'],
    [password, 'password-unchanged'],
  ])('%s is none to choose', async (newPassword, code) => {
    await fixture.service.openAccount({ ...desk, password })
    const { cookie } = await signIn()
    const answer = await fixture.call('POST', '/v1/session/password', { cookie, body: { password, newPassword } })
    expect(answer).toMatchObject({ status: 422, body: { code } })
  })

  test('the same password typed in another form of Unicode is the same', async () => {
    await fixture.service.openAccount({ ...desk, password: 'Ｑｉｎｇｈａｉ café 2025' })
    expect((await signIn({ password: 'Qinghai cafe\u0301 2025' })).status).toBe(200)
  })

  test('a hash of a lower cost is replaced when its password is next used', async () => {
    await fixture.service.openAccount({ ...desk, password })
    await fixture.restart({ with: { hashingCost: { N: 2 ** 11, r: 8, p: 1 } } })
    expect((await signIn()).status).toBe(200)
    expect(readFileSync(join(fixture.keysFolder, 'identity.db-wal')).includes('{"N":2048,"r":8,"p":1}')).toBe(true)
    expect((await signIn()).status).toBe(200)
  })
})

describe('who fails to sign in', () => {
  beforeEach(async () => {
    await fixture.service.openAccount({ ...desk, password })
  })
  const stranger = { 'x-forwarded-for': '198.51.100.99' }
  const fail = (account = 'desk-1', headers: Readonly<Record<string, string>> = {}) =>
    fixture.call('POST', '/v1/session', { body: { account, password: 'not the password' }, headers })

  test('is told nothing: no account, a machine, a closed account and a wrong password are answered alike', async () => {
    const admin = await fixture.tokenOf('admin', 'administrator')
    const id = await fixture.service.openAccount({ ...desk, account: 'desk-2', password })
    await fixture.call('POST', `/v1/accounts/${id}/closure`, { token: admin, body: { reason: '离岗' } })
    const answers = [
      await fail('desk-1'),
      await fail('nobody'),
      await fail('admin'),
      await signIn({ account: 'desk-2' }),
    ].map(({ status, body }) => ({ status, body: { ...bodyOf<Record<string, unknown>>({ body }), instance: '' } }))
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  test('waits after five tries: one second, then twice as long each time, fifteen minutes at most', async () => {
    for (let tries = 0; tries < 5; tries += 1) expect((await fail()).status).toBe(401)
    const waits: number[] = []
    for (let round = 0; round < 12; round += 1) {
      const refused = await signIn()
      expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } })
      const waitS = Number(refused.headers.get('retry-after'))
      waits.push(waitS)
      fixture.pass(waitS * 1_000)
      expect((await fail()).status).toBe(401)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
    fixture.pass(900_000)
    expect((await signIn()).status).toBe(200)
    expect((await fail()).status).toBe(401)
  })

  test('waits for a name that nobody has, too, and after a restart', async () => {
    for (let tries = 0; tries < 5; tries += 1) await fail('nobody')
    await fixture.restart()
    expect((await fail('nobody')).status).toBe(429)
    expect((await signIn()).status).toBe(200)
  })

  test('at once has no more tries than one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => fail()))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
  })

  test('somewhere keeps nobody out elsewhere: tries are counted by account and address', async () => {
    await signIn()
    for (let hour = 0; hour < 6; hour += 1) {
      for (let tries = 0; tries < 4; tries += 1) {
        await fail('desk-1', stranger)
        fixture.pass(HOUR_MS / 4)
      }
    }
    for (let tries = 0; tries < 8; tries += 1) await fail('desk-1', stranger)
    expect((await fail('desk-1', stranger)).status).toBe(429)
    expect((await signIn()).status).toBe(200)
  })

  test('is let in after the administrator’s reset, at once and from anywhere', async () => {
    const admin = await fixture.tokenOf('admin', 'administrator')
    for (let tries = 0; tries < 6; tries += 1) await fail()
    for (let tries = 0; tries < 6; tries += 1) await fail('desk-1', stranger)
    for (let index = 0; index < 15; index += 1) await fail(`guess-${index}`)
    expect((await fail('guess-99')).status).toBe(429)
    const id = String((await fixture.events()).find(({ event }) => event.type === 'AccountOpened')?.stream)
    const reset = await fixture.call('POST', `/v1/accounts/${id}/password-reset`, { token: admin })
    const { oneTimePassword } = bodyOf<{ oneTimePassword: string }>(reset)
    expect((await signIn({ password: oneTimePassword, newPassword: `${password}!` })).status).toBe(200)
    expect((await fail('guess-100')).status).toBe(401)
  })

  test('from very many addresses waits, but not where the person was signed in before', async () => {
    await signIn()
    const from = (index: number) => ({ 'x-forwarded-for': `203.0.113.${index}` })
    const body = { account: 'desk-1', password: 'not the password' }
    for (let index = 0; index < 50; index += 1)
      await fixture.call('POST', '/v1/session', { body, headers: from(index) })
    expect(await fixture.call('POST', '/v1/session', { body, headers: from(200) })).toMatchObject({ status: 429 })
    expect((await signIn()).status).toBe(200)
  })

  test('is told until when', async () => {
    for (let tries = 0; tries < 10; tries += 1) {
      await fail()
      fixture.pass(20_000)
    }
    expect(await fail()).toMatchObject({
      status: 429,
      body: { until: '2025-06-02T10:03:32.000+08:00', detail: expect.stringContaining('from 10:03 on 2 June 2025') },
    })
  })

  test('from one address waits, whatever the names; other addresses do not', async () => {
    for (let index = 0; index < 20; index += 1) expect((await fail(`guess-${index}`)).status).toBe(401)
    expect((await fail('guess-20')).status).toBe(429)
    const body = { account: 'desk-1', password }
    const headers = { 'x-forwarded-for': '198.51.100.7' }
    expect((await fixture.call('POST', '/v1/session', { body, headers })).status).toBe(200)
  })
})

test('no secret lies in the log or in the file of hashes, which is its owner’s alone', async () => {
  const admin = await fixture.tokenOf('admin', 'administrator')
  await fixture.service.openAccount({ ...desk, password })
  const { cookie = '' } = await signIn()
  const file = join(fixture.keysFolder, 'identity.db')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const stored = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)])
  const log = JSON.stringify(await fixture.events())
  for (const secret of [password, admin, cookie.slice('session='.length)]) {
    expect(stored.includes(secret)).toBe(false)
    expect(log).not.toContain(secret)
  }
})
