import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configNames } from '@welfare/process/config.ts'
import { httpLimits } from '@welfare/process/limits.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve } from '../harness/ledger-process.ts'
import { outsideTool, titled } from './outside-tool.ts'

const root = join(import.meta.dirname, '..', '..')
const county = join(root, 'infra', 'county')
const units = ['welfare.service', 'welfare-backup.service', 'welfare-backup.timer'] as const
const analyze = outsideTool('systemd-analyze', "Debian's package systemd")
const scratch = mkdtempSync(join(tmpdir(), 'welfare-county-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Every value that a unit gives to `key`, in order. */
function valuesOf(unit: string, key: string): string[] {
  const text = readFileSync(join(county, unit), 'utf8')
  return [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value ?? '')
}

describe('the units of a county', () => {
  test.skipIf(analyze.missing)(titled('are understood by systemd', analyze), () => {
    const copies = units.map((unit) => {
      const copy = join(scratch, unit)
      // The programs must be where the unit says: here they are in this checkout.
      writeFileSync(copy, readFileSync(join(county, unit), 'utf8').replaceAll('/opt/welfare', root))
      return copy
    })
    expect(analyze.run(['verify', ...copies])).toEqual({ exitCode: 0, said: '' })
  })

  test.skipIf(analyze.missing)(titled('leave next to nothing of the machine exposed', analyze), () => {
    for (const unit of ['welfare.service', 'welfare-backup.service']) {
      // In tenths, of 100: 100 is a service with all rights of its machine.
      const { exitCode, said } = analyze.run(['security', '--offline=true', '--threshold=20', join(county, unit)])
      expect(exitCode, said).toBe(0)
    }
  })

  test('set no variable that the ledger does not know, and the same folders for ledger and backup', () => {
    const [served, backedUp] = ['welfare.service', 'welfare-backup.service'].map((unit) =>
      valuesOf(unit, 'Environment').filter((value) => value.startsWith('WELFARE_')),
    )
    expect(served).toEqual(backedUp)
    expect(served?.map((value) => value.split('=')[0]).filter((name) => !configNames.includes(name ?? ''))).toEqual([])
    expect(served?.length).toBeGreaterThan(2)
  })

  test('wait longer for the end than the ledger takes for it', () => {
    expect(valuesOf('welfare.service', 'KillSignal')).toEqual(['SIGTERM'])
    const [seconds] = valuesOf('welfare.service', 'TimeoutStopSec').map(Number)
    expect(seconds).toBeGreaterThan(httpLimits.drainMs / 1000)
  })
})

describe('the nightly backup', () => {
  const data = join(scratch, 'data')
  const backups = join(scratch, 'backups')
  const older = ['2026-01-01T023000Z', '2026-01-02T023000Z', '2026-01-03T023000Z']
  const foreign = ['2026-01-01', '2026-01-01T023000Z.unfinished', 'letters']
  let ledger: Awaited<ReturnType<typeof serve>>

  const run = (kept: string, folder = data) =>
    spawnSync(join(county, 'nightly-backup.sh'), [backups], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, WELFARE_DATA_DIR: folder, BACKUPS_KEPT: kept },
    })

  beforeAll(async () => {
    ledger = await serve(data)
    for (const name of [...older, ...foreign]) mkdirSync(join(backups, name), { recursive: true })
  })
  afterAll(() => ledger.end('SIGKILL'))

  test('that fails removes nothing', () => {
    const noFolder = join(scratch, 'a-file')
    writeFileSync(noFolder, '')
    expect(run('1', noFolder).status).not.toBe(0)
    expect(run('none').status).toBe(2)
    expect(readdirSync(backups).sort()).toEqual([...older, ...foreign].sort())
  })

  test('keeps as many as it is told, and what is not its own', () => {
    const { status, stdout } = run('3')
    expect(status, stdout).toBe(0)
    const [made, ...more] = readdirSync(backups).filter((name) => ![...older, ...foreign].includes(name))
    expect(made).toMatch(/^\d{4}-\d{2}-\d{2}T\d{6}Z$/)
    expect(more).toEqual([])
    expect(readdirSync(backups).sort()).toEqual([...older.slice(1), ...foreign, made].sort())
  })

  test('can be restored into an empty folder, by the command of the README', () => {
    const made = readdirSync(backups)
      .filter((name) => /Z$/.test(name))
      .sort()
      .at(-1)
    const node = createRequire(import.meta.url).resolve('node/bin/node')
    const words = ['restore', join(backups, made ?? ''), '--master-key', join(data, 'keys', 'master.key'), '--json']
    const restored = execFileSync(node, [join(root, 'services/standalone/bin/welfare.mjs'), ...words], {
      encoding: 'utf8',
      env: { WELFARE_DATA_DIR: join(scratch, 'restored') },
    })
    const { ledger: id } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8'))
    expect(JSON.parse(restored)).toMatchObject({ ledger: id, epoch: 2 })
  })
})
