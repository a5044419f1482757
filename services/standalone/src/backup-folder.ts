import { existsSync } from 'node:fs'
import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openSecretsStore } from '@welfare/accounts/accounts.store.ts'
import { holdsEventOf, restoreSqliteStore } from '@welfare/event-store/sqlite/backup.ts'
import { isSqliteError, logFileName } from '@welfare/event-store/sqlite/log-file.ts'
import { erasureRegisterFile } from '@welfare/keys/erasure-register.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { MasterKeyMissingError } from '@welfare/keys/master-key.ts'
import { type DataFolder, dataFolder } from '@welfare/process/data-folder.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import { archiveFileName } from '@welfare/transparency-log/log-engine.ts'
import type { z } from 'zod'
import { copyAttachments, erasing, listLostAttachments } from './attachments-backup.ts'
import {
  backupAccountsFile,
  backupAttachmentsFolder,
  backupCheckpointsFile,
  backupFiles,
  backupManifest,
} from './backup.routes.ts'

export type BackupManifest = z.infer<typeof backupManifest>

/** What lies in the folder is not a backup, or not a whole one. */
export class BackupBrokenError extends Error {
  override readonly name = 'BackupBrokenError'
}

/** The data folder holds a ledger, or parts of one: nothing was touched. */
export class DataFolderInUseError extends ProblemError {
  override readonly name = 'DataFolderInUseError'

  constructor(file: string, why: 'ENOTEMPTY' | 'other-keys' | 'demonstration', options?: ErrorOptions) {
    super('data-folder-in-use', { file, why }, options)
  }
}

export interface RestoredLedger {
  readonly ledger: string
  /** That begins with the restore. */
  readonly epoch: number
  /** The last event that was restored. */
  readonly throughSequence: number
  /** Whether a register of erasures lay beside the master key: without it, people who were erased after the backup are back. */
  readonly erasuresKnown: boolean
  /** Whether anybody had been erased when the backup was made. */
  readonly erasedBefore: boolean
  /** Attachments that the log names and the backup does not hold, or not as they were: all else is restored. */
  readonly lostAttachments: readonly string[]
}

/**
 * Proves that a backup can be restored, by doing so in a folder of its own that is removed again.
 * @throws BackupBrokenError, NotALedgerError, MasterKeyMissingError, MasterKeyWrongError
 */
export async function verifyBackup(options: {
  readonly backup: string
  readonly masterKeyFile: string
  /** Made, and removed. */
  readonly scratch: string
}): Promise<RestoredLedger> {
  const scratch = dataFolder(options.scratch)
  try {
    const staged = await stage(options.backup, scratch, options.masterKeyFile)
    if (staged.lostAttachments.length === 0) return staged
    throw new BackupBrokenError(`missing, or not what the log says: ${staged.lostAttachments.join(', ')}`)
  } finally {
    await rm(scratch.root, { recursive: true, force: true })
  }
}

/**
 * Puts a backup in place of an empty data folder's log and keys, all or nothing, and begins a new epoch.
 * @throws DataFolderInUseError, and what `verifyBackup` throws
 */
export async function restoreBackup(options: {
  readonly backup: string
  readonly folder: DataFolder
  readonly masterKeyFile: string
}): Promise<RestoredLedger> {
  const { backup, folder, masterKeyFile } = options
  await requireEmpty(folder, backup)
  const staged = dataFolder(join(folder.root, 'restoring'))
  try {
    await rm(staged.root, { recursive: true, force: true })
    const restored = await stage(backup, staged, masterKeyFile)
    await mkdir(dirname(folder.keyFile), { recursive: true, mode: 0o700 })
    // Keys first: a log whose keys are missing would be given new ones, and its names could never be read again.
    await copyWhole(join(backup, backupFiles.keys), folder.keyFile)
    await publishAccounts(backup, folder)
    await copyAttachments(join(backup, backupAttachmentsFolder), folder.attachments, new Set(restored.lostAttachments))
    await publishCheckpoints(backup, folder)
    await publishLog(staged.log, folder)
    // Keys that the register of erasures names are gone before anybody opens the ledger; were this cut off, its first opening would do it.
    openKeyStore({ file: folder.keyFile, masterKeyFile, onGenerated: () => {} }).close()
    return restored
  } finally {
    await rm(staged.root, { recursive: true, force: true })
  }
}

async function requireEmpty(folder: DataFolder, backup: string): Promise<void> {
  if (existsSync(folder.demoFile)) throw new DataFolderInUseError(folder.demoFile, 'demonstration')
  for (const path of [folder.log, folder.copies]) {
    if (await holdsAnything(path)) throw new DataFolderInUseError(path, 'ENOTEMPTY')
  }
  // The same keys were left by a restore that was cut off.
  if (existsSync(folder.keyFile) && !(await sameBytes(folder.keyFile, join(backup, backupFiles.keys)))) {
    throw new DataFolderInUseError(folder.keyFile, 'other-keys')
  }
}

