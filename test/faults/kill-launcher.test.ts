import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startProgram } from '../harness/ledger-process.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

const launcher = join(import.meta.dirname, '..', '..', 'services', 'standalone', 'bin', 'welfare.mjs')
const systemNode = '/usr/bin/node'
const isOlder =
  existsSync(systemNode) && !/^v(2[6-9]|[3-9]\d)/.test(execFileSync(systemNode, ['-v'], { encoding: 'utf8' }))

/** There the launcher hands on to the Node that the project brings; to kill what they started is to kill the ledger. */
test.skipIf(!isOlder)(
  'kill -9 on a Node that is too old for the ledger ends the ledger with its launcher',
  async () => {
    const folder = temporaryFolder('kill-launcher-')
    const first = startProgram(systemNode, [launcher, 'serve', '--json'], folder)
    await first.printed('\n')
    const { url } = JSON.parse(first.output())
    expect((await fetch(`${url}/livez`)).status).toBe(200)
    // Resolves when nobody holds its output any more: the ledger neither.
    await first.end('SIGKILL')
    await expect(fetch(`${url}/livez`)).rejects.toThrow()
    const second = startProgram(systemNode, [launcher, 'serve', '--json'], folder)
    await second.printed('\n')
    expect(JSON.parse(second.output())).toMatchObject({ dataFolder: folder })
    await second.end('SIGTERM')
    expect(second.child.exitCode).toBe(0)
    rmSync(folder, { recursive: true })
  },
)
