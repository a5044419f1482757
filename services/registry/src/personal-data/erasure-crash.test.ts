import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { expect, test } from 'vitest'
import { fictionalRoster, startRegistry } from '../registry.fixture.ts'

const PEOPLE = 12

test.each([1, 5, PEOPLE])(
  'killed when erasure %i was durable, every erasure that was recorded is whole after the next start, and no other',
  async (lastErasure) => {
    const folder = mkdtempSync(join(tmpdir(), 'erasure-crash-'))
    const script = join(import.meta.dirname, 'erasure-crash.fixture.ts')
    const words = [script, folder, String(PEOPLE), String(lastErasure)]
    const child = spawnSync(process.execPath, words, { encoding: 'utf8' })
    expect(child.signal).toBe('SIGKILL')
    const workers: string[] = JSON.parse(child.stdout)

    const registry = await startRegistry(folder)
    const { body } = await registry.get('/v1/workers')
    const events = await registry.store.readAll({ limit: 10_000 })
    const recorded = new Set(events.filter(({ type }) => type === 'WorkerErased').map(({ stream }) => stream))
    expect(recorded.size).toBeGreaterThanOrEqual(lastErasure)
    const numbers = fictionalRoster(PEOPLE).map(({ identityNumber = '' }) => identityNumber)
    for (const worker of workers) {
      const processing = recorded.has(worker) ? 'erased' : 'restricted'
      expect(body.items).toContainEqual(expect.objectContaining({ id: worker, processing }))
      expect(registry.keyStore.hasPersonKey(worker)).toBe(processing === 'restricted')
      expect(registry.keyStore.isErased(worker)).toBe(processing === 'erased')
    }
    expect(filesShowing(folder, ...numbers)).toEqual([])
    await registry.stop()
    rmSync(folder, { recursive: true })
  },
  60_000,
)
