import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPages } from './pages.ts'

const files = {
  'desk/index.html': '<!doctype html>desk',
  'desk/index.html.br': 'brotli',
  'desk/index.html.gz': 'gzip',
  'desk/assets/main-1a2b.js': 'desk()',
  'till/index.html': '<!doctype html>till',
  'till/sw.js': 'till()',
  'public/index.html': '<!doctype html>public',
  'built-from.txt': 'hash',
} as const

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'welfare-pages-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

async function ask(target: string, { method = 'GET', accept = '' } = {}, pages = openPages(folder)) {
  const request = { method, target, headers: { 'accept-encoding': accept } }
  const answer = await pages.answer(request as Parameters<typeof pages.answer>[0])
  return answer && { ...answer, text: String(answer.body) }
}

describe('pages that were built', () => {
  it.each([
    ['/', 'desk'],
    ['/desk', 'desk'],
    ['/desk/', 'desk'],
    ['/desk/funds/fund-1?tab=moves', 'desk'],
    ['/till', 'till'],
    ['/till/today', 'till'],
    ['/public/programmes/programme-1', 'public'],
  ])('%s is a page of the %s, asked for anew each time', async (target, app) => {
    const answer = await ask(target)
    expect(answer?.text).toBe(`<!doctype html>${app}`)
    expect(answer?.headers?.['cache-control']).toBe('no-cache')
    expect(answer?.headers?.['content-security-policy']).toContain("default-src 'none'")
    expect(answer?.headers?.['content-security-policy']).not.toMatch(/script-src[^;]*'unsafe/)
  })

  it('a script with a hash in its name is kept for good, one without is not', async () => {
    expect((await ask('/desk/assets/main-1a2b.js'))?.headers?.['cache-control']).toContain('immutable')
    expect((await ask('/till/sw.js'))?.headers?.['cache-control']).toBe('no-cache')
    expect((await ask('/till/sw.js'))?.contentType).toBe('text/javascript; charset=utf-8')
  })

  it('what was compressed ahead goes to who takes it', async () => {
    expect(await ask('/', { accept: 'gzip, deflate, br' })).toMatchObject({
      text: 'brotli',
      headers: { 'content-encoding': 'br', vary: 'Accept-Encoding' },
    })
    expect(await ask('/', { accept: 'gzip;q=0.8' })).toMatchObject({ text: 'gzip' })
    expect((await ask('/'))?.headers).not.toHaveProperty('content-encoding')
  })

  it.each([
    '/v1/funds',
    '/docs',
    '/desktop',
    '/built-from.txt',
    '/desk/assets/main-of-yesterday.js',
    '/till/assets/../../x.js',
  ])('%s is no page', async (target) => {
    expect(await ask(target)).toBeUndefined()
  })

  it('nothing is changed by a page', async () => {
    expect(await ask('/', { method: 'POST' })).toBeUndefined()
    expect((await ask('/', { method: 'HEAD' }))?.status).toBe(200)
  })
})

it('what is built anew beside a running server changes nothing of what it serves', async () => {
  const other = mkdtempSync(join(tmpdir(), 'welfare-pages-'))
  for (const app of ['desk', 'till', 'public']) {
    mkdirSync(join(other, app))
    writeFileSync(join(other, app, 'index.html'), app)
  }
  const pages = openPages(other)
  rmSync(other, { recursive: true })
  expect((await ask('/till', {}, pages))?.text).toBe('till')
})

it('without pages the front address says so in a sentence, and all else is the API’s', async () => {
  const nowhere = openPages(join(folder, 'nowhere'))
  expect((await ask('/', {}, nowhere))?.text).toContain('npm run pages:pack')
  expect(await ask('/desk', {}, nowhere)).toBeUndefined()
  expect(await ask('/v1/funds', {}, nowhere)).toBeUndefined()
})
