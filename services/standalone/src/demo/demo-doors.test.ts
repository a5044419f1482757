import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../compose.ts'
import { demoDoors, openDemoAccounts } from './accounts.ts'

const merchant = 'merchant-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
let root: string
let ledger: Ledger

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'welfare-doors-'))
})
afterEach(async () => {
  await ledger.close()
  rmSync(root, { recursive: true })
})

async function open(openDoors?: readonly string[]): Promise<void> {
  const logger = createLogger({ level: 'silent' })
  ledger = await openLedger({ dataFolder: root, clock: systemClock, logger, openDoors })
}

async function serve(): Promise<string> {
  return (await ledger.serve({ host: '127.0.0.1', port: 0, strict: true })).url
}

const enter = (url: string, account: string) =>
  fetch(`${url}/v1/door/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ account }),
  })

test('every account of the demonstration can be entered, as what it is', async () => {
  await open(demoDoors)
  const accounts = await openDemoAccounts(ledger.identity)
  await accounts.openShop(merchant, '632701')
  const url = await serve()
  const door = (await (await fetch(`${url}/v1/door`)).json()) as { doors: { account: string }[] }
  expect(door.doors.map(({ account }) => account)).toEqual(demoDoors)
  const roles = await Promise.all(
    demoDoors.map(async (account) => ((await (await enter(url, account)).json()) as { role: string }).role),
  )
  expect(roles).toEqual([
    ...['officer', 'officer', 'approver', 'auditor', 'administrator'],
    ...['merchant-owner', 'merchant-till'],
  ])
})

test('in a ledger of its own none can, also where accounts are called the same', async () => {
  await open()
  for (const account of demoDoors)
    await ledger.identity.issueToken({ account, role: 'officer', scope: { divisions: ['632701'] } })
  const url = await serve()
  expect(ledger.routes.map(({ operationId }) => operationId)).not.toContain('enterDoor')
  for (const account of demoDoors) expect((await enter(url, account)).status).toBe(404)
  expect(await (await fetch(`${url}/openapi.json`)).text()).not.toContain('/v1/door/session')
})

test('doors without a lock are not served where others reach them: by address, by name, or through a proxy', async () => {
  await open(demoDoors)
  const host = '127.0.0.1'
  for (const served of [
    { host: '0.0.0.0', isBehindTlsProxy: true },
    { host, allowedHosts: ['localhost', 'ledger.example'] },
    { host, isBehindTlsProxy: true },
  ])
    await expect(ledger.serve({ port: 0, ...served })).rejects.toThrow(
      expect.objectContaining({ name: 'DemoOnPublicAddressError' }),
    )
  const { url } = await ledger.serve({ host, port: 0, strict: true, allowedHosts: ['localhost', host, '[::1]'] })
  expect((await fetch(`${url}/v1/door`)).status).toBe(200)
})
