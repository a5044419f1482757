import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

const actor = 'auditor/verifier'
let fixture: TestLedger

beforeAll(async () => {
  fixture = await openTestLedger('2025-06-01T09:00:00+08:00')
  await fixture.api.post('/v1/unions', { division: '632701', name: '虚构市总工会' })
}, 60_000)
afterAll(() => fixture.close())

const order = () => fixture.api.post('/v1/bundles', {}, { actor, key: 'the-same-order' })
const kept = (id: string, ending: string) => join(fixture.ledger.folder.bundles, `${id}.${ending}`)

test('a bundle that was refused says so to who knows that it ran, and is made when it is ordered again under the same key', async () => {
  const { id } = await order()
  expect(await fixture.api.finishJob(id)).toMatchObject({ status: 'done' })
  for (const ending of ['zip', 'json']) rmSync(kept(id, ending))
  writeFileSync(kept(id, 'unfinished'), 'where the folder is wanted')
  const running = await fixture.api.send({
    method: 'POST',
    path: '/v1/bundles',
    body: {},
    actor,
    key: 'the-same-order',
  })
  expect(running.body).toMatchObject({ id, status: 'running' })
  expect(await fixture.api.finishJob(id)).toMatchObject({ status: 'refused', refusal: { code: 'internal-error' } })
  const headers = { 'if-none-match': '"1"' }
  const asked = await fixture.api.send({ method: 'GET', path: `/v1/jobs/${id}`, actor, headers })
  expect(asked).toMatchObject({ status: 200, body: { status: 'refused' } })
  expect(await order()).toMatchObject({ id, status: 'running' })
  expect(await fixture.api.finishJob(id)).toMatchObject({ status: 'done' })
})

test.each(['', '{"ledger": "', '{}'])(
  'one of which %j is told is gone, and the ledger starts and makes others',
  async (left) => {
    const { id } = await order()
    expect(await fixture.api.finishJob(id)).toMatchObject({ status: 'done' })
    writeFileSync(kept(id, 'json'), left)
    await fixture.restart()
    expect(readdirSync(fixture.ledger.folder.bundles)).toEqual([])
    expect((await fixture.api.send({ method: 'GET', path: `/v1/jobs/${id}`, actor })).status).toBe(404)
    await order()
    expect(await fixture.api.finishJob(id)).toMatchObject({ status: 'done' })
    expect(existsSync(kept(id, 'zip'))).toBe(true)
  },
)

test('one that is being made is broken off: nothing of it is left, and it is made when it is ordered again', async () => {
  const breakOff = (id: string) => fixture.api.send({ method: 'DELETE', path: `/v1/bundles/${id}`, actor })
  const { id } = await fixture.api.post('/v1/bundles', {}, { actor, key: 'broken-off' })
  expect((await breakOff(id)).body).toMatchObject({ id, status: 'refused', refusal: { code: 'bundle-broken-off' } })
  expect(readdirSync(fixture.ledger.folder.bundles).filter((name) => name.startsWith(id))).toEqual([])
  expect((await fixture.api.send({ method: 'GET', path: `/v1/bundles/${id}`, actor })).status).toBe(404)
  await fixture.api.post('/v1/bundles', {}, { actor, key: 'broken-off' })
  expect(await fixture.api.finishJob(id)).toMatchObject({ status: 'done' })
  expect(await breakOff(id)).toMatchObject({ status: 200, body: { status: 'done' } })
  expect(existsSync(kept(id, 'zip'))).toBe(true)
  const unknown = await breakOff('bundle-00000000-0000-4000-8000-000000000000')
  expect(unknown).toMatchObject({ status: 404, body: { code: 'bundle-unknown' } })
})

test('who is told that one is done orders the next, and not the same again', async () => {
  const ids: string[] = []
  for (let number = 0; number < 6; number += 1) {
    const { id } = await fixture.api.post('/v1/bundles', {}, { actor, key: `one-after-the-other-${number}` })
    expect(await fixture.api.finishJob(id)).toMatchObject({ status: 'done' })
    ids.push(id)
  }
  expect(new Set(ids).size).toBe(6)
})
