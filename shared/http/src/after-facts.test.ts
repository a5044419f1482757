import type { Position } from '@welfare/event-store/port.ts'
import { expect, test } from 'vitest'
import { afterFacts } from './after-facts.ts'
import { defineRoute, type RouteRequest } from './route.ts'

const head = { position: 'p' as Position, sequence: 1, recordedAt: '' }
const store = { head: async () => head }
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

async function ask(followers: ReturnType<typeof follower>[], isRequired: boolean, query = {}) {
  const options = { store, followers: followers.map((one) => one.follower), isRequired }
  const [wrapped] = afterFacts([route], options)
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

test('every follower is waited for, for what `after` names and for what is durable', async () => {
  const followers = [follower(true), follower(true)]
  await ask(followers, false, { after: 'q' })
  expect(followers.map(({ waited }) => waited)).toEqual([
    ['q', 'p'],
    ['q', 'p'],
  ])
})
