import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { removeOldFiles } from './old-files.ts'

test('files of the old layout go, those with names overwritten; what is there today stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'old-files-'))
  const elsewhere = mkdtempSync(join(tmpdir(), 'old-files-links-'))
  const old = [
    'registry.db',
    'registry.db-wal',
    'funds-copy.db',
    'funds-copy.db-shm',
    'deliveries.sqlite',
    'processes.db',
  ]
  const today = ['facts.db', 'facts.db-wal', 'people.db']
  for (const name of [...old, ...today]) {
    writeFileSync(join(folder, name), `诸葛虚甲 in ${name}`)
    linkSync(join(folder, name), join(elsewhere, name))
  }
  removeOldFiles(folder)
  removeOldFiles(folder)
  expect(readdirSync(folder).sort()).toEqual(today)
  // What the disk still holds of a file that is gone.
  for (const name of old)
    expect(readFileSync(join(elsewhere, name)).includes('诸葛虚甲'), name).toBe(!name.startsWith('registry'))
  for (const path of [folder, elsewhere]) rmSync(path, { recursive: true })
})
