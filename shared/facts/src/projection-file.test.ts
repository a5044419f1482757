import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { projectionFileLimits } from '@welfare/process/limits.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openProjectionFile, type ProjectionFile, type ProjectionFileOptions } from './projection-file.store.ts'

let folder: string
let file: string
let opened: ProjectionFile[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'room-copy-'))
  file = join(folder, 'room.db')
  opened = []
})
afterEach(() => {
  for (const copy of opened) if (copy.database.isOpen) copy.close()
  rmSync(folder, { recursive: true })
})

const options: ProjectionFileOptions = {
  schema: 'CREATE TABLE fund (id TEXT PRIMARY KEY)',
  version: 1,
  ledger: 'l-1',
  epoch: 1,
}

describe('a file of facts', () => {
  it('is new without checkpoint', () => {
    const copy = open()
    expect([copy.readCheckpoint(), copy.sequence(), copy.droppedBecause]).toEqual([undefined, 0, undefined])
  })

  it('keeps effects and checkpoint together, also when opened again', () => {
    fill(open()).close()
    const copy = open()
    expect([copy.readCheckpoint(), copy.sequence(), copy.droppedBecause]).toEqual(['p-2', 2, undefined])
    expect(ids(copy)).toEqual(['f-1', 'f-2'])
  })

  it('stores neither when an effect fails', () => {
    const copy = fill(open())
    const twice = () => copy.applyBatch([event(3), event(3)], (given) => insert(copy, `f-${given.sequence}`))
    expect(twice).toThrow('UNIQUE')
    expect([ids(copy), copy.sequence()]).toEqual([['f-1', 'f-2'], 2])
  })

  it('leaves the checkpoint where it is for an empty batch', () => {
    const copy = fill(open())
    copy.applyBatch([], () => expect.unreachable())
    expect(copy.readCheckpoint()).toBe('p-2')
  })

  it('saves the checkpoint within a transaction that stored something before', () => {
    const copy = fill(open())
    copy.transaction(() => {
      insert(copy, 'f-3')
      copy.applyBatch([event(3)], () => {})
    })
    expect(savedSequence()).toBe(3)
  })

  describe.each<[string, (copy: ProjectionFile, ...sequences: number[]) => void]>([
    ['of which nothing came', (copy, ...sequences) => copy.applyBatch(sequences.map(event), () => {})],
    ['of which nothing was to come', (copy, ...sequences) => copy.passOver(sequences.map(event))],
  ])('of events %s', (_, passOver) => {
    it('knows that it has read them, and saves that when it is closed', () => {
      const copy = fill(open())
      passOver(copy, 3, 4)
      expect([copy.readCheckpoint(), copy.sequence(), savedSequence()]).toEqual(['p-4', 4, 2])
      copy.close()
      expect(open().sequence()).toBe(4)
    })

    it('saves it with the next effect', () => {
      const copy = fill(open())
      passOver(copy, 3)
      copy.applyBatch([event(4)], () => insert(copy, 'f-4'))
      expect(savedSequence()).toBe(4)
    })

    it('saves it when asked to', () => {
      const copy = fill(open())
      passOver(copy, 3)
      copy.markRead([event(4)])
      expect([copy.sequence(), savedSequence()]).toEqual([4, 4])
    })

    it('saves it after so many', () => {
      const copy = fill(open())
      const many = Array.from({ length: projectionFileLimits.eventsPassedUnsaved }, (_, index) => index + 3)
      passOver(copy, ...many)
      expect(savedSequence()).toBe(2)
      passOver(copy, many.length + 3)
      expect(savedSequence()).toBe(many.length + 3)
    })

    it('goes back to what was saved when the transaction is not kept', () => {
      const copy = fill(open())
      passOver(copy, 3)
      const failing = () =>
        copy.applyBatch([event(4)], () => {
          insert(copy, 'f-4')
          throw new Error('after all')
        })
      expect(failing).toThrow('after all')
      expect([copy.sequence(), ids(copy)]).toEqual([3, ['f-1', 'f-2']])
    })
  })

  it('takes a transaction back with the one around it', () => {
    const copy = open()
    const failing = () =>
      copy.transaction(() => {
        copy.transaction(() => insert(copy, 'f-9'))
        throw new Error('after all')
      })
    expect(failing).toThrow('after all')
    expect(ids(copy)).toEqual([])
    expect(copy.transaction(() => 7)).toBe(7)
  })

  it.each<[string, Partial<ProjectionFileOptions>]>([
    ['other-version', { version: 2 }],
    ['other-schema', { schema: 'CREATE TABLE fund (id TEXT PRIMARY KEY) STRICT' }],
    ['other-ledger', { ledger: 'l-2' }],
    ['other-epoch', { epoch: 2 }],
  ])('is dropped for %s, and begins from zero', (reason, other) => {
    fill(open()).close()
    const copy = open(other)
    expect([copy.droppedBecause, copy.readCheckpoint(), copy.sequence(), ids(copy)]).toEqual([reason, undefined, 0, []])
    fill(copy)
    copy.close()
    expect(open(other)).toMatchObject({ droppedBecause: undefined })
  })

  it.each([
    ['text', () => 'not a database, but long enough to be read as one '.repeat(50)],
    ['half of itself', () => readFileSync(file).subarray(0, 5000)],
  ])('is dropped when its file is %s', (_name, damage) => {
    fill(open()).close()
    const bytes = damage()
    writeFileSync(file, bytes)
    const copy = open()
    expect(copy.droppedBecause).toBe('file-damaged')
    fill(copy)
    expect(ids(copy)).toEqual(['f-1', 'f-2'])
  })

  describe('with a section of somebody else', () => {
    const own = { schema: 'CREATE TABLE step (id TEXT PRIMARY KEY)', version: 1 }
    const steps = (section: ProjectionFile) => section.prepare('SELECT count(*) AS steps FROM step').get()?.steps
    const fillBoth = (): void => {
      const copy = fill(open())
      const section = copy.section('processes', own)
      section.applyBatch([event(1)], () => section.prepare("INSERT INTO step VALUES ('s-1')").run())
      section.applyBatch([event(2)], () => {})
      copy.close()
    }

    it('has a checkpoint of its own, saved with the file', () => {
      fillBoth()
      const section = open().section('processes', own)
      expect([section.sequence(), steps(section), section.droppedBecause]).toEqual([2, 1, undefined])
    })

    it('is dropped without it', () => {
      fillBoth()
      const copy = open({ version: 2 })
      const section = copy.section('processes', own)
      expect([copy.droppedBecause, ids(copy), section.sequence(), steps(section)]).toEqual(['other-version', [], 2, 1])
    })

    it('stays when that is dropped', () => {
      fillBoth()
      const copy = open()
      const section = copy.section('processes', { ...own, version: 2 })
      expect([ids(copy).length, copy.sequence(), section.droppedBecause, section.sequence(), steps(section)]).toEqual([
        2,
        2,
        'other-version',
        0,
        0,
      ])
    })
  })

  it('is not dropped when its schema is wrong: that is a bug', () => {
    expect(() => open({ schema: 'CREATE TABEL fund' })).toThrow('syntax error')
    expect(existsSync(file)).toBe(true)
  })

  it('is written ahead, with the cheap sync of what can be rebuilt', () => {
    const { database } = open({ secureDelete: true })
    expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' })
    expect(database.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 1 })
    expect(database.prepare('PRAGMA secure_delete').get()).toMatchObject({ secure_delete: 1 })
  })
})

