import { roles } from '@welfare/contracts/authority.ts'
import { beforeAll, expect, test } from 'vitest'
import { listCards } from '../harness/meals.ts'
import {
  type Demo,
  describeDemonstration,
  PLAY_LIMIT_MS,
  playWhole,
  programmesOf,
  servingApi,
  startDemo,
} from './played-demo.fixture.ts'

let whole: Demo

beforeAll(async () => {
  whole = await playWhole()
}, PLAY_LIMIT_MS)

test('the printed tables show the sums of the newspaper page', () => {
  const printed = whole.process.output()
  for (const text of [
    '200,000.00',
    '20万',
    '1,432,600.00',
    '143.26万',
    '500 workers at 400.00',
    'by 50 statements',
    '2025-06-03',
  ])
    expect(printed).toContain(text)
  expect(printed).toMatch(/Clock: simulated/)
})

test('everybody whom it names signs in with what is printed, each in a role and where it holds', async () => {
  const { api, process } = whole
  const [, names = '', password = ''] = /as (.+); the password of each is (\S+)\./.exec(process.output()) ?? []
  const signedIn = await Promise.all(
    names.split(', ').map(async (account) => {
      const body = { account, password }
      const { status, body: session } = await api.send({ method: 'POST', path: '/v1/session', body, actor: null })
      expect([account, status]).toEqual([account, 200])
      return session.role
    }),
  )
  expect(new Set(signedIn)).toEqual(new Set(roles))
})

test('the shop that can be entered has guests whose cards can be used today', async () => {
  const { api, process } = whole
  const [, password] = /the password of each is (\S+)\./.exec(process.output()) ?? []
  const body = { account: 'shop-till', password }
  const { body: session } = await api.send({ method: 'POST', path: '/v1/session', body, actor: null })
  const [programme] = await programmesOf(api, 'breakfast')
  const cards = await listCards(api, programme?.id ?? '')
  const looks = await Promise.all(
    cards.slice(0, 20).map(({ code }) => api.get(`/v1/vouchers/${code}?merchant=${session.scope.merchants[0]}`)),
  )
  expect(looks.filter(({ refusal }: { refusal?: unknown }) => refusal === undefined)).not.toEqual([])
})

test('the large sums of Yushu were proposed by one and approved by another', async () => {
  const { api } = whole
  const [meals] = await programmesOf(api, 'festival-meal')
  const { events } = await api.get(`/v1/trail/${meals?.id}?limit=100`)
  const actorsOf = (type: string) =>
    events.filter((event: { type: string }) => event.type === type).map(({ actor }: { actor: string }) => actor)
  expect(actorsOf('AllocationProposed')).toEqual(['officer/officer'])
  expect(actorsOf('AllocationApproved')).toEqual(['approver/approver'])
  expect(actorsOf('IssuanceProposed')).toEqual(['officer/officer'])
  expect(actorsOf('IssuanceApproved')).toEqual(['approver/approver'])
})

describeDemonstration('played in one go', () => whole)

test('a second start finds the data and does not play it again', async () => {
  const { sequence } = await whole.api.get('/v1/journal?limit=1')
  await whole.process.end('SIGTERM')
  whole.process = startDemo(whole.folder)
  whole.api = await servingApi(whole.process, whole.accounts)
  expect(whole.process.output()).toContain('not played again')
  expect(whole.process.output()).toContain('1,432,600.00')
  expect((await whole.api.get('/v1/journal?limit=1')).sequence).toBe(sequence)
}, 30_000)
