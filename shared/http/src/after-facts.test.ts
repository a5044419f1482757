import type { Position } from '@welfare/event-store/port.ts'
import { expect, test } from 'vitest'
import { afterFacts } from './after-facts.ts'
import { defineRoute, type Method, type RouteRequest } from './route.ts'

const head = { position: 'p' as Position, sequence: 1, recordedAt: '' }
let asked = 0
const store = {
  async head() {
    asked += 1
    return head
  },
}
const route = defineRoute({
  method: 'get',
  path: '/v1/things',
  operationId: 'listThings',
  summary: '',
  tag: '',
  answers: {},
  refusals: {},
  handle: () => ({ status: 200 }),
})

function follower(reaches: boolean) {
  const waited: string[] = []
  const waitFor = async (position: Position) => {
    waited.push(position)
    return reaches
  }
  return { waited, follower: { waitFor } }
}

async function ask(followers: ReturnType<typeof follower>[], isRequired: boolean, query = {}, method: Method = 'get') {
  const options = { store, followers: followers.map((one) => one.follower), isRequired }
  const [wrapped] = afterFacts([{ ...route, method }], options)
  return wrapped?.handle({ query, signal: new AbortController().signal } as RouteRequest)
}

test.each([
  ['known', true, false, {}, { status: 200 }],
  ['known, and required', true, true, {}, { status: 200 }],
  ['too slow: it goes on with what is known', false, false, {}, { status: 200 }],
  ['too slow, and required', false, true, {}, { code: 'after-not-reached' }],
  ['not there yet where `after` names it', false, false, { after: 'q' }, { code: 'after-not-reached' }],
])('facts are %s', async (_, reaches, isRequired, query, answer) => {
  expect(await ask([follower(true), follower(reaches)], isRequired, query)).toMatchObject(answer)
})

test('every follower is waited for, for what `after` names, and where something is decided for what is durable', async () => {
  const followers = [follower(true), follower(true)]
  await ask(followers, false, { after: 'q' }, 'post')
  expect(followers.map(({ waited }) => waited)).toEqual([
    ['q', 'p'],
    ['q', 'p'],
  ])
})

test('where `after` is reached a reader waits for nothing more, and the store is not asked', async () => {
  const followers = [follower(true), follower(true)]
  asked = 0
  await ask(followers, true, { after: 'q' })
  expect(followers.map(({ waited }) => waited)).toEqual([['q'], ['q']])
  expect(asked).toBe(0)
})

test('the store is asked once for all followers', async () => {
  asked = 0
  await ask([follower(true), follower(true)], false)
  expect(asked).toBe(1)
})
