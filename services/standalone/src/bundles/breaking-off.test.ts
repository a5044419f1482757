import { closeSync, existsSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Actor, defineRoute } from '@welfare/http/route.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRouteSource } from './route-source.ts'
import { zipFolder } from './zip-folder.ts'

const actor: Actor = { id: 'verifier', role: 'auditor', scope: { divisions: ['000000'] } }
const endless = defineRoute({
  method: 'get',
  path: '/endless.csv',
  operationId: 'readEndless',
  summary: 'Has no end',
  tag: 'test',
  answers: { 200: { description: 'Lines', contentType: 'text/csv' } },
  refusals: {},
  async handle() {
    return { status: 200, body: lines(), contentType: 'text/csv' }
  },
})

async function* lines(): AsyncGenerator<string> {
  for (;;) {
    await nextTurn()
    yield 'line\n'
  }
}

let folder: string
let stopping: AbortController

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'welfare-breaking-off-'))
  stopping = new AbortController()
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('what is being read for a bundle ends when the ledger stops', async () => {
  const source = createRouteSource([endless], actor, stopping.signal)
  const chunks = await source.stream('/endless.csv')
  const read = async () => {
    let count = 0
    for await (const _ of chunks) if (++count === 3) stopping.abort()
  }
  await expect(read()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
  await expect(source.get('/endless.csv')).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
})

test('so does what is being packed, in the middle of a file', async () => {
  const packed = join(folder, 'packed')
  mkdirSync(packed)
  const large = openSync(join(packed, 'large'), 'w')
  ftruncateSync(large, 4 * 2 ** 30)
  closeSync(large)
  const archive = join(folder, 'packed.zip')
  const packing = zipFolder(packed, archive, stopping.signal)
  while (!existsSync(archive)) await nextTurn()
  stopping.abort()
  await expect(packing).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
})

test('where the archive cannot be written, packing fails and nothing else does', async () => {
  for (let number = 0; number < 50; number += 1) mkdirSync(join(folder, 'packed', `${number}`), { recursive: true })
  writeFileSync(join(folder, 'packed', 'small'), 'bytes')
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', note)
  const packing = zipFolder(join(folder, 'packed'), join(folder, 'missing', 'packed.zip'), stopping.signal)
  await expect(packing).rejects.toThrow('ENOENT')
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})
