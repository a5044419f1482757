import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attachmentKinds } from '@welfare/contracts/events/attachments.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { expect, onTestFinished, test } from 'vitest'
import { openAttachmentFiles } from './attachment-files.store.ts'
import { attachmentKeysOf } from './attachment-keys.ts'
import { openSealedFiles } from './sealed-file.store.ts'

const attachment = 'attachment-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
const given = { attachment, of: 'statement', keptAt: '2025-07-01T00:00:00Z' }

async function* pdf() {
  yield Buffer.from('%PDF-1.7 of which nothing more is looked at')
}

test('no service finds a key of another one stray, nor drops it, nor opens what it sealed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attachment-keys-'))
  const [file, masterKeyFile] = [join(folder, 'keys.db'), join(folder, 'master.key')]
  const keyStore = openKeyStore({ file, masterKeyFile, onGenerated: () => {} })
  onTestFinished(() => {
    keyStore.close()
    rmSync(folder, { recursive: true })
  })
  const [vouchers, deliveries] = (['vouchers', 'deliveries'] as const).map((service) =>
    openAttachmentFiles(join(folder, service), attachmentKeysOf(service, keyStore), attachmentKinds),
  )
  if (!vouchers || !deliveries) throw new Error('two services')
  await vouchers.keep(given, pdf(), () => true)
  const opened = openSealedFiles(join(folder, 'vouchers'), attachmentKeysOf('deliveries', keyStore))
  expect(await opened.read(attachment)).toBeUndefined()
  expect(await deliveries.listStrayKeys()).toEqual([])
  await deliveries.forget([attachment], () => false)
  expect(await vouchers.read(attachment)).toBeDefined()
  await vouchers.remove(attachment)
  expect(await vouchers.listStrayKeys()).toEqual([attachment])
  await deliveries.keep(given, pdf(), () => true)
  await vouchers.forget([attachment], () => false)
  expect([await vouchers.listStrayKeys(), await deliveries.read(attachment)]).toEqual([[], expect.anything()])
})
