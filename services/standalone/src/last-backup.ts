import type { DataFolder } from '@welfare/process/data-folder.ts'
import { z } from 'zod'
import { readTold, writeFileWhole } from './whole-file.ts'

const lastBackup = z.strictObject({ madeAt: z.iso.datetime(), throughSequence: z.int() })
export type LastBackup = z.infer<typeof lastBackup>

/** Kept beside the backups, which are carried away. Undefined where none is known of the ledger in this folder: what cannot be read tells of none. */
export function readLastBackup({ lastBackupFile }: DataFolder): Promise<LastBackup | undefined> {
  return readTold(lastBackupFile, lastBackup)
}

/** @param attempt tells apart backups that are made at once; of those the one that ends last is the last */
export async function writeLastBackup(
  { lastBackupFile }: DataFolder,
  { madeAt, throughSequence }: LastBackup,
  attempt: string,
): Promise<void> {
  const told = JSON.stringify({ madeAt, throughSequence } satisfies LastBackup)
  await writeFileWhole(lastBackupFile, [told], `${lastBackupFile}.${attempt}.unfinished`)
}
