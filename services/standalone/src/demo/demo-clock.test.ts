import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, createSimulatedClock, systemClock } from '@welfare/process/clock.ts'
import { readConfig } from '@welfare/process/config.ts'
import { type DataFolder, dataFolder } from '@welfare/process/data-folder.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { restoreBackup } from '../backup-folder.ts'
import { openLedger } from '../compose.ts'
import { readDemoState, readLedgerClock } from './demo-clock.ts'
import { summerPlan, wholeYearPlan } from './plan.ts'
import { openDemo } from './play.ts'
import { scenarioName, scenarioStart } from './summer-2025.ts'

const logger = createLogger({ level: 'silent' })
const another = 'a3f1c2d4-0000-4000-8000-000000000000'
let folder: DataFolder

beforeEach(() => {
  folder = dataFolder(mkdtempSync(join(tmpdir(), 'welfare-demo-clock-')))
})
afterEach(() => {
  rmSync(folder.root, { recursive: true })
})

/** In which something is recorded. @returns its id */
async function beginLedger(clock: Clock): Promise<string> {
  const ledger = await openLedger({ dataFolder: folder.root, clock, logger })
  await ledger.identity.issueToken({ account: 'officer', role: 'officer', scope: { divisions: ['632701'] } })
  await ledger.close()
  return ledger.store.ledger
}

function leave(state: { readonly ledger?: string }): void {
  writeFileSync(folder.demoFile, JSON.stringify({ scenario: scenarioName, clockOffsetMs: -1_000_000, ...state }))
}

const ofAnother = expect.objectContaining({ code: 'demo-of-another-ledger', facts: expect.anything() })

describe('what a demonstration left behind', () => {
  test('gives its clock and doors to the ledger that it was played into', async () => {
    leave({ ledger: await beginLedger(systemClock) })
    expect(readLedgerClock(folder).name).toBe(`simulated (${scenarioName})`)
    expect(readDemoState(folder)).toBeDefined()
  })

  test('is not played on as another part of the scenario', async () => {
    leave({ ledger: await beginLedger(systemClock) })
    const config = readConfig({ WELFARE_DATA_DIR: folder.root, PORT: '0' })
    await expect(openDemo({ config, logger, print: () => {}, plan: wholeYearPlan })).rejects.toThrow(
      expect.objectContaining({ code: 'demo-of-another-plan', facts: { folder: folder.root, scenario: scenarioName } }),
    )
  })

  test('gives them to no other, nor to one that would be begun there', async () => {
    leave({ ledger: another })
    expect(() => readLedgerClock(folder)).toThrow(ofAnother)
    await beginLedger(systemClock)
    expect(() => readLedgerClock(folder)).toThrow(ofAnother)
    leave({})
    expect(() => readDemoState(folder)).toThrow(ofAnother)
  })

  test('tells no ledger, where an earlier version wrote it: one that begins as the scenario does is the demonstration’s', async () => {
    await beginLedger(createSimulatedClock({ startAt: new Date(scenarioStart) }))
    leave({})
    expect(readLedgerClock(folder).name).toBe(`simulated (${scenarioName})`)
  })

  test('and one that begins a moment later is not', async () => {
    await beginLedger(createSimulatedClock({ startAt: new Date(Date.parse(scenarioStart) + 1) }))
    leave({})
    expect(() => readLedgerClock(folder)).toThrow(ofAnother)
  })

  test('is in the way of a restore', async () => {
    leave({ ledger: another })
    const restored = restoreBackup({ backup: folder.backups, folder, masterKeyFile: folder.masterKeyFile })
    await expect(restored).rejects.toThrow(
      expect.objectContaining({ code: 'data-folder-in-use', facts: { file: folder.demoFile, why: 'demonstration' } }),
    )
  })
})

test('the demonstration is not played into a ledger of somebody’s own, which is not opened on its clock', async () => {
  const clock = createSimulatedClock({ startAt: new Date('2026-03-01T09:00:00+08:00') })
  await beginLedger(clock)
  rmSync(folder.copies, { recursive: true })
  const config = readConfig({ WELFARE_DATA_DIR: folder.root, PORT: '0' })
  await expect(openDemo({ config, logger, print: () => {}, plan: summerPlan })).rejects.toThrow(
    expect.objectContaining({ code: 'not-a-demo' }),
  )
  expect(existsSync(folder.copies)).toBe(false)
})
