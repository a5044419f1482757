import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { erasureRegisterFile } from '@welfare/keys/erasure-register.ts'
import { countText } from '@welfare/printouts/text-table.ts'
import { restoreBackup } from '../../backup-folder.ts'
import type { CliContext } from '../cli-context.ts'
import { refused } from '../failure.ts'

/**
 * Puts a backup into an empty data folder and begins a new epoch. `masterKey` is copied to where the ledger looks for it, and with it the register
 * of erasures that lies beside it.
 */
export async function restore(
  { config, folder, terminal }: CliContext,
  backup: string,
  { masterKey }: { readonly masterKey?: string },
): Promise<void> {
  const home = config.masterKeyFile ?? folder.masterKeyFile
  if (masterKey !== undefined && masterKey !== home && existsSync(home)) {
    throw refused('master-key-in-use', { file: home })
  }
  const restored = await restoreBackup({ backup, folder, masterKeyFile: masterKey ?? home })
  if (masterKey !== undefined && masterKey !== home) {
    // The register first: a ledger that is opened in between must not find the keys of the erased.
    if (restored.erasuresKnown) await putPrivately(erasureRegisterFile(masterKey), erasureRegisterFile(home))
    await putPrivately(masterKey, home)
  }
  const logKey = config.transparencyKeyFile ?? folder.transparencyKeyFile
  terminal.answer({ ...restored, dataFolder: folder.root, logKeyKnown: existsSync(logKey) }, () =>
    [
      `Ledger ${restored.ledger} was restored into ${folder.root}, through sequence ${countText(restored.throughSequence)}.`,
      `Epoch ${restored.epoch} begins: what was recorded after the backup is not in it.`,
      'The read models fill at the next start.',
      ...(restored.erasuresKnown || !restored.erasedBefore ? [] : [noRegister(masterKey ?? home)]),
      ...(existsSync(logKey) ? [] : [noLogKey(logKey)]),
      ...(restored.lostAttachments.length === 0 ? [] : [lost(restored.lostAttachments)]),
    ].join('\n'),
  )
}

function lost(attachments: readonly string[]): string {
  return [
    `${countText(attachments.length)} photos or scans of signed sheets and invoices are missing in this backup, or are not what the log says; all else is restored.`,
    'Bring them back from an older backup (its folder attachments), or attach the paper again:',
    ...attachments,
  ].join('\n')
}

function noRegister(masterKeyFile: string): string {
  const register = erasureRegisterFile(masterKeyFile)
  return `There is no register of erasures at ${register}: whoever was erased after this backup was made is back by name. Erase them again.`
}

function noLogKey(file: string): string {
  return [
    `There is no key at ${file} that signs the transparency log, and it is in no backup: the next start makes a new one. Auditors then see`,
    'checkpoints by a key that the old one has not named, and must be given the new verifier key (`welfare log vkey`) by you, with the reason. To',
    'go on with the old key, put it there before the next start.',
  ].join('\n')
}

async function putPrivately(from: string, home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true, mode: 0o700 })
  await copyFile(from, home)
  await chmod(home, 0o600)
}
