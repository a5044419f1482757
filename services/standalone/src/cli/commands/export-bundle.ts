import { existsSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { countText } from '@welfare/printouts/text-table.ts'
import { writeBundle } from '../../bundles/bundle-writer.ts'
import type { CliContext } from '../cli-context.ts'
import { refused } from '../failure.ts'
import { withApi } from '../with-api.ts'

/** Writes a bundle as of now. The folder appears when it is complete. */
export async function exportBundle(context: CliContext, to: string): Promise<void> {
  const { terminal } = context
  if (existsSync(to) && (await readdir(to)).length > 0) throw refused('target-in-use', { folder: to })
  const unfinished = `${to}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const progress = terminal.progress('Exporting', 1)
  try {
    const bundle = await withApi(context, 'auditor', (api) => writeBundle(api, unfinished, progress.update))
    await rm(to, { recursive: true, force: true })
    await rename(unfinished, to)
    terminal.answer({ bundle: to, ...bundle }, () =>
      [
        `The bundle lies in ${to}: ${countText(bundle.treeSize)} events, root ${bundle.rootHash}.`,
        `Anybody can verify it: welfare verify ${to} --key <the key that \`welfare log vkey\` prints>`,
      ].join('\n'),
    )
  } finally {
    progress.stop()
  }
}
