import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMemorySource, dayNumber, toSequenced } from '../history.fixture.ts'
import { playSteps, randomSteps } from '../random-history.fixture.ts'
import { createProjectionEngine, NotServingError, type ProjectionEngine } from './projection-engine.ts'

let folder = ''
let engines: ProjectionEngine[] = []
const history = toSequenced(playSteps(fc.sample(randomSteps, { numRuns: 4, seed: 11 }).flat()))
const today = dayNumber(40)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-'))
})
afterEach(() => {
  for (const engine of engines) engine.close()
  engines = []
  rmSync(folder, { recursive: true })
})

describe('rebuild', () => {
  test('queries during a rebuild are answered by the old generation, which stays live; the swap changes nothing', () => {
    const events = history.slice(0, 150)
    const engine = open(events)
    finish(engine)
    const before = ask(engine)
    engine.rebuild()
    engine.step()
    expect(engine.status().rebuiltThrough).toBe(40)
    expect(ask(engine)).toEqual(before)
    events.push(...history.slice(150, 160))
    engine.step()
    expect(engine.status()).toMatchObject({ sequence: 160, rebuiltThrough: 80, generation: 1 })
    const live = ask(engine)
    expect(live).not.toEqual(before)
    while (engine.status().rebuiltThrough !== undefined) {
      expect(ask(engine)).toEqual(live)
      engine.step()
    }
    expect(engine.status().generation).toBe(2)
    expect(ask(engine)).toEqual(live)
    expect(files()).toEqual(['2.db', 'current'])
  })

  test('after a crash in between, the old generation serves and the unfinished one is gone', () => {
    const engine = open([...history])
    finish(engine)
    const before = ask(engine)
    engine.rebuild()
    engine.step()
    crash(engine)
    expect(existsSync(join(folder, '2.db'))).toBe(true)
    const reopened = open([...history])
    expect(files()).toEqual(['1.db', 'current'])
    expect(reopened.status()).toMatchObject({ generation: 1, serving: true, rebuiltThrough: undefined })
    expect(ask(reopened)).toEqual(before)
  })

  test('a raised version serves the old rows until the new generation has caught up', () => {
    const engine = open([...history])
    finish(engine)
    const before = ask(engine)
    crash(engine)
    const raised = open([...history], { version: 99 })
    expect(raised.status()).toMatchObject({ generation: 1, serving: true, rebuiltThrough: 0 })
    expect(ask(raised)).toEqual(before)
    finish(raised)
    expect(raised.status()).toMatchObject({ generation: 2, rebuiltThrough: undefined })
    expect(ask(raised)).toEqual(before)
  })

  test('after a restore into a new epoch everything is read anew, and events that were lost are no longer shown', () => {
    const engine = open([...history])
    finish(engine)
    crash(engine)
    const restored = history.slice(0, 60)
    const next = open(restored, { epoch: 2 })
    expect(next.status().sequence).toBe(history.length)
    finish(next)
    expect(next.status()).toMatchObject({ generation: 2, sequence: 60 })
  })

  test('a damaged file is dropped and filled again; until then nothing is served', () => {
    const engine = open([...history])
    finish(engine)
    const before = ask(engine)
    crash(engine)
    for (const name of readdirSync(folder)) if (name.startsWith('1.db')) rmSync(join(folder, name))
    writeFileSync(
      join(folder, '1.db'),
      'not a database at all, and longer than a header of one hundred bytes would be: '.repeat(3),
    )
    const reopened = open([...history])
    expect(reopened.status().serving).toBe(false)
    expect(() => ask(reopened)).toThrow(NotServingError)
    finish(reopened)
    expect(ask(reopened)).toEqual(before)
  })
})

test('killed after any batch and opened again, it resumes exactly once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }),
      (batchSize, runs) => {
        const folderOfRun = mkdtempSync(join(folder, 'run-'))
        const events: SequencedEvent[] = []
        for (const steps of runs) {
          events.push(...history.slice(events.length, events.length + 40))
          const engine = createProjectionEngine({
            folder: folderOfRun,
            source: createMemorySource(events),
            batchSize,
            fillBatchSize: batchSize,
          })
          for (let step = 0; step < steps; step += 1) engine.step()
          engine.close()
        }
        const resumed = createProjectionEngine({ folder: folderOfRun, source: createMemorySource(events), batchSize })
        finish(resumed)
        const afresh = createProjectionEngine({
          folder: mkdtempSync(join(folder, 'run-')),
          source: createMemorySource(events),
        })
        finish(afresh)
        expect(ask(resumed)).toEqual(ask(afresh))
        resumed.close()
        afresh.close()
      },
    ),
    { numRuns: 12 },
  )
})

test('an event that cannot be projected stops it there; it goes on once the event can be', () => {
  const events = [...history]
  const spoiled = events[100]
  if (!spoiled) throw new Error('the history is too short')
  events[100] = { ...spoiled, type: 'NeverHeardOf' }
  const engine = open(events, { batchSize: 10, fillBatchSize: 10 })
  expect(() => finish(engine)).toThrow('unknown event type NeverHeardOf')
  expect(() => engine.step()).toThrow('unknown event type NeverHeardOf')
  expect(engine.status().rebuiltThrough).toBe(100)
  events[100] = spoiled
  finish(engine)
  expect(engine.status()).toMatchObject({ serving: true, sequence: history.length })
})

function open(
  events: SequencedEvent[],
  options: { version?: number; epoch?: number; batchSize?: number; fillBatchSize?: number } = {},
) {
  const { epoch, ...rest } = options
  const engine = createProjectionEngine({
    folder,
    source: createMemorySource(events, epoch),
    batchSize: 40,
    fillBatchSize: 40,
    ...rest,
  })
  engines.push(engine)
  return engine
}

/** As after kill -9: nothing more is written. */
function crash(engine: ProjectionEngine): void {
  engines = engines.filter((other) => other !== engine)
  engine.close()
}

function finish(engine: ProjectionEngine): void {
  while (engine.step()) {
    // Until there is nothing more to do.
  }
}

function ask(engine: ProjectionEngine): unknown[] {
  return [
    engine.query('budget', { by: 'programme' }, today),
    engine.query('coverage', { by: 'employer' }, today),
    engine.query('journal', { limit: 1_000 }, today),
  ]
}

function files(): string[] {
  expect(readFileSync(join(folder, 'current'), 'utf8')).toMatch(/^\d+\n$/)
  return readdirSync(folder).filter((name) => !/-(wal|shm)$/.test(name))
}
