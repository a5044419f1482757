import type { Scope } from '@welfare/contracts/authority.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AccountsFixture, bodyOf, county, merchant, openAccountsFixture } from '../accounts.fixture.ts'

const shop: Scope = { divisions: ['632701'], merchants: [merchant] }
const password = '长江源头的 blue mule'
const asTill = { 'welfare-credential': 'till', 'sec-fetch-site': 'same-origin' }

let fixture: AccountsFixture
let owner: string

beforeEach(async () => {
  fixture = await openAccountsFixture()
  owner = await fixture.tokenOf('owner-1', 'merchant-owner', shop)
})
afterEach(async () => {
  await fixture.stop()
})

async function pair(headers: Readonly<Record<string, string>> = asTill) {
  const made = await fixture.call('POST', `/v1/merchants/${merchant}/pairings`, {
    token: owner,
    body: { label: '前台手机' },
  })
  const { code } = bodyOf<{ code: string }>(made)
  return { code, paired: await fixture.call('POST', '/v1/pairings', { body: { code }, headers }) }
}

const session = (cookie: string | undefined, headers: Readonly<Record<string, string>> = asTill) =>
  fixture.call('GET', '/v1/session', { cookie, headers })

test('a phone that pairs in its browser has its token in a cookie that no script reads, and nowhere else', async () => {
  const { paired } = await pair()
  expect(paired).toMatchObject({ status: 201, body: { merchant, role: 'merchant-till' } })
  expect(JSON.stringify(paired.body)).not.toContain('wl_')
  expect(paired.headers.get('set-cookie')).toMatch(
    /^till=wl_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=34560000$/,
  )
  const read = await session(paired.cookie)
  expect(read).toMatchObject({ status: 200, body: { role: 'merchant-till', scope: shop } })
  // Each start of the till keeps it for as long again.
  expect(read.cookie).toBe(paired.cookie)
  fixture.pass(300 * 24 * 3_600_000)
  await fixture.restart()
  expect((await session(paired.cookie)).status).toBe(200)
})

test('over TLS the cookie is of this host alone', async () => {
  await fixture.restart({ with: { isSecure: true } })
  owner = await fixture.tokenOf('owner-2', 'merchant-owner', shop)
  const { paired } = await pair()
  expect(paired.headers.get('set-cookie')).toMatch(
    /^__Host-till=wl_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure;/,
  )
  expect((await session(paired.cookie)).status).toBe(200)
})

test('a browser may be a till and somebody’s desk at once: the header says which of them asks', async () => {
  await fixture.service.openAccount({ account: 'desk-1', role: 'officer', scope: county, password })
  const signedIn = await fixture.call('POST', '/v1/session', { body: { account: 'desk-1', password } })
  const { paired } = await pair()
  const both = `${signedIn.cookie}; ${paired.cookie}`
  expect((await session(both)).body).toMatchObject({ role: 'merchant-till' })
  expect((await session(both, {})).body).toMatchObject({ account: 'desk-1' })
  expect(await session(paired.cookie, {})).toMatchObject({ status: 401, body: { code: 'sign-in-required' } })
  expect(await session(signedIn.cookie)).toMatchObject({ status: 401, body: { code: 'sign-in-required' } })
})

test('a page of another site neither pairs the browser nor acts as its till', async () => {
  const elsewhere = { ...asTill, 'sec-fetch-site': 'cross-site' }
  const { code, paired } = await pair(elsewhere)
  expect(paired).toMatchObject({ status: 403, body: { code: 'cross-origin' }, cookie: undefined })
  const mine = await fixture.call('POST', '/v1/pairings', { body: { code }, headers: asTill })
  const { cookie } = mine
  expect(await fixture.call('DELETE', '/v1/session', { cookie, headers: elsewhere })).toMatchObject({
    status: 403,
    body: { code: 'cross-origin' },
  })
  expect((await session(cookie)).status).toBe(200)
})

test('a phone that is forgotten, or revoked, is a till no more', async () => {
  const [{ paired: forgotten }, { paired: revoked }] = [await pair(), await pair()]
  const { id } = bodyOf<{ id: string }>(revoked)
  expect(
    await fixture.call('DELETE', `/v1/merchants/${merchant}/devices/${id}?reason=lost`, { token: owner }),
  ).toMatchObject({ status: 204 })
  const ended = await fixture.call('DELETE', '/v1/session', { cookie: forgotten.cookie, headers: asTill })
  expect(ended).toMatchObject({ status: 204, cookie: 'till=' })
  for (const { cookie } of [forgotten, revoked])
    expect(await session(cookie)).toMatchObject({ status: 401, body: { code: 'credentials-invalid' } })
  const closed = (await fixture.events()).filter(({ event }) => event.type === 'AccountClosed')
  expect(closed.map(({ actor, event }) => [actor.replace(/device-.*/, 'device'), event.data])).toEqual([
    ['merchant-owner/owner-1', { reason: 'lost' }],
    ['merchant-till/device', { reason: 'forgotten' }],
  ])
})

test('who is no phone does not end by saying that it is one', async () => {
  const answer = await fixture.call('DELETE', '/v1/session', { token: owner, headers: asTill })
  expect(answer).toMatchObject({ status: 403, body: { code: 'own-authority' } })
})
