import { readFile, rename, writeFile } from 'node:fs/promises'
import type { DataFolder } from '@welfare/process/data-folder.ts'
import { z } from 'zod'

const lastBackup = z.strictObject({ madeAt: z.iso.datetime(), throughSequence: z.int() })
export type LastBackup = z.infer<typeof lastBackup>

/** Kept beside the backups, which are carried away. Undefined where none was made of the ledger in this folder. */
export async function readLastBackup({ lastBackupFile }: DataFolder): Promise<LastBackup | undefined> {
  try {
    return lastBackup.parse(JSON.parse(await readFile(lastBackupFile, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** @param attempt tells apart backups that are made at once; of those the one that ends last is the last */
export async function writeLastBackup(
  { lastBackupFile }: DataFolder,
  { madeAt, throughSequence }: LastBackup,
  attempt: string,
): Promise<void> {
  const unfinished = `${lastBackupFile}.${attempt}.unfinished`
  await writeFile(unfinished, JSON.stringify({ madeAt, throughSequence }), { mode: 0o600 })
  await rename(unfinished, lastBackupFile)
}
