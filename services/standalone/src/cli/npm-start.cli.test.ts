import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder } from './cli-process.fixture.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')
let folder: ReturnType<typeof makeFolder>
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => folder.remove())

test.each(['start', 'demo'])(
  'SIGTERM to `npm run %s` ends the server, too: its port and folder are free',
  async (script) => {
    const data = join(folder.path, 'data')
    const { PATH = '', HOME = '' } = process.env
    const npm = spawn('npm', ['run', '--silent', script], {
      cwd: root,
      stdio: 'ignore',
      env: { PATH, HOME, PORT: '0', WELFARE_DATA_DIR: data, WELFARE_LOG_LEVEL: 'warn' },
    })
    const ended = once(npm, 'exit')
    const announcement = join(data, 'server.json')
    await expect.poll(() => existsSync(announcement), { timeout: 170_000, interval: 200 }).toBe(true)
    const { url } = JSON.parse(readFileSync(announcement, 'utf8')) as { readonly url: string }
    npm.kill('SIGTERM')
    await ended
    const isServed = () =>
      fetch(`${url}/livez`).then(
        () => true,
        () => false,
      )
    await expect.poll(isServed, { timeout: 30_000, interval: 200 }).toBe(false)
  },
  240_000,
)
