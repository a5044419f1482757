import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync, truncateSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { restoreSqliteStore } from '@welfare/event-store/sqlite/backup.ts'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openCheckpointArchive } from './checkpoints.store.ts'
import { makeFolder, placesIn } from './log.fixture.ts'
import { archiveFileName, type LogEngine, openLogEngine } from './log-engine.ts'
import { ensureLogKeys, generateLogKey, LogKeyWrongError, readLogKeys, writeLogKeys } from './log-keys.ts'
import { canonicalEventBytes } from './tree/canonical-event.ts'
import { parseCheckpoint } from './tree/checkpoint.ts'
import { hashLeaf } from './tree/merkle-hashes.ts'
import { rootAt } from './tree/merkle-proofs.ts'
import { isSignedBy, parseNote, parseVerifierKey, type VerifierKey } from './tree/signed-note.ts'
import { openTreeWriter } from './tree/tree-files.ts'

const clock = { now: () => new Date('2026-06-01T08:30:00.000Z') }

async function record(folder: string, count: number): Promise<void> {
  const store = await openSqliteStore({ folder: placesIn(folder).logFolder, clock })
  const events = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'ThingHappened',
    schemaVersion: 1,
    data: { index },
    metadata: {},
  }))
  await store.append(`thing-${randomUUID()}`, 'no-stream', events)
  await store.close()
}

/** The engine over what lies in the folder, as a start of the worker opens it. */
function open(folder: string): LogEngine {
  const { logFolder, keyFile, ...folders } = placesIn(folder)
  ensureLogKeys(keyFile, () => {})
  const engine = openLogEngine({ ...folders, keyFile, source: openSqliteLogReader(logFolder) })
  const close = engine.close
  let isOpen = true
  const closing = {
    ...engine,
    close() {
      if (isOpen) close()
      isOpen = false
    },
  }
  onTestFinished(closing.close)
  return closing
}

function catchUpAndSign(engine: LogEngine): void {
  while (engine.step());
  if (engine.isSignatureDue()) engine.sign()
}

function withArchive<Result>(
  folder: string,
  look: (archive: ReturnType<typeof openCheckpointArchive>) => Result,
): Result {
  const archive = openCheckpointArchive(join(placesIn(folder).folder, archiveFileName))
  try {
    return look(archive)
  } finally {
    archive.close()
  }
}

const checkpointsIn = (folder: string) => withArchive(folder, (archive) => archive.list(100))
const keysIn = (folder: string) => withArchive(folder, (archive) => archive.keys())

/** A ledger of `count` events, all signed. */
async function makeSigned(count: number): Promise<string> {
  const folder = makeFolder()
  await record(folder, count)
  const engine = open(folder)
  catchUpAndSign(engine)
  engine.close()
  return folder
}

/** What somebody with access to the file could do. */
function tamper(folder: string, sql: string): void {
  const database = new DatabaseSync(join(placesIn(folder).logFolder, 'ledger.sqlite'))
  database.exec(sql)
  database.close()
}

function removeTree(folder: string): void {
  const { folder: folders } = placesIn(folder)
  for (const name of readdirSync(folders)) if (name.startsWith('level-')) rmSync(join(folders, name))
}

/** The root over the events as they are stored now, made again. */
function expectedRoot(folder: string, size: number): string {
  const reader = openSqliteLogReader(placesIn(folder).logFolder)
  const tree = openTreeWriter(makeFolder())
  tree.append(reader.readAfter(0, size).map((event) => hashLeaf(canonicalEventBytes(event))))
  const root = rootAt(tree, size).toString('base64')
  tree.close()
  reader.close()
  return root
}