function open(other: Partial<ProjectionFileOptions> = {}): ProjectionFile {
  const copy = openProjectionFile(file, { ...options, ...other })
  opened.push(copy)
  return copy
}

function fill(copy: ProjectionFile): ProjectionFile {
  copy.applyBatch([event(1), event(2)], ({ sequence }) => insert(copy, `f-${sequence}`))
  return copy
}

/** What a crash would leave. */
function savedSequence(): unknown {
  const other = new DatabaseSync(file, { readOnly: true })
  const { sequence } = other.prepare('SELECT sequence FROM room_copy_checkpoint').get() ?? {}
  other.close()
  return sequence
}

function insert(copy: ProjectionFile, id: string): void {
  copy.prepare('INSERT INTO fund VALUES (?)').run(id)
}

function ids(copy: ProjectionFile): unknown[] {
  return copy
    .prepare('SELECT id FROM fund ORDER BY id')
    .all()
    .map((row) => row.id)
}

function event(sequence: number): SequencedEvent {
  return {
    id: `e-${sequence}`,
    type: 'FundOpened',
    schemaVersion: 1,
    data: {},
    metadata: {},
    stream: 'fund-1',
    version: sequence,
    recordedAt: '2025-06-01T00:00:00.000Z',
    position: `p-${sequence}` as Position,
    ledger: 'l-1',
    epoch: 1,
    sequence,
  }
}
