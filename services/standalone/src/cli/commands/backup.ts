import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { erasureRegisterFile } from '@welfare/keys/erasure-register.ts'
import { countText } from '@welfare/printouts/text-table.ts'
import { type BackupManifest, verifyBackup } from '../../backup-folder.ts'
import type { CliContext } from '../cli-context.ts'
import { broken, refused } from '../failure.ts'
import { withApi } from '../with-api.ts'

type MadeBackup = BackupManifest & { readonly folder: string }

/** Copies log and keys while the ledger serves, moves the copy to `target`, and proves that it can be restored. */
export async function backup(context: CliContext, target: string | undefined): Promise<void> {
  const { terminal } = context
  if (target !== undefined) await requireFree(target)
  const made = await withApi(context, 'administrator', (api) => api.post<MadeBackup>('/v1/backups'))
  const folder = target === undefined ? made.folder : await moveTo(made.folder, resolve(target))
  const verified = await verify(context, folder)
  if (verified.ledger !== made.ledger) {
    throw broken('backup-of-another-ledger', { folder, found: verified.ledger, wanted: made.ledger })
  }
  const answer = { ...made, folder, verified: true, throughSequence: verified.throughSequence }
  terminal.answer(answer, () =>
    [
      `The backup lies in ${folder}: every event through sequence ${countText(answer.throughSequence)}, and the wrapped keys.`,
      'It was restored once, elsewhere, to prove that it can be.',
      `Keep the master key (${masterKeyFile(context)}) apart from it: without that key no name in it can be read. Keep the register of`,
      `erasures (${erasureRegisterFile(masterKeyFile(context))}) with that key, as it is on the day you restore: it keeps the erased out.`,
    ].join('\n'),
  )
}

async function requireFree(target: string): Promise<void> {
  if (existsSync(target) && (await readdir(target)).length > 0) {
    throw refused('target-in-use', { folder: target })
  }
}

/** Whole when it appears, also on another disk. The folder that the server made is removed. */
async function moveTo(made: string, target: string): Promise<string> {
  const unfinished = `${target}.unfinished`
  await mkdir(dirname(target), { recursive: true })
  await rm(unfinished, { recursive: true, force: true })
  await cp(made, unfinished, { recursive: true, preserveTimestamps: true })
  await rename(unfinished, target)
  await rm(made, { recursive: true })
  return target
}

function verify(context: CliContext, folder: string) {
  return verifyBackup({ backup: folder, masterKeyFile: masterKeyFile(context), scratch: `${folder}.verifying` })
}

function masterKeyFile({ config, folder }: CliContext): string {
  return config.masterKeyFile ?? folder.masterKeyFile
}