describe('the tree', () => {
  test('is that of all recorded events, and goes on where it was', async () => {
    const folder = await makeSigned(300)
    await record(folder, 200)
    const engine = open(folder)
    expect(engine.status()).toMatchObject({ treeSize: 300, signedSize: 300 })
    catchUpAndSign(engine)
    expect(engine.status()).toMatchObject({ treeSize: 500, signedSize: 500 })
    expect(checkpointsIn(folder)).toMatchObject([{ treeSize: 500, rootHash: expectedRoot(folder, 500) }])
    expect(engine.isSignatureDue()).toBe(false)
  })

  test('is cut back at a start to what was signed', async () => {
    const folder = await makeSigned(300)
    await record(folder, 10)
    const engine = open(folder)
    while (engine.step());
    expect(engine.status()).toMatchObject({ treeSize: 310, signedSize: 300 })
    engine.close()
    expect(open(folder).status()).toMatchObject({ treeSize: 300, signedSize: 300 })
  })

  test.each([
    ['is gone', removeTree],
    ['was cut off', (folder: string) => truncateSync(join(placesIn(folder).folder, 'level-0'), 4_000)],
    ['lacks a level', (folder: string) => truncateSync(join(placesIn(folder).folder, 'level-1'), 0)],
  ])('that %s is made again from the events', async (_, damage) => {
    const folder = await makeSigned(300)
    damage(folder)
    await record(folder, 1)
    const engine = open(folder)
    catchUpAndSign(engine)
    expect(checkpointsIn(folder)).toMatchObject([{ treeSize: 301, rootHash: expectedRoot(folder, 301) }])
  })
})

describe('nothing is signed any more', () => {
  const altered = `UPDATE events SET data = '{"index":1000}' WHERE position = 7`

  test('when an event is not the one that was signed', async () => {
    const folder = await makeSigned(300)
    tamper(folder, altered)
    removeTree(folder)
    await record(folder, 1)
    const engine = open(folder)
    while (engine.step());
    expect(() => engine.sign()).toThrow('the first 300 events do not give the root')
    expect(checkpointsIn(folder)).toMatchObject([{ treeSize: 300 }])
  })

  test('when it is found in the course of time, with the event named', async () => {
    const folder = await makeSigned(300)
    expect(open(folder).recheck()).toBe(false)
    tamper(folder, altered)
    const engine = open(folder)
    expect(() => engine.recheck()).toThrow('event 7 is not the one that the tree was made of')
    expect(() => engine.bundle({ index: 0, width: 256 })).toThrow('event 7')
  })

  test('when events are gone', async () => {
    const folder = await makeSigned(300)
    tamper(folder, 'DELETE FROM events WHERE position > 290')
    expect(() => open(folder).step()).toThrow('300 events were signed, the ledger has 290')
    removeTree(folder)
    expect(() => open(folder).step()).toThrow('300 events were signed, the ledger has 290')
    expect(checkpointsIn(folder)).toMatchObject([{ treeSize: 300 }])
  })
})

describe('a log that was put back by hand', () => {
  test('is found out by what was signed last, though it has more events than were signed', async () => {
    const folder = await makeSigned(300)
    tamper(folder, 'DELETE FROM events WHERE position > 290')
    await record(folder, 20)
    expect(() => open(folder).step()).toThrow('event 291 is not the one that the tree was made of')
  })
})

