import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { logFileName } from '@welfare/event-store/sqlite/log-file.ts'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { type Clock, createOffsetClock, systemClock } from '@welfare/process/clock.ts'
import type { DataFolder } from '@welfare/process/data-folder.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import { z } from 'zod'
import { scenarioName, scenarioStart } from './summer-2025.ts'

const demoState = z.strictObject({
  scenario: z.string(),
  /** The ledger that it was played into. Absent where an earlier version played it: then the log tells, by how it begins. */
  ledger: z.string().optional(),
  /** Absent while the scenario is being played: it is played on from where the ledger stands. */
  clockOffsetMs: z.int().optional(),
})
export type DemoState = z.infer<typeof demoState>

/** A real ledger would run on the demonstration's clock, and anybody could enter its accounts. */
export class DemoOfAnotherLedgerError extends ProblemError {
  override readonly name = 'DemoOfAnotherLedgerError'

  constructor(file: string) {
    super('demo-of-another-ledger', { file })
  }
}

/**
 * What the folder says about a demonstration; `undefined` for a ledger of its own.
 * @throws DemoOfAnotherLedgerError where it was left behind by one that does not lie there any more
 */
export function readDemoState(folder: DataFolder): DemoState | undefined {
  const { demoFile } = folder
  let text: string
  try {
    text = readFileSync(demoFile, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const state = demoState.parse(JSON.parse(text))
  if (!isOfLedger(state, readLogStart(folder))) throw new DemoOfAnotherLedgerError(demoFile)
  return state
}

interface LogStart {
  readonly ledger: string
  /** Undefined where nothing is recorded yet. */
  readonly firstRecordedAt: string | undefined
}

/** Undefined where there is no log. */
export function readLogStart({ log }: DataFolder): LogStart | undefined {
  if (!existsSync(join(log, logFileName))) return undefined
  const reader = openSqliteLogReader(log)
  try {
    return { ledger: reader.ledger, firstRecordedAt: reader.readAfter(0, 1)[0]?.recordedAt }
  } finally {
    reader.close()
  }
}

/** No other ledger's first event was recorded at the very moment at which the scenario begins, on a clock that stands still. */
function isOfLedger({ scenario, ledger }: DemoState, log: LogStart | undefined): boolean {
  if (!log) return false
  if (ledger !== undefined) return ledger === log.ledger
  const { firstRecordedAt = '' } = log
  return scenario === scenarioName && Date.parse(firstRecordedAt) === Date.parse(scenarioStart)
}

export function writeDemoState({ demoFile }: DataFolder, state: DemoState & { readonly ledger: string }): void {
  writeFileSync(`${demoFile}.unfinished`, JSON.stringify(state), { mode: 0o600 })
  renameSync(`${demoFile}.unfinished`, demoFile)
}

/** The clock of the folder's ledger: the machine's, or the demonstration's that goes on from its last day at real speed. */
export function readLedgerClock(folder: DataFolder): { readonly clock: Clock; readonly name: string } {
  const state = readDemoState(folder)
  if (state?.clockOffsetMs === undefined) return { clock: systemClock, name: 'system' }
  return { clock: createOffsetClock({ offsetMs: state.clockOffsetMs }), name: `simulated (${state.scenario})` }
}
