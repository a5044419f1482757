import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { appendOrThrow, newEvent, newEvents, newStream, readEverything } from '../contract/contract-case.fixture.ts'
import { InvalidPositionError } from '../port.ts'
import { restoreSqliteStore, TargetInUseError } from './backup.ts'
import { StoreLockedError } from './lock.ts'
import { NotALedgerError } from './log-file.ts'
import { openSqliteStore, type SqliteStore } from './sqlite-store.ts'

const clock = { now: () => new Date() }

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function openStore(folder: string): Promise<SqliteStore> {
  const store = await openSqliteStore({ folder, clock })
  onTestFinished(() => store.close())
  return store
}

/** A store with three events, its backup, and two events after that. */
async function makeBackup() {
  const folder = await makeFolder()
  const [backupFile, target] = [join(folder, 'backup.sqlite'), join(folder, 'restored')]
  const store = await openStore(join(folder, 'original'))
  const stream = newStream()
  await appendOrThrow(store, stream, 'no-stream', newEvents(3))
  await store.backup(backupFile)
  const lost = await appendOrThrow(store, stream, 3, newEvents(2))
  return { folder, store, stream, backupFile, target, lost }
}

describe('a backup', () => {
  test('restored holds what was there when it was made', async () => {
    const { store, backupFile, target } = await makeBackup()
    await restoreSqliteStore({ backupFile, folder: target })
    expect(await readEverything(await openStore(target))).toEqual((await readEverything(store)).slice(0, 3))
  })

  test('made while the store is written to is whole and consistent', async () => {
    const folder = await makeFolder()
    const store = await openStore(join(folder, 'original'))
    const text = 'x'.repeat(20_000)
    const fill = () =>
      appendOrThrow(
        store,
        newStream(),
        'no-stream',
        newEvents(10).map((event) => ({ ...event, data: { text } })),
      )
    for (let count = 0; count < 50; count++) await fill()
    let isRunning = true
    const backup = store.backup(join(folder, 'backup.sqlite')).finally(() => {
      isRunning = false
    })
    let writtenMeanwhile = 0
    while (isRunning) {
      await fill()
      writtenMeanwhile++
    }
    await backup
    expect(writtenMeanwhile).toBeGreaterThan(0)
    await restoreSqliteStore({ backupFile: join(folder, 'backup.sqlite'), folder: join(folder, 'restored') })
    const restored = await readEverything(await openStore(join(folder, 'restored')))
    expect(restored.length).toBeGreaterThanOrEqual(500)
    expect(restored.length % 10).toBe(0)
    expect(restored).toEqual((await readEverything(store)).slice(0, restored.length))
  })

  test('is not written over a file, and appears only when it is complete', async () => {
    const { store, folder } = await makeBackup()
    const taken = join(folder, 'taken')
    await writeFile(taken, 'precious')
    await expect(store.backup(taken)).rejects.toThrow(TargetInUseError)
    expect(await readFile(taken, 'utf8')).toBe('precious')
    const running = store.backup(join(folder, 'fresh'))
    expect(existsSync(join(folder, 'fresh'))).toBe(false)
    await running
    expect(existsSync(join(folder, 'fresh'))).toBe(true)
  })

  test('that is under way is finished before the store closes', async () => {
    const { store, folder } = await makeBackup()
    const running = store.backup(join(folder, 'second'))
    await store.close()
    await running
    await restoreSqliteStore({ backupFile: join(folder, 'second'), folder: join(folder, 'restored') })
    expect(await readEverything(await openStore(join(folder, 'restored')))).toHaveLength(5)
  })
})

describe('a restore', () => {
  test('begins a new epoch of the same ledger, and says where', async () => {
    const { store, backupFile, target } = await makeBackup()
    const restored = await restoreSqliteStore({ backupFile, folder: target })
    expect(restored).toEqual({ ledger: store.ledger, epoch: 2, beginsAt: 4 })
    expect(await openStore(target)).toMatchObject({ ledger: store.ledger, epoch: 2 })
  })

  test('goes on with the sequence, and earlier events keep their epoch', async () => {
    const { stream, backupFile, target } = await makeBackup()
    await restoreSqliteStore({ backupFile, folder: target })
    const store = await openStore(target)
    await appendOrThrow(store, stream, 3, [newEvent()])
    const seen = (await readEverything(store)).map(({ sequence, epoch, version }) => ({ sequence, epoch, version }))
    expect(seen).toEqual([
      { sequence: 1, epoch: 1, version: 1 },
      { sequence: 2, epoch: 1, version: 2 },
      { sequence: 3, epoch: 1, version: 3 },
      { sequence: 4, epoch: 2, version: 4 },
    ])
  })

  test('knows the positions of what it has, and refuses those of what was recorded after the backup', async () => {
    const { store: original, stream, backupFile, target, lost } = await makeBackup()
    await restoreSqliteStore({ backupFile, folder: target })
    const store = await openStore(target)
    await appendOrThrow(store, stream, 3, newEvents(5))
    const kept = (await readEverything(original))[2]?.position
    expect(await store.readAll({ after: kept, limit: 10 })).toHaveLength(5)
    await expect(store.readAll({ after: lost.position, limit: 10 })).rejects.toThrow(InvalidPositionError)
  })

  test('of a restored ledger begins the next epoch', async () => {
    const { folder, backupFile, target } = await makeBackup()
    await restoreSqliteStore({ backupFile, folder: target })
    const store = await openStore(target)
    await appendOrThrow(store, newStream(), 'no-stream', [newEvent()])
    await store.backup(join(folder, 'second'))
    const again = await restoreSqliteStore({ backupFile: join(folder, 'second'), folder: join(folder, 'again') })
    expect(again).toMatchObject({ epoch: 3, beginsAt: 5 })
  })

  test('touches no folder that holds a ledger, nor one that is in use', async () => {
    const { folder, store, backupFile } = await makeBackup()
    const original = join(folder, 'original')
    await expect(restoreSqliteStore({ backupFile, folder: original })).rejects.toThrow(StoreLockedError)
    await store.close()
    await expect(restoreSqliteStore({ backupFile, folder: original })).rejects.toThrow(TargetInUseError)
    expect(await readEverything(await openStore(original))).toHaveLength(5)
  })

  test('of what is not a backup, or a damaged one, leaves the folder without a ledger', async () => {
    const { folder, backupFile, target } = await makeBackup()
    const bytes = await readFile(backupFile)
    bytes.fill(0xff, 8_192, 8_392)
    for (const wrong of [Buffer.from('not a database at all, but long enough'), bytes]) {
      await writeFile(join(folder, 'wrong'), wrong)
      await expect(restoreSqliteStore({ backupFile: join(folder, 'wrong'), folder: target })).rejects.toThrow(
        NotALedgerError,
      )
      expect(existsSync(join(target, 'ledger.sqlite'))).toBe(false)
    }
    await restoreSqliteStore({ backupFile, folder: target })
    expect(await readEverything(await openStore(target))).toHaveLength(3)
  })
})
