import { idOf } from '@welfare/contracts/primitives.ts'
import {
  InvalidPositionError,
  StoreClosedError,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '@welfare/event-store/port.ts'
import { httpLimits } from '@welfare/process/limits.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineRoute, type Route, type RouteAnswer } from '../route.ts'
import { openToAll, serveRoutes } from './serve-routes.fixture.ts'

/** One route whose handler is the case's. */
function routeThat(handle: Route['handle'], more: Partial<Route> = {}): Route {
  const plain = defineRoute({
    method: 'get',
    path: '/v1/thing',
    operationId: 'readThing',
    summary: 'A thing',
    tag: 'things',
    answers: { 200: { description: 'It', schema: z.strictObject({ size: z.int() }) } },
    refusals: { 'thing-broken': 409 },
    handle,
  })
  return { ...plain, ...more }
}

async function callOnce(route: Route, strict = false) {
  const served = await serveRoutes([route], { authority: openToAll([route]), strict })
  const answer = await served.call('GET', '/v1/thing')
  await served.stop()
  return { ...answer, logged: served.logged }
}

describe('what a request names', () => {
  const knowsNothing = { isWithin: () => undefined, isAdmitted: () => false, awaitFacts: async () => true }
  const fund = 'fund-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
  const route = routeThat(() => Promise.resolve({ status: 200, body: { size: 1 } }), {
    path: '/v1/things/{id}',
    params: z.strictObject({ id: idOf('fund') }),
  })

  it.each([
    ['of a county', 'officer/li@632701', openToAll([route]), 404],
    ['of the whole ledger', 'officer/li', openToAll([route]), 200],
    ['of nobody, where the route is public', null, { readThing: { roles: 'public', scope: 'named' } }, 200],
  ] as const)('is held against the scope %s', async (_, actor, authority, status) => {
    const served = await serveRoutes([route], { authority, scopeIndex: knowsNothing })
    expect((await served.call('GET', `/v1/things/${fund}`, { actor })).status).toBe(status)
    await served.stop()
  })
})

describe('a handler that', () => {
  it('throws is a bug: 500 with an id for the log, where the error is, and nothing of it in the answer', async () => {
    const answer = await callOnce(routeThat(() => Promise.reject(new Error('secret at 0x7f'))))
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error', title: 'Internal error' } })
    expect(answer.text).not.toContain('secret')
    const line = answer.logged.find(({ msg }) => msg === 'request-failed')
    expect(line).toMatchObject({ err: { message: 'secret at 0x7f' }, status: 500 })
    expect(answer.text).toContain(String(line?.requestId))
  })

  it('throws before it returns a promise is the same bug', async () => {
    const thrown = routeThat(() => {
      throw new Error('at once')
    })
    expect((await callOnce(thrown)).status).toBe(500)
  })

  it.each([
    [new UnknownOutcomeError('x'), 503, 'outcome-unknown'],
    [new StoreClosedError('x'), 503, 'shutting-down'],
    [new StoreUnavailableError('x'), 503, 'service-unavailable'],
    [new InvalidPositionError('x'), 400, 'position-malformed'],
  ])('lets %s through is answered with what that means', async (error, status, code) => {
    const answer = await callOnce(routeThat(() => Promise.reject(error)))
    expect(answer).toMatchObject({ status, body: { code } })
    expect(answer.headers.get('retry-after') !== null).toBe(status === 503)
    expect(answer.logged.some(({ msg }) => msg === 'request-failed')).toBe(false)
  })

  it.each<[string, RouteAnswer | ReturnType<Route['handle']>, RegExp]>([
    ['answers what its schema does not have', { status: 200, body: { size: 'big' } }, /not what the route declares/],
    ['answers with a status of its own', { status: 202, body: { size: 1 } }, /status 202/],
    ['answers with a type of its own', { status: 200, body: 'a', contentType: 'text/csv' }, /another type/],
    ['refuses with a code that it does not declare', { status: 409, code: 'thing-lost', facts: {} }, /thing-lost/],
    ['refuses with another status than declared', { status: 400, code: 'thing-broken', facts: {} }, /thing-broken/],
    [
      'has a fact that would hide a member',
      { status: 409, code: 'thing-broken', facts: { status: 1 } },
      /named status/,
    ],
  ])('%s is told so in tests', async (_name, given, fault) => {
    const answer = await callOnce(
      routeThat(() => given),
      true,
    )
    expect(answer.status).toBe(500)
    expect(answer.text).toMatch(fault)
  })

  it('streams and fails half-way is cut off, not taken for whole', async () => {
    async function* broken() {
      yield 'first line\n'
      throw new Error('disk gone')
    }
    const route = routeThat(() => ({ status: 200, contentType: 'text/csv', body: broken() }))
    const served = await serveRoutes([route], { authority: openToAll([route]), strict: false })
    await expect(served.call('GET', '/v1/thing')).rejects.toThrow()
    await expect
      .poll(() => served.logged.find(({ msg }) => msg === 'answer-failed'))
      .toMatchObject({ err: { message: 'disk gone' } })
    await served.stop()
  })
})

it('an answer that JSON cannot hold is a bug, not a hang', async () => {
  const answer = await callOnce(routeThat(() => ({ status: 200, body: { size: 1n } })))
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } })
})

it('uploads past their places are told to come again, and the places are given back', async () => {
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let working = 0
  const upload = routeThat(
    async () => {
      working += 1
      await held
      return { status: 200, body: { size: 1 } }
    },
    { method: 'post', body: { file: ['text/csv'], maxBytes: 10 } },
  )
  const served = await serveRoutes([upload], { authority: openToAll([upload]) })
  const send = () => served.call('POST', '/v1/thing', { body: 'a', headers: { 'content-type': 'text/csv' } })
  const taken = Array.from({ length: httpLimits.uploadsInFlight }, send)
  await expect.poll(() => working).toBe(httpLimits.uploadsInFlight)
  const refused = await send()
  expect(refused).toMatchObject({ status: 503, body: { code: 'overloaded' } })
  expect(refused.headers.get('retry-after')).toBe('1')
  release()
  expect((await Promise.all(taken)).map(({ status }) => status)).toEqual(taken.map(() => 200))
  expect((await send()).status).toBe(200)
  await served.stop()
})