async function stage(backup: string, target: DataFolder, masterKeyFile: string): Promise<RestoredLedger> {
  const manifest = await readManifest(backup)
  if (!existsSync(masterKeyFile)) throw new MasterKeyMissingError(masterKeyFile)
  const erasuresKnown = existsSync(erasureRegisterFile(masterKeyFile))
  const { ledger, epoch, beginsAt, lostAttachments } = await orBroken(backup, async () => {
    await mkdir(dirname(target.keyFile), { recursive: true, mode: 0o700 })
    await copyFile(join(backup, backupFiles.keys), target.keyFile)
    await stageAccounts(backup, target)
    const restored = await restoreSqliteStore({ backupFile: join(backup, backupFiles.log), folder: target.log })
    return { ...restored, lostAttachments: await readAttachments(backup, target, masterKeyFile) }
  })
  if (ledger !== manifest.ledger) {
    throw new BackupBrokenError(`the log is of ledger ${ledger}, ${backupFiles.manifest} names ${manifest.ledger}`)
  }
  if (beginsAt - 1 < manifest.throughSequence) {
    throw new BackupBrokenError(`the log ends at ${beginsAt - 1}, before ${manifest.throughSequence}`)
  }
  const erasedBefore = ['WorkerErased', ...erasing].some((type) => holdsEventOf(join(target.log, logFileName), type))
  return { ledger, epoch, throughSequence: beginsAt - 1, erasuresKnown, erasedBefore, lostAttachments }
}

/** With the staged keys, which the register of erasures has taken its own from. @returns those that are lost */
async function readAttachments(
  backup: string,
  { keyFile, log }: DataFolder,
  masterKeyFile: string,
): Promise<readonly string[]> {
  const keyStore = openKeyStore({ file: keyFile, masterKeyFile, onGenerated: () => {} })
  try {
    const attachments = join(backup, backupAttachmentsFolder)
    return await listLostAttachments({ logFile: join(log, logFileName), attachments, keyStore })
  } finally {
    keyStore.close()
  }
}

/** A backup from before there were accounts has none. */
async function stageAccounts(backup: string, target: DataFolder): Promise<void> {
  const file = join(backup, backupAccountsFile)
  if (!existsSync(file)) return
  await copyFile(file, target.accountsFile)
  openSecretsStore(target.accountsFile).close()
}

async function publishAccounts(backup: string, { accountsFile }: DataFolder): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${accountsFile}${suffix}`, { force: true })
  const file = join(backup, backupAccountsFile)
  if (existsSync(file)) await copyWhole(file, accountsFile)
}

/** Those that are there know more than the backup's: what was signed after it was made. */
async function publishCheckpoints(backup: string, { transparency }: DataFolder): Promise<void> {
  const [file, home] = [join(backup, backupCheckpointsFile), join(transparency, archiveFileName)]
  if (!existsSync(file) || existsSync(home)) return
  await mkdir(transparency, { recursive: true, mode: 0o700 })
  await copyWhole(file, home)
}

/** @throws BackupBrokenError */
export async function readManifest(backup: string): Promise<BackupManifest> {
  for (const file of Object.values(backupFiles)) {
    if (!existsSync(join(backup, file))) throw new BackupBrokenError(`${backup} is no backup: it has no ${file}`)
  }
  const text = await readFile(join(backup, backupFiles.manifest), 'utf8')
  try {
    return backupManifest.parse(JSON.parse(text))
  } catch (error) {
    throw new BackupBrokenError(`${backupFiles.manifest} cannot be read`, { cause: error })
  }
}

/** A file that SQLite cannot read is the backup's fault. */
async function orBroken<Result>(backup: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (isSqliteError(error)) throw new BackupBrokenError(`${backup} is damaged: ${error.message}`, { cause: error })
    throw error
  }
}

async function holdsAnything(path: string): Promise<boolean> {
  return existsSync(path) && (await readdir(path)).length > 0
}

async function sameBytes(a: string, b: string): Promise<boolean> {
  if (!existsSync(b)) return false
  const [first, second] = await Promise.all([readFile(a), readFile(b)])
  return first.equals(second)
}

/** Copies a file so that it is whole and on disk when it appears. */
async function copyWhole(from: string, to: string): Promise<void> {
  const unfinished = `${to}.unfinished`
  await copyFile(from, unfinished)
  await flush(unfinished)
  await rename(unfinished, to)
  await flush(dirname(to))
}

/** At once, and only over an empty folder: a ledger that somebody began meanwhile stays. */
async function publishLog(stagedLog: string, folder: DataFolder): Promise<void> {
  try {
    await rename(stagedLog, folder.log)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST')) {
      throw new DataFolderInUseError(folder.log, 'ENOTEMPTY', { cause: error })
    }
    throw error
  }
  await flush(folder.root)
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
