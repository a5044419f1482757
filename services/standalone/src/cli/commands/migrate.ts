import { existsSync, realpathSync } from 'node:fs'
import { countText } from '@welfare/printouts/text-table.ts'
import { type Migrated, type MigrationProgress, migrateLedger } from '../../migration/migrate-ledger.ts'
import {
  describeStoreLocation,
  listUncopied,
  parseStoreLocation,
  type StoreLocation,
} from '../../migration/store-location.ts'
import type { CliContext } from '../cli-context.ts'
import { misused } from '../failure.ts'
import type { Progress, Terminal } from '../terminal.ts'

export interface MigrateOptions {
  readonly from: string
  readonly to: string
}

/** Copies a ledger's events from one store to another, and says what else the ledger is. */
export async function migrate({ terminal }: CliContext, options: MigrateOptions): Promise<void> {
  const [from, to] = [parseStoreLocation(options.from), parseStoreLocation(options.to)]
  if (isSame(from, to)) throw misused('same-place', { place: describeStoreLocation(to) })
  const migrated = await migrateLedger({ from, to, progress: showProgress(terminal) })
  const uncopied = from.kind === 'folder' ? listUncopied(from.folder) : []
  const locations = { from: describeStoreLocation(from), to: describeStoreLocation(to) }
  terminal.answer({ ...locations, ...migrated, uncopied: uncopied.map(({ path }) => path) }, () =>
    [...toSummary(migrated, locations), ...toReminder(uncopied, from, to)].join('\n'),
  )
}

function isSame(from: StoreLocation, to: StoreLocation): boolean {
  if (from.kind !== 'folder' || to.kind !== 'folder') return JSON.stringify(from) === JSON.stringify(to)
  const [one, other] = [from, to].map(({ folder: { root } }) => (existsSync(root) ? realpathSync(root) : root))
  return one === other
}

function toSummary(migrated: Migrated, { from, to }: { readonly from: string; readonly to: string }): string[] {
  const { ledger, epoch, sequence, resumedAfter, root, balances, copyMs, verifyMs, sourceInUse } = migrated
  const before = resumedAfter === 0 ? '' : `; ${countText(resumedAfter)} were there already`
  return [
    `Ledger ${ledger}, epoch ${epoch}, is in ${to}, through sequence ${countText(sequence)}.`,
    `Copied ${countText(sequence - resumedAfter)} events from ${from} in ${toDuration(copyMs)}${before}.`,
    `Compared in ${toDuration(verifyMs)}: every event is the same to the byte, and so are ${countText(balances)} balances and the root`,
    `  ${root}`,
    ...(sourceInUse
      ? [`What is recorded in ${from} from now on is not in it: stop what writes there, and do this again.`]
      : []),
  ]
}

function toReminder(
  uncopied: ReturnType<typeof listUncopied>,
  from: StoreLocation,
  to: StoreLocation,
): readonly string[] {
  const goal = to.kind === 'folder' ? `to the same places in ${to.folder.root}` : 'to where its services look for it'
  if (from.kind !== 'folder') {
    return [
      'Only events were copied. Keys, accounts, the signing key and signed checkpoints are files of the processes that served the',
      `ledger until now: move them ${goal}. Read models fill by themselves.`,
    ]
  }
  if (uncopied.length === 0) return ['Only events were copied; there is nothing else in the folder that must be moved.']
  return [
    `Only events were copied. Move, while nothing serves, ${goal}:`,
    ...uncopied.map(({ path, what }) => `  ${path}: ${what}`),
    'Read models fill by themselves.',
  ]
}

const ESTIMATE_AFTER_MS = 1_000

/** A bar where somebody looks; and once, when the speed is known, how long it will take. */
function showProgress(terminal: Terminal): MigrationProgress {
  let bar: Progress | undefined
  let estimate: ((sequence: number) => void) | undefined
  return {
    begin(phase, from, through) {
      const label = phase === 'copying' ? 'Copying events' : 'Comparing events'
      const beganAtMs = performance.now()
      terminal.note(`${label}: ${countText(from)} of ${countText(through)} are done.`)
      bar = terminal.progress(label, through)
      estimate = (sequence) => {
        const elapsedMs = performance.now() - beganAtMs
        if (elapsedMs < ESTIMATE_AFTER_MS || sequence <= from) return
        const perMs = (sequence - from) / elapsedMs
        terminal.note(
          `About ${toDuration((through - sequence) / perMs)} to go, at ${countText(Math.round(perMs * 1_000))} events a second.`,
        )
        estimate = undefined
      }
    },
    update(sequence) {
      bar?.update(sequence)
      estimate?.(sequence)
    },
    end() {
      bar?.stop()
      bar = undefined
    },
  }
}

/** `0.8 s`, `12 s`, `3 min 05 s` */
function toDuration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${seconds} s`
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}
