import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inheritedEnvironment } from '@welfare/process/config.ts'
import { expect, onTestFinished, test } from 'vitest'
import { type Child, type ChildOptions, standInProgram, startChild } from '../../infra/cluster/child.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

const commandLine = fileURLToPath(new URL('../../services/standalone/src/cli/main.ts', import.meta.url))

test('a service whose store was restored ends by itself, and begins again in the next epoch', async () => {
  const folder = temporaryFolder('welfare-epoch-')
  const started: Child[] = []
  onTestFinished(async () => {
    for (const child of started.reverse()) await child.stop()
    rmSync(folder, { recursive: true })
  })
  const start = prepare(folder, started)
  const { url } = await start('store', { program: standInProgram, words: [join(folder, 'store')] })
  const startProgrammes = () => start('programmes', { words: ['programmes'] }, { WELFARE_STORE_URL: url })
  const programmes = await startProgrammes()
  const { ledger, epoch } = await versionOf(programmes)
  expect(epoch).toBe(1)

  const exited = once(programmes.process, 'exit')
  // What an operator does, once the cluster has been put back, without having stopped the service.
  const begins = { program: commandLine, words: ['begin-epoch', ledger, '--json'] }
  await expect(start('begin-epoch', begins, { WELFARE_STORE_URL: url })).rejects.toThrow('ended before it listened')
  // A supervisor asks again and again whether it is ready.
  const asking = setInterval(() => void fetch(`${programmes.url}/readyz`).catch(() => undefined), 100)
  const [code] = await exited
  clearInterval(asking)
  expect(code).toBe(1)
  const again = await startProgrammes()
  expect(await versionOf(again)).toMatchObject({ ledger, epoch: 2 })
  await expect.poll(async () => (await fetch(`${again.url}/readyz`)).status, { timeout: 20_000 }).toBe(200)
}, 90_000)

function prepare(folder: string, started: Child[]) {
  const keys = join(folder, 'keys')
  for (const path of [keys, join(folder, 'logs')]) mkdirSync(path)
  return async (name: string, run: Pick<ChildOptions, 'program' | 'words'>, more: Record<string, string> = {}) => {
    const places = { PORT: '0', WELFARE_KEYS_DIR: keys, WELFARE_DATA_DIR: join(folder, name) }
    const environment = { ...inheritedEnvironment(), ...places, ...more }
    const child = await startChild({ name, ...run, environment, logFile: join(folder, 'logs', `${name}.log`) })
    started.push(child)
    return child
  }
}

async function versionOf({ url }: Child): Promise<{ ledger: string; epoch: number }> {
  return (await (await fetch(`${url}/version`)).json()) as { ledger: string; epoch: number }
}
