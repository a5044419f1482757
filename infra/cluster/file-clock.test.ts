import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@welfare/process/clock.ts'
import { expect, onTestFinished, test } from 'vitest'
import { createFileClock, openFileClock } from './file-clock.ts'

const start = new Date('2025-06-03T01:00:00Z')

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'file-clock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'clock')
}

test('whoever has the file open sees the time that another has moved it to', () => {
  const file = newFile()
  const mover = createFileClock(file, start)
  const reader = openFileClock(file)
  expect(reader.now()).toEqual(start)
  const later = new Date('2025-07-25T04:00:00.123Z')
  mover.advanceTo(later)
  expect(reader.now()).toEqual(later)
})

test('it does not go back, whoever moves it', () => {
  const file = newFile()
  createFileClock(file, start).advanceTo(new Date('2025-06-04T00:00:00Z'))
  expect(() => openFileClock(file).advanceTo(start)).toThrow(RangeError)
})

test('once it runs on it runs at real speed for everybody, and stands still for nobody', () => {
  const file = newFile()
  const mover = createFileClock(file, start)
  const reader = openFileClock(file)
  const { offsetMs } = mover.runOn()
  const passedMs = reader.now().getTime() - start.getTime()
  expect(passedMs).toBeGreaterThanOrEqual(0)
  expect(Math.abs(systemClock.now().getTime() + offsetMs - reader.now().getTime())).toBeLessThan(1_000)
  expect(() => reader.advanceTo(new Date('2026-01-01'))).toThrow(RangeError)
  expect(openFileClock(file).runOn()).toEqual({ offsetMs })
})

test('there is one clock to a file', () => {
  const file = newFile()
  createFileClock(file, start)
  expect(() => createFileClock(file, start)).toThrow('EEXIST')
})
