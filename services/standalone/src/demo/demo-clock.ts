import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Clock, createOffsetClock, systemClock } from '@welfare/process/clock.ts'
import type { DataFolder } from '@welfare/process/data-folder.ts'
import { z } from 'zod'

const demoState = z.strictObject({
  scenario: z.string(),
  /** Absent while the scenario is being played: it is played on from where the ledger stands. */
  clockOffsetMs: z.int().optional(),
})
export type DemoState = z.infer<typeof demoState>

/** What the folder says about a demonstration; `undefined` for a ledger of its own. */
export function readDemoState({ demoFile }: DataFolder): DemoState | undefined {
  let text: string
  try {
    text = readFileSync(demoFile, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return demoState.parse(JSON.parse(text))
}

export function writeDemoState({ demoFile }: DataFolder, state: DemoState): void {
  writeFileSync(`${demoFile}.unfinished`, JSON.stringify(state), { mode: 0o600 })
  renameSync(`${demoFile}.unfinished`, demoFile)
}

/** The clock of the folder's ledger: the machine's, or the demonstration's that goes on from its last day at real speed. */
export function readLedgerClock(folder: DataFolder): { readonly clock: Clock; readonly name: string } {
  const state = readDemoState(folder)
  if (state?.clockOffsetMs === undefined) return { clock: systemClock, name: 'system' }
  return { clock: createOffsetClock({ offsetMs: state.clockOffsetMs }), name: `simulated (${state.scenario})` }
}
