import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { inheritedEnvironment } from '@welfare/process/config.ts'
import { expect, test } from 'vitest'
import { startServer } from '../harness/eventstoredb-setting.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'
import { reachedFrom, sourceFiles } from '../house/source-files.ts'

const commandLine = 'services/standalone/src/cli/main.ts'

test('no file that a production start can run knows a door of the stage', () => {
  const reached = [...reachedFrom(sourceFiles.filter(({ path }) => path === commandLine))]
  expect(reached.length).toBeGreaterThan(600)
  expect(reached.filter(({ path }) => path.startsWith('infra/')).map(({ path }) => path)).toEqual([])
  const door = /WELFARE_CLOCK_FILE|\bprocess\.(on|once)\(\s*'(message|disconnect)'|\bprocess\.send\b/
  expect(reached.filter(({ text }) => door.test(text)).map(({ path }) => path)).toEqual([])
})

test('a gateway as production starts it answers nothing that its parent asks', async () => {
  const portal = await startPortal()
  const heard: unknown[] = []
  portal.on('message', (news) => void heard.push(news))
  try {
    const url = await listensOn(portal)
    for (const [id, ask] of ['caught-up', 'open-account', 'issue-token', 'local-token'].entries())
      portal.send({ id, ask, given: 'auditor' })
    expect((await fetch(`${url}/livez`)).status).toBe(200)
  } finally {
    portal.kill('SIGTERM')
    await once(portal, 'exit')
  }
  expect(heard).toEqual([])
})

test('a clock of the stage is a setting that production refuses', async () => {
  const portal = await startPortal({ WELFARE_CLOCK_FILE: 'clock' })
  const said = (await portal.stderr?.setEncoding('utf8').toArray())?.join('')
  expect(said).toContain('WELFARE_CLOCK_FILE')
  expect(portal.exitCode ?? (await once(portal, 'exit'))[0]).toBe(2)
})

async function startPortal(more: Record<string, string> = {}): Promise<ChildProcess> {
  const { url } = await startServer()
  return fork(commandLine, ['service', 'portal'], {
    execPath: process.execPath,
    env: {
      ...inheritedEnvironment(),
      ...{ PORT: '0', WELFARE_DATA_DIR: temporaryFolder('welfare-production-'), WELFARE_STORE_URL: url },
      WELFARE_SERVICE_URLS: 'funds=http://127.0.0.1:9',
      ...more,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

async function listensOn({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('nothing can be read of it')
  for await (const line of createInterface({ input: stderr })) {
    const { url } = JSON.parse(line) as { url?: string }
    if (url !== undefined) return url
  }
  throw new Error('it ended before it listened')
}
