import { closeSync, existsSync, fstatSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** What each service kept for itself before there was one file for all. */
const oldFiles = [
  'places.db',
  'identity.db',
  'programmes-copy.db',
  'programmes-processes.db',
  'funds-copy.db',
  'funds-processes.db',
  'funds-credit-returns.db',
  'vouchers-copy.db',
  'vouchers-processes.db',
  'deliveries.sqlite',
  'deliveries-processes.sqlite',
  // Where processes were costs time: what recorded something is recognised, the rest is decided again.
  'processes.db',
  'processes-deliveries.db',
  'processes-programmes.db',
  'processes-vouchers.db',
]
/** Held names: overwritten before they go. */
const oldFilesWithNames = ['registry.db']
const besides = ['', '-wal', '-shm', '-journal']

/** Removes what an earlier version left in the folder of copies. Again is harmless; cut off, the next start goes on. */
export function removeOldFiles(folder: string): void {
  for (const name of oldFilesWithNames) for (const end of besides) overwrite(join(folder, `${name}${end}`))
  for (const name of [...oldFilesWithNames, ...oldFiles])
    for (const end of besides) rmSync(join(folder, `${name}${end}`), { force: true })
}

const zeros = Buffer.alloc(1024 * 1024)

function overwrite(file: string): void {
  if (!existsSync(file)) return
  const opened = openSync(file, 'r+')
  try {
    const { size } = fstatSync(opened)
    for (let at = 0; at < size; ) at += writeSync(opened, zeros, 0, Math.min(zeros.length, size - at), at)
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
