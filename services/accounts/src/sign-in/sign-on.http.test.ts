import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AccountsFixture, county, openAccountsFixture } from '../accounts.fixture.ts'
import { type RunningProvider, signOnAt, startOpenIdProvider } from './openid-provider.fixture.ts'

const redirectUrl = 'http://127.0.0.1:8080/v1/sign-on/callback'
const client = { client_id: 'welfare-ledger', client_secret: 'of this test, and long enough to be one' }
const MINUTE_MS = 60_000

let provider: RunningProvider
let fixture: AccountsFixture

beforeAll(async () => {
  provider = await startOpenIdProvider({ ...client, redirect_uris: [redirectUrl] })
})
afterAll(async () => {
  await provider.stop()
})
beforeEach(async () => {
  fixture = await openAccountsFixture({ signOn: signOn() })
  await fixture.service.openAccount({
    account: 'desk-1',
    role: 'officer',
    scope: county,
    password: '长江源头 mule 2025',
  })
})
afterEach(async () => {
  await fixture.stop()
})

function signOn() {
  return {
    issuer: provider.issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    redirectUrl,
    accountClaim: 'preferred_username',
  }
}

async function begin(): Promise<{ url: string; cookie: string }> {
  const begun = await fetch(`${fixture.url}/v1/sign-on`, { redirect: 'manual' })
  expect(begun.status).toBe(302)
  const setCookie = begun.headers.get('set-cookie') ?? ''
  expect(setCookie).toMatch(/^sign-on=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/)
  return { url: begun.headers.get('location') ?? '', cookie: setCookie.split(';')[0] ?? '' }
}

const comeBack = (to: URL, cookie?: string) => fixture.call('GET', `${to.pathname}${to.search}`, { cookie })

describe('signing on at the provider', () => {
  test('begins a session of the account of that name', async () => {
    const { url, cookie } = await begin()
    const asked = new URL(url).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/)
    const answer = await comeBack(await signOnAt(url, 'desk-1', redirectUrl), cookie)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.text).toContain('url=/')
    expect(answer.headers.get('set-cookie')).toMatch(/^session=.*HttpOnly; SameSite=Strict/)
    expect((await fixture.call('GET', '/v1/session', { cookie: answer.cookie })).body).toMatchObject({
      account: 'desk-1',
      role: 'officer',
      scope: county,
    })
  })

  test('opens no account for somebody who has none, and none that was closed', async () => {
    const admin = fixture.service.localToken('administrator')
    const id = await fixture.service.openAccount({ account: 'desk-2', role: 'officer', scope: county, password: 'x' })
    await fixture.call('POST', `/v1/accounts/${id}/closure`, { token: admin, body: { reason: '离岗' } })
    await fixture.tokenOf('machine-1', 'officer')
    for (const name of ['nobody', 'desk-2', 'machine-1', 'Somebody Else']) {
      const { url, cookie } = await begin()
      const answer = await comeBack(await signOnAt(url, name, redirectUrl), cookie)
      expect(answer).toMatchObject({ status: 401, cookie: undefined, body: { code: 'sign-on-account-unknown' } })
    }
  })

  test('is refused with the state of another', async () => {
    const [mine, other] = [await begin(), await begin()]
    const to = await signOnAt(mine.url, 'desk-1', redirectUrl)
    expect(await comeBack(to, other.cookie)).toMatchObject({ status: 401, body: { code: 'sign-on-failed' } })
    to.searchParams.set('state', 'made-up')
    expect(await comeBack(to, mine.cookie)).toMatchObject({ status: 401, body: { code: 'sign-on-failed' } })
  })

  test('is refused in a browser that did not begin it, or too late', async () => {
    const { url, cookie } = await begin()
    const to = await signOnAt(url, 'desk-1', redirectUrl)
    for (const kept of [undefined, 'sign-on=bWFkZSB1cCBieSBzb21lYm9keSBlbHNlIGVudGlyZWx5']) {
      expect(await comeBack(to, kept)).toMatchObject({ status: 401, body: { cause: 'not-begun-here' } })
    }
    fixture.pass(10 * MINUTE_MS)
    expect(await comeBack(to, cookie)).toMatchObject({ status: 401, body: { cause: 'not-begun-here' } })
  })

  test('is done once with each code', async () => {
    const { url, cookie } = await begin()
    const to = await signOnAt(url, 'desk-1', redirectUrl)
    expect((await comeBack(to, cookie)).status).toBe(200)
    expect(await comeBack(to, cookie)).toMatchObject({
      status: 401,
      cookie: undefined,
      body: { code: 'sign-on-failed', cause: 'not-confirmed-by-provider' },
    })
  })

  test('is refused when the provider says so', async () => {
    const { url, cookie } = await begin()
    const to = new URL(redirectUrl)
    const state = new URL(url).searchParams.get('state') ?? ''
    to.search = `${new URLSearchParams({ error: 'access_denied', state, iss: provider.issuer })}`
    expect(await comeBack(to, cookie)).toMatchObject({ status: 401, body: { cause: 'refused-by-provider' } })
  })

  test('by another client’s secret comes to nothing', async () => {
    await fixture.restart({ with: { signOn: { ...signOn(), clientSecret: 'not the one that was agreed upon' } } })
    const { url, cookie } = await begin()
    const answer = await comeBack(await signOnAt(url, 'desk-1', redirectUrl), cookie)
    expect(answer).toMatchObject({ status: 401, body: { cause: 'not-confirmed-by-provider' } })
  })
})

test('a provider that is not there is said to be unavailable, and asked again next time', async () => {
  await fixture.restart({ with: { signOn: { ...signOn(), issuer: 'http://127.0.0.1:9' } } })
  for (let times = 0; times < 2; times += 1) {
    expect(await fixture.call('GET', '/v1/sign-on')).toMatchObject({
      status: 503,
      body: { code: 'sign-on-unavailable' },
    })
  }
})

test('without a provider there is no signing on', async () => {
  await fixture.restart({ with: {} })
  expect(await fixture.call('GET', '/v1/sign-on')).toMatchObject({
    status: 404,
    body: { code: 'sign-on-not-configured' },
  })
  expect((await fixture.call('GET', '/v1/sign-on/callback')).status).toBe(404)
})
