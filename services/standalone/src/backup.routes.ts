import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccountsService } from '@welfare/accounts/accounts.service.ts'
import type { SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import type { KeyStore } from '@welfare/keys/key-store.store.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { DataFolder } from '@welfare/process/data-folder.ts'
import type { TransparencyLog } from '@welfare/transparency-log/transparency-log.ts'
import { z } from 'zod'
import { copyAttachments } from './attachments-backup.ts'
import { writeLastBackup } from './last-backup.ts'

/** What lies in a backup's folder. The master key does not. */
export const backupFiles = { log: 'ledger.sqlite', keys: 'keys.db', manifest: 'backup.json' } as const

/** Hashes of passwords and tokens; not in backups from before there were accounts. Sessions and one-time codes are in none. */
export const backupAccountsFile = 'identity.db'

/** What was signed; the tree is made again from the events. Not in backups from before there was a transparency log. */
export const backupCheckpointsFile = 'checkpoints.sqlite'

/** Photos and scans, sealed. Not in backups from before there were any. */
export const backupAttachmentsFolder = 'attachments'

export const backupManifest = z.strictObject({
  ledger: z.string(),
  epoch: z.int(),
  /** Every event up to here is in it. */
  throughSequence: z.int(),
  madeAt: z.iso.datetime(),
})

const backupAnswer = backupManifest.extend({ folder: z.string() })

/** A backup of log and keys, made by the process that writes them, while it serves. */
export function createBackupRoute({
  store,
  keyStore,
  identity,
  transparencyLog,
  clock,
  folder,
}: {
  readonly store: SqliteStore
  readonly keyStore: KeyStore
  readonly identity: Pick<AccountsService, 'exportForBackup'>
  readonly transparencyLog: TransparencyLog
  readonly clock: Clock
  readonly folder: DataFolder
}): Route {
  /** By command: sent again while it is made, it is the same backup. */
  const underWay = new Map<string, Promise<z.infer<typeof backupAnswer>>>()
  return defineRoute({
    method: 'post',
    path: '/v1/backups',
    operationId: 'makeBackup',
    summary: 'Copies log, attachments and wrapped keys into a new folder under the data folder, while serving',
    tag: 'operation',
    answers: { 201: { description: 'The backup', schema: backupAnswer } },
    refusals: {},
    async handle({ commandId }) {
      const known = underWay.get(commandId)
      const making = known ?? make(commandId).finally(() => underWay.delete(commandId))
      underWay.set(commandId, making)
      return { status: 201, body: await making }
    },
  })

  async function make(commandId: string): Promise<z.infer<typeof backupAnswer>> {
    const target = join(folder.backups, commandId)
    const finished = join(target, backupFiles.manifest)
    if (existsSync(finished))
      return { ...backupManifest.parse(JSON.parse(await readFile(finished, 'utf8'))), folder: target }
    const unfinished = `${target}.unfinished`
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(unfinished, { recursive: true, mode: 0o700 })
    // The head before the copy: what is recorded meanwhile may or may not be in it.
    const head = await store.head()
    await store.backup(join(unfinished, backupFiles.log))
    // After the log, which names no file that is not there; and keys after both: what the copies speak of has its key.
    await copyAttachments(folder.attachments, join(unfinished, backupAttachmentsFolder))
    keyStore.exportForBackup(join(unfinished, backupFiles.keys))
    identity.exportForBackup(join(unfinished, backupAccountsFile))
    transparencyLog.archive().copyTo(join(unfinished, backupCheckpointsFile))
    const manifest = {
      ledger: store.ledger,
      epoch: store.epoch,
      throughSequence: head?.sequence ?? 0,
      madeAt: clock.now().toISOString(),
    }
    await writeFile(join(unfinished, backupFiles.manifest), JSON.stringify(manifest))
    await rename(unfinished, target)
    await writeLastBackup(folder, manifest, commandId)
    return { ...manifest, folder: target }
  }
}
