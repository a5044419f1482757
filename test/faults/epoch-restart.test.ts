import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backupLog, restoreSqliteStore } from '@welfare/event-store/sqlite/backup.ts'
import { inheritedEnvironment } from '@welfare/service-kit/config.ts'
import { dataFolder } from '@welfare/service-kit/data-folder.ts'
import { expect, onTestFinished, test } from 'vitest'
import { type Child, startChild } from '../../services/standalone/src/cluster/child.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

test('a service whose store was restored ends by itself, and begins anew in the next epoch', async () => {
  const folder = temporaryFolder('welfare-epoch-')
  const started: Child[] = []
  onTestFinished(async () => {
    for (const child of started.reverse()) await child.stop()
    rmSync(folder, { recursive: true })
  })
  const start = await prepare(folder, started)
  const owner = await start('store', { PORT: '0' })
  const where = { WELFARE_STORE_URL: owner.url, PORT: '0' }
  const programmes = await start('programmes', where)
  expect(await versionOf(programmes)).toMatchObject({ epoch: 1 })

  const { log } = dataFolder(join(folder, 'store'))
  await backupLog(log, join(folder, 'backup.sqlite'))
  await owner.stop()
  rmSync(log, { recursive: true })
  await restoreSqliteStore({ backupFile: join(folder, 'backup.sqlite'), folder: log })
  await start('store', { PORT: new URL(owner.url).port })

  const exited = once(programmes.process, 'exit')
  // Whoever looks after it asks again and again whether it is ready.
  const asking = setInterval(() => void fetch(`${programmes.url}/readyz`).catch(() => undefined), 100)
  const [code] = await exited
  clearInterval(asking)
  expect(code).toBe(1)
  const again = await start('programmes', where)
  expect(await versionOf(again)).toMatchObject({ epoch: 2 })
  await expect.poll(async () => (await fetch(`${again.url}/readyz`)).status, { timeout: 20_000 }).toBe(200)
}, 90_000)

async function prepare(folder: string, started: Child[]) {
  const [keys, tokenFile] = [join(folder, 'keys'), join(folder, 'token')]
  for (const path of [keys, join(folder, 'logs')]) mkdirSync(path)
  writeFileSync(tokenFile, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return async (name: string, more: Record<string, string>): Promise<Child> => {
    const child = await startChild({
      name,
      words: ['service', name],
      environment: {
        ...inheritedEnvironment(),
        ...{ WELFARE_KEYS_DIR: keys, WELFARE_DATA_DIR: join(folder, name), WELFARE_STORE_TOKEN_FILE: tokenFile },
        ...more,
      },
      logFile: join(folder, 'logs', `${name}.log`),
    })
    started.push(child)
    return child
  }
}

async function versionOf({ url }: Child): Promise<unknown> {
  return (await fetch(`${url}/version`)).json()
}
