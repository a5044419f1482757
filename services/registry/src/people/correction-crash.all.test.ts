import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'
import { createFictionalPeople, type FictionalPerson } from './fictional-people.fixture.ts'

interface About {
  readonly programme: string
  readonly one: FictionalPerson
  readonly two: FictionalPerson
  readonly number: string
}
const headers = { 'idempotency-key': 'before-the-power-cut' }

async function afterCrash(
  act: string,
  lastCommand: number,
  check: (registry: Registry, about: About) => Promise<void>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'correction-crash-'))
  const script = join(import.meta.dirname, 'correction-crash.fixture.ts')
  const words = [script, folder, act, String(lastCommand), headers['idempotency-key']]
  const child = spawnSync(process.execPath, words, { encoding: 'utf8' })
  expect(child.signal).toBe('SIGKILL')
  const registry = await startRegistry(folder)
  await check(registry, JSON.parse(child.stdout))
  await registry.stop()
  rmSync(folder, { recursive: true })
}

const whoHas = async (registry: Registry, programme: string, identityNumber: string) => {
  const line = { name: '虚构某', identityNumber, employer: '虚构环卫公司', trade: '环卫' }
  return (await createFictionalPeople(registry).importLines(programme, [line])).rows[0]?.worker
}

/** 1 reserves the right number, 2 releases the wrong one, 3 corrects the record. */
test.each([1, 2, 3])(
  'a correction that was killed before step %i is completed by the same request',
  async (step) => {
    await afterCrash('correct', step, async (registry, { programme, one, number }) => {
      const correction = { identityNumber: number, formerNumber: 'release', reason: '录入有误' }
      const path = `/v1/workers/${one.id}/corrections`
      const retried = await registry.post(path, correction, headers)
      expect(retried).toMatchObject({ status: 200, body: { corrected: ['identityNumber'] } })
      expect((await registry.post(path, correction, headers)).body).toEqual(retried.body)
      expect(await whoHas(registry, programme, number)).toBe(one.id)
      expect(await whoHas(registry, programme, one.identityNumber)).not.toBe(one.id)
      const events = await registry.store.readAll({ limit: 1_000 })
      const count = (type: string) => events.filter((event) => event.type === type).length
      expect([count('WorkerCorrected'), count('IdentityReleased')]).toEqual([1, 1])
    })
  },
  60_000,
)

/** 1 takes the double, 2 ends it. */
test.each([1, 2])(
  'a merge that was killed before step %i is completed by the same request',
  async (step) => {
    await afterCrash('merge', step, async (registry, { programme, one, two }) => {
      const path = `/v1/workers/${one.id}/doubles`
      expect((await registry.post(path, { double: two.id, reason: '同一人' }, headers)).status).toBe(200)
      expect(await whoHas(registry, programme, two.identityNumber)).toBe(one.id)
      const events = await registry.store.readAll({ limit: 1_000 })
      const merged = events.filter(({ type }) => type === 'WorkersMerged' || type === 'WorkerMergedInto')
      expect(merged.map(({ stream }) => stream)).toEqual([one.id, two.id])
    })
  },
  60_000,
)
