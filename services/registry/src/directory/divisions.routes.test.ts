import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-divisions-'))
let registry: Registry
beforeAll(async () => {
  registry = await startRegistry(folder)
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

async function find(query: Readonly<Record<string, string>>): Promise<readonly [string, string?][]> {
  const { body } = await registry.get(`/v1/divisions?${new URLSearchParams(query)}`)
  return body.items.map(({ code, fullName }: { code: string; fullName?: string }) => [code, fullName])
}

test('a division is found by its name, by that of what it lies in, and by how its code begins', async () => {
  const yushu = ['632701', '青海省玉树藏族自治州玉树市']
  expect(await find({ text: '玉树市' })).toEqual([yushu])
  expect((await find({ text: '玉树' })).slice(0, 2)).toEqual([['632700', '青海省玉树藏族自治州'], yushu])
  expect((await find({ text: '青海 玉树市' }))[0]).toEqual(yushu)
  expect(await find({ text: '63270' })).toContainEqual(yushu)
  expect(await find({ text: '曲麻' })).toEqual([['632726', '青海省玉树藏族自治州曲麻莱县']])
  expect(await find({ text: '没有这个地方' })).toEqual([])
})

test('of one name in several places all are found, and one within a place', async () => {
  expect((await find({ text: '鼓楼区' })).map(([code]) => code)).toEqual(['320106', '320302', '350102', '410204'])
  expect(await find({ text: '鼓楼区', within: '350000' })).toEqual([['350102', '福建省福州市鼓楼区']])
})

test('without a name the provinces are told, or what lies directly within a division', async () => {
  expect(await find({})).toContainEqual(['630000', '青海省'])
  const within = await find({ within: '632700' })
  expect(within).toHaveLength(6)
  expect(within).toContainEqual(['632726', '青海省玉树藏族自治州曲麻莱县'])
})

test('codes are named, those that are no more too', async () => {
  const { body } = await registry.get('/v1/divisions?codes=632701,632721,990000')
  expect(body.items).toEqual([
    { code: '632701', level: 'county', name: '玉树市', fullName: '青海省玉树藏族自治州玉树市' },
    { code: '632721', level: 'county', fullName: '青海省玉树藏族自治州' },
    { code: '990000', level: 'province' },
  ])
  expect((await registry.get('/v1/divisions?codes=63270')).status).toBe(400)
})
