import type { Scope } from '@welfare/contracts/authority.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type AccountsFixture,
  bodyOf,
  county,
  merchant,
  openAccountsFixture,
  otherMerchant,
} from './accounts.fixture.ts'

const MINUTE_MS = 60_000
const shop: Scope = { divisions: ['632701'], merchants: [merchant] }

let fixture: AccountsFixture
let owner: string

beforeEach(async () => {
  fixture = await openAccountsFixture()
  owner = await fixture.tokenOf('owner-1', 'merchant-owner', shop)
})
afterEach(async () => {
  await fixture.stop()
})

async function makeCode(token = owner, key?: string): Promise<string> {
  const body = { label: '前台手机' }
  const made = await fixture.call('POST', `/v1/merchants/${merchant}/pairings`, { token, body, ...(key && { key }) })
  expect(made).toMatchObject({ status: 201, body: { merchant } })
  return bodyOf<{ code: string }>(made).code
}

const pair = (code: string, headers = {}) => fixture.call('POST', '/v1/pairings', { body: { code }, headers })
const devices = async () =>
  bodyOf<{ items: { id: string; revoked: boolean }[] }>(
    await fixture.call('GET', `/v1/merchants/${merchant}/devices`, { token: owner }),
  ).items

describe('a phone', () => {
  test('is paired by a code, is a till of that merchant alone, and opens nothing once revoked', async () => {
    const code = await makeCode()
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    const paired = await pair(` ${code.toLowerCase()} `)
    expect(paired).toMatchObject({ status: 201, body: { merchant, role: 'merchant-till', label: '前台手机' } })
    const { id, account, token } = bodyOf<{ id: string; account: string; token: string }>(paired)
    expect((await fixture.call('GET', '/v1/session', { token })).body).toEqual({
      account,
      role: 'merchant-till',
      scope: shop,
    })
    expect(await devices()).toEqual([
      { id, account, label: '前台手机', pairedAt: '2025-06-02T02:00:00.000Z', revoked: false },
    ])
    const path = `/v1/merchants/${merchant}/devices/${id}`
    expect((await fixture.call('DELETE', `${path}?reason=lost`, { token: owner })).status).toBe(204)
    expect((await fixture.call('GET', '/v1/session', { token })).status).toBe(401)
    expect(await devices()).toMatchObject([{ id, revoked: true }])
    expect((await fixture.call('DELETE', path, { token: owner })).status).toBe(204)
    const recorded = (await fixture.events()).filter(({ stream }) => stream === id)
    expect(recorded.map(({ actor, event }) => [actor, event.type])).toEqual([
      ['merchant-owner/owner-1', 'AccountOpened'],
      ['merchant-owner/owner-1', 'TokenIssued'],
      ['merchant-owner/owner-1', 'AccountClosed'],
    ])
    expect(JSON.stringify(recorded)).not.toContain(token)
  })

  test('is one phone for each code', async () => {
    const code = await makeCode()
    const answers = await Promise.all([pair(code), pair(code), pair(code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404])
    expect(await devices()).toHaveLength(1)
  })

  test('comes in time: a code is good for ten minutes', async () => {
    const code = await makeCode()
    fixture.pass(10 * MINUTE_MS)
    expect(await pair(code)).toMatchObject({ status: 404, body: { code: 'pairing-code-unknown' } })
  })

  test('whose code is asked for again with the same key has the same code, which a phone that took it has used up', async () => {
    const code = await makeCode(owner, 'pair-once')
    expect(await makeCode(owner, 'pair-once')).toBe(code)
    expect((await pair(code)).status).toBe(201)
    expect(await makeCode(owner, 'pair-once')).toBe(code)
    expect((await pair(code)).status).toBe(404)
  })

  test('is not paired once whoever asked for the code was closed', async () => {
    const code = await makeCode()
    const admin = await fixture.tokenOf('admin', 'administrator')
    const { items } = bodyOf<{ items: { id: string }[] }>(await fixture.call('GET', '/v1/accounts', { token: admin }))
    await fixture.call('POST', `/v1/accounts/${items[0]?.id}/closure`, { token: admin, body: { reason: '退出' } })
    expect((await pair(code)).status).toBe(404)
  })

  test('is asked for by whoever reaches the merchant', async () => {
    const officer = await fixture.tokenOf('desk-1', 'officer', county)
    await makeCode(officer)
    await makeCode(fixture.service.localToken('administrator'))
    const far = await fixture.tokenOf('desk-far', 'officer', { divisions: ['130302'] })
    const path = (of: string) => `/v1/merchants/${of}/pairings`
    const body = { label: '前台手机' }
    for (const [token, of] of [
      [far, merchant],
      [owner, otherMerchant],
    ] as const) {
      const refused = await fixture.call('POST', path(of), { token, body })
      expect(refused).toMatchObject({ status: 404, body: { code: 'merchant-unknown' } })
      expect((await fixture.call('GET', `/v1/merchants/${of}/devices`, { token })).status).toBe(404)
    }
    const till = bodyOf<{ token: string }>(await pair(await makeCode())).token
    expect(await fixture.call('POST', path(merchant), { token: till, body })).toMatchObject({ status: 403 })
  })

  test('of another merchant is not revoked under this one', async () => {
    const other = await fixture.tokenOf('owner-2', 'merchant-owner', {
      divisions: ['130302'],
      merchants: [otherMerchant],
    })
    const { id } = bodyOf<{ id: string }>(await pair(await makeCode()))
    const answers = [
      await fixture.call('DELETE', `/v1/merchants/${otherMerchant}/devices/${id}`, { token: other }),
      await fixture.call('DELETE', `/v1/merchants/${merchant}/devices/${id}`, { token: other }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect(await devices()).toMatchObject([{ id, revoked: false }])
  })
})

test('codes are bounded for a merchant, and guesses for an address', async () => {
  for (let index = 0; index < 20; index += 1) await makeCode()
  const body = { label: '前台手机' }
  expect(await fixture.call('POST', `/v1/merchants/${merchant}/pairings`, { token: owner, body })).toMatchObject({
    status: 429,
    body: { code: 'too-many-pairings' },
  })
  const statuses: number[] = []
  for (let index = 0; index < 11; index += 1) statuses.push((await pair('0000-0000')).status)
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 404), 429])
  const refused = await pair('0000-0000')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await pair('0000-0000', { 'x-forwarded-for': '198.51.100.7' })).status).toBe(404)
})
