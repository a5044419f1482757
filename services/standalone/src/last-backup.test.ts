import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataFolder } from '@welfare/process/data-folder.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLastBackup, writeLastBackup } from './last-backup.ts'

const backup = { madeAt: '2026-11-29T10:00:00.000Z', throughSequence: 7 }
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'welfare-last-backup-'))
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

test('the last backup is known, and nothing beside it is left', async () => {
  const folder = dataFolder(root)
  expect(await readLastBackup(folder)).toBeUndefined()
  await writeLastBackup(folder, backup, 'one')
  expect(await readLastBackup(folder)).toEqual(backup)
  expect(readdirSync(root)).toEqual(['last-backup.json'])
})

test.each(['', '{"madeAt": "2026', '{}'])('a file that was cut off at %j tells of none', async (left) => {
  const folder = dataFolder(root)
  writeFileSync(folder.lastBackupFile, left)
  expect(await readLastBackup(folder)).toBeUndefined()
})