describe('keys', () => {
  const verifierOf = (text: string): VerifierKey => {
    const key = parseVerifierKey(text)
    if (!key) throw new Error(`not a verifier key: ${text}`)
    return key
  }
  const latestNote = (folder: string) => {
    const note = parseNote(checkpointsIn(folder)[0]?.note ?? '')
    if (!note) throw new Error('the latest checkpoint is not a note')
    return note
  }

  test('that are rotated both sign; the old one names the new one', async () => {
    const folder = await makeSigned(3)
    const engine = open(folder)
    const rotation = { commandId: randomUUID(), retire: false }
    const made = engine.rotateKey(rotation)
    expect(engine.rotateKey(rotation)).toBe(made)
    catchUpAndSign(engine)
    const [newer, older, ...others] = keysIn(folder)
    expect(others).toEqual([])
    expect(newer?.verifierKey).toBe(made)
    for (const key of [newer, older])
      expect(isSignedBy(latestNote(folder), verifierOf(key?.verifierKey ?? ''))).toBe(true)
    const statement = parseNote(newer?.statement ?? '')
    const oldKey = verifierOf(older?.verifierKey ?? '')
    expect(statement && isSignedBy(statement, oldKey)).toBe(true)
    expect(statement?.text).toBe(`${oldKey.name}\nnext key\n${made}\n`)
    engine.close()
    expect(open(folder).isSignatureDue()).toBe(false)
  })

  test('that are retired sign no more', async () => {
    const folder = await makeSigned(3)
    const engine = open(folder)
    engine.rotateKey({ commandId: randomUUID(), retire: true })
    catchUpAndSign(engine)
    const [newer, older] = keysIn(folder)
    expect(isSignedBy(latestNote(folder), verifierOf(newer?.verifierKey ?? ''))).toBe(true)
    expect(isSignedBy(latestNote(folder), verifierOf(older?.verifierKey ?? ''))).toBe(false)
    expect(readLogKeys(placesIn(folder).keyFile)).toHaveLength(1)
  })

  test('that somebody put into the file sign, and have a statement only where the key before is there', async () => {
    const folder = await makeSigned(3)
    const { keyFile } = placesIn(folder)
    const [first] = readLogKeys(keyFile)
    writeLogKeys(keyFile, [generateLogKey(), first])
    catchUpAndSign(open(folder))
    writeLogKeys(keyFile, [generateLogKey()])
    catchUpAndSign(open(folder))
    expect(keysIn(folder).map(({ statement }) => statement !== undefined)).toEqual([false, true, false])
    expect(isSignedBy(latestNote(folder), verifierOf(keysIn(folder)[0]?.verifierKey ?? ''))).toBe(true)
  })

  test('that are none are refused', async () => {
    const folder = await makeSigned(3)
    const { keyFile } = placesIn(folder)
    const { writeFileSync } = await import('node:fs')
    writeFileSync(keyFile, 'not a key')
    expect(() => open(folder)).toThrow(LogKeyWrongError)
  })
})

describe('a ledger restored from a backup', () => {
  async function restore(change: (backup: string) => void = () => {}): Promise<string> {
    const folder = await makeSigned(300)
    withArchive(folder, (archive) => {
      const [checkpoint] = archive.list(1)
      // What a witness has cosigned is kept, though later ones of the same hour follow.
      if (checkpoint) archive.cosign(checkpoint, [{ witness: 'w', timestampS: 1, line: '— w AAAAAAAA\n' }])
    })
    const { logFolder } = placesIn(folder)
    const store = await openSqliteStore({ folder: logFolder, clock })
    const backupFile = join(folder, 'backup.sqlite')
    await store.backup(backupFile)
    await store.close()
    await record(folder, 20)
    const engine = open(folder)
    catchUpAndSign(engine)
    engine.close()
    change(backupFile)
    await rename(logFolder, join(folder, 'lost'))
    await restoreSqliteStore({ backupFile, folder: logFolder })
    await record(folder, 20)
    return folder
  }

  test('is a log of another name: what was lost is no fork', async () => {
    const folder = await restore()
    const engine = open(folder)
    catchUpAndSign(engine)
    const [newer, lost, before] = checkpointsIn(folder)
    const origins = [newer, lost].map((one) => parseCheckpoint(parseNote(one?.note ?? '')?.text ?? '')?.origin)
    expect(origins.map((origin) => origin?.split('/').at(-1))).toEqual(['2', '1'])
    expect([newer?.treeSize, lost?.treeSize, before?.treeSize]).toEqual([320, 320, 300])
    expect(newer?.rootHash).not.toBe(lost?.rootHash)
    expect(keysIn(folder).map(({ statement }) => statement !== undefined)).toEqual([true, false])
  })

  test('must begin with what was signed before', async () => {
    const folder = await restore((backup) => {
      const database = new DatabaseSync(backup)
      database.exec(`UPDATE events SET data = '{"index":1000}' WHERE position = 7`)
      database.close()
    })
    const engine = open(folder)
    while (engine.step());
    expect(() => engine.sign()).toThrow('the first 300 events do not give the root')
  })
})
