import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewAccount } from '@welfare/accounts/system-accounts.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { restoreBackup } from './backup-folder.ts'
import { type Ledger, openLedger } from './compose.ts'

const account: NewAccount = { account: 'desk-1', role: 'officer', scope: { divisions: ['632701'] } }
const password = '长江源头 mule 2025'

let root: string
let ledger: Ledger

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'welfare-accounts-'))
  ledger = await open('first')
})
afterEach(async () => {
  await ledger.close()
  rmSync(root, { recursive: true })
})

const open = (name: string) =>
  openLedger({ dataFolder: join(root, name), clock: systemClock, logger: createLogger({ level: 'silent' }) })

test('a restored backup knows passwords and tokens, and no session', async () => {
  await ledger.identity.openAccount({ ...account, password })
  const token = await ledger.identity.issueToken({ ...account, account: 'interface-1' })
  const first = await ledger.serve({ host: '127.0.0.1', port: 0, strict: true })
  const cookie = (await signIn(first.url)).headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(await whoAsks(first.url, { cookie })).toMatchObject({ account: 'desk-1' })
  const made = await call(first.url, 'POST', '/v1/backups', {
    authorization: `Bearer ${ledger.identity.localToken('administrator')}`,
    'idempotency-key': 'make-a-backup',
  })
  const { folder: backup } = (await made.json()) as { folder: string }
  const masterKeyFile = ledger.folder.masterKeyFile
  await ledger.close()

  const restored = dataFolder(join(root, 'restored'))
  mkdirSync(restored.root)
  await restoreBackup({ backup, folder: restored, masterKeyFile })
  ledger = await openLedger({
    dataFolder: restored.root,
    masterKeyFile,
    clock: systemClock,
    logger: createLogger({ level: 'silent' }),
  })
  const second = await ledger.serve({ host: '127.0.0.1', port: 0, strict: true })
  expect(await whoAsks(second.url, { authorization: `Bearer ${token}` })).toMatchObject({ account: 'interface-1' })
  expect(await whoAsks(second.url, { cookie })).toMatchObject({ code: 'credentials-invalid' })
  expect((await signIn(second.url)).status).toBe(200)
})

async function signIn(url: string): Promise<Response> {
  const response = await call(url, 'POST', '/v1/session', {}, { account: 'desk-1', password })
  // Read to its end: half-read answers hold their connection, and the server's end.
  await response.arrayBuffer()
  return response
}

async function whoAsks(url: string, headers: Record<string, string>): Promise<unknown> {
  return (await call(url, 'GET', '/v1/session', headers)).json()
}

function call(url: string, method: string, path: string, headers: Record<string, string>, body?: object) {
  return fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
}
