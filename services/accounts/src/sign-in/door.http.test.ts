import { everything } from '@welfare/contracts/authority.ts'
import { afterEach, expect, test } from 'vitest'
import { type AccountsFixture, bodyOf, county, type FixtureOptions, openAccountsFixture } from '../accounts.fixture.ts'

const password = '长江源头的 blue mule'
const desk = { account: 'desk-1', role: 'officer', scope: county } as const
const boss = { account: 'boss', role: 'administrator', scope: everything } as const
const now = '2025-06-02T02:00:00.000Z'

let fixture: AccountsFixture
afterEach(() => fixture.stop())

async function open(options?: FixtureOptions): Promise<void> {
  fixture = await openAccountsFixture(options)
}
const readDoor = async () => (await fixture.call('GET', '/v1/door')).body
const enter = (account: string, cookie?: string) =>
  fixture.call('POST', '/v1/door/session', { body: { account }, ...(cookie !== undefined && { cookie }) })

test('an empty ledger says that it is to be set up; then whose it is', async () => {
  await open()
  expect(await readDoor()).toEqual({ clock: 'system', now, isSetUp: false, signOn: false })
  const code = fixture.service.setupCode()
  await fixture.call('POST', '/v1/setup', { body: { code, account: 'boss', password } })
  const union = { name: '玉树市总工会', division: '632701' }
  await fixture.record('union-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d', { type: 'UnionRegistered', data: union })
  const below = { type: 'UnionRegistered', data: { name: '称多县总工会', division: '632723' } } as const
  await fixture.record('union-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3e', below)
  await fixture.restart({ dropCopies: true })
  expect(await readDoor()).toEqual({ union, clock: 'system', now, isSetUp: true, signOn: false })
})

test('nobody is let in without a password where no door is open', async () => {
  await open()
  await fixture.service.openAccount({ ...desk, password })
  const nowhere = await fixture.call('POST', '/v1/nowhere', { body: {} })
  const entered = await enter('desk-1')
  expect([entered.status, bodyOf<{ code: string }>(entered).code]).toEqual([404, 'route-not-found'])
  expect(nowhere).toMatchObject({ status: 404, body: { code: 'route-not-found' } })
  expect(entered.cookie).toBeUndefined()
})

test("a demonstration's accounts are entered, those that are open and no others", async () => {
  await open({ openDoors: ['boss', 'desk-1', 'later'], isClockSimulated: true })
  const doorsOf = async () => bodyOf<{ doors: object[] }>({ body: await readDoor() }).doors
  expect(await readDoor()).toMatchObject({ clock: 'simulated', doors: [] })
  await fixture.service.openAccount({ ...boss, password })
  await fixture.service.openAccount({ ...desk, password })
  await fixture.service.openAccount({ ...desk, account: 'private', password })
  expect(await doorsOf()).toEqual([boss, desk])
  for (const account of ['private', 'later'])
    expect(await enter(account)).toMatchObject({ status: 404, body: { code: 'door-unknown' } })

  const entered = await enter('desk-1')
  expect(entered).toMatchObject({ status: 200, body: desk })
  const { cookie } = entered
  expect((await fixture.call('GET', '/v1/session', { cookie })).body).toMatchObject(desk)
  const another = await enter('boss', cookie)
  expect(another).toMatchObject({ status: 200, body: boss })
  expect((await fixture.call('GET', '/v1/session', { cookie })).status).toBe(401)

  const { id } = bodyOf<{ items: { id: string; account: string }[] }>(
    await fixture.call('GET', '/v1/accounts', { cookie: another.cookie }),
  ).items.find(({ account }) => account === 'desk-1') ?? { id: '' }
  const closing = { body: { reason: '离岗' }, key: 'close-desk-1', cookie: another.cookie }
  const closed = await fixture.call('POST', `/v1/accounts/${id}/closure`, closing)
  expect(closed.status).toBe(200)
  expect(await doorsOf()).toEqual([boss])
  expect((await enter('desk-1')).status).toBe(404)
})

test('at which provider one signs on is told to who administers, without the secret', async () => {
  const signOn = {
    issuer: 'https://sso.example.org',
    clientId: 'welfare-ledger',
    clientSecret: 'a secret that stays here',
    redirectUrl: 'https://ledger.example.org/v1/sign-on/callback',
    accountClaim: 'preferred_username',
  }
  await open({ signOn })
  expect(await readDoor()).toMatchObject({ signOn: true })
  const { clientSecret, ...told } = signOn
  const token = await fixture.tokenOf('boss', 'administrator')
  const settings = await fixture.call('GET', '/v1/sign-on/settings', { token })
  expect(settings).toMatchObject({ status: 200, body: { provider: told } })
  expect(JSON.stringify(settings.body)).not.toContain(clientSecret)
  await fixture.restart({ with: {} })
  expect((await fixture.call('GET', '/v1/sign-on/settings', { token })).body).toEqual({ provider: null })
})
