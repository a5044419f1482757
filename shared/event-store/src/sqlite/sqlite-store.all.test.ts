import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { appendOrThrow, newEvent, newStream, readEverything } from '../contract/contract-case.fixture.ts'
import { eventStoreContract } from '../event-store-contract.fixture.ts'
import { StoreLockedError } from './lock.ts'
import { logFileName, NotALedgerError, WrongLedgerError } from './log-file.ts'
import { openSqliteStore } from './sqlite-store.ts'

eventStoreContract({ name: 'sqlite', open: openSqliteStore })

const clock = { now: () => new Date() }

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sqlite-store-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

describe('opening an embedded store', () => {
  test('makes the folder and takes the ledger id it is given', async () => {
    const folder = join(await makeFolder(), 'a', 'b')
    const store = await openSqliteStore({ folder, clock, ledger: 'ledger-of-gaoyou' })
    expect(store.ledger).toBe('ledger-of-gaoyou')
    await store.close()
    const again = await openSqliteStore({ folder, clock })
    expect(again.ledger).toBe('ledger-of-gaoyou')
    await again.close()
  })

  test('refuses a ledger that is not the one expected, and lets go of it', async () => {
    const folder = await makeFolder()
    await (await openSqliteStore({ folder, clock, ledger: 'one' })).close()
    await expect(openSqliteStore({ folder, clock, ledger: 'another' })).rejects.toThrow(WrongLedgerError)
    await (await openSqliteStore({ folder, clock, ledger: 'one' })).close()
  })

  test('a second time is refused while the first lasts, and the first goes on', async () => {
    const folder = await makeFolder()
    const store = await openSqliteStore({ folder, clock })
    for (let round = 0; round < 3; round++) {
      await expect(openSqliteStore({ folder, clock })).rejects.toThrow(StoreLockedError)
    }
    await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
    await store.close()
    const next = await openSqliteStore({ folder, clock })
    expect(await readEverything(next)).toHaveLength(1)
    await next.close()
  })

  test.each([
    ['no database', (file: string) => writeFile(file, 'x'.repeat(5_000))],
    ["somebody else's database", async (file: string) => execute(file, 'CREATE TABLE recipes (name TEXT)')],
  ])('refuses a file that is %s, and changes nothing in it', async (_, make) => {
    const folder = await makeFolder()
    await mkdir(folder, { recursive: true })
    await make(join(folder, logFileName))
    await expect(openSqliteStore({ folder, clock })).rejects.toThrow(NotALedgerError)
  })

  test('refuses the log of a later version', async () => {
    const folder = await makeFolder()
    await (await openSqliteStore({ folder, clock })).close()
    execute(join(folder, logFileName), 'PRAGMA user_version = 99')
    await expect(openSqliteStore({ folder, clock })).rejects.toThrow('layout 99')
  })
})

function execute(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}
