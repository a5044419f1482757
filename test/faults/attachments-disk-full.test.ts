import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attachmentKinds } from '@welfare/contracts/events/attachments.ts'
import { openAttachmentFiles } from '@welfare/http/attachments/attachment-files.store.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { expect, onTestFinished, test } from 'vitest'
import { mountSmallDisk, unmount } from '../harness/small-disk.ts'

const of = `consignment-${randomUUID()}`
const keptAt = '2025-07-01T00:00:00.000Z'
const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(1024 * 1024)])

async function* inPieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

test('a photo for which there is no room is refused and leaves nothing; with room it is kept', async ({ skip }) => {
  const disk = mountSmallDisk()
  if (disk === undefined) return skip('this machine does not let us mount a small disk')
  onTestFinished(() => unmount(disk))
  const elsewhere = mkdtempSync(join(tmpdir(), 'keys-'))
  onTestFinished(() => rmSync(elsewhere, { recursive: true }))
  const [file, masterKeyFile] = [join(elsewhere, 'keys.db'), join(elsewhere, 'master.key')]
  const keyStore = openKeyStore({ file, masterKeyFile, onGenerated: () => {} })
  onTestFinished(() => keyStore.close())
  const folder = join(disk, 'attachments')
  const files = openAttachmentFiles(folder, keyStore, attachmentKinds)
  const filler = join(disk, 'filler')
  await writeFile(filler, Buffer.alloc(2_500_000))
  const given = { attachment: `attachment-${randomUUID()}`, of, keptAt }
  expect(await files.keep(given, inPieces(photo), () => true)).toEqual({
    refused: 'attachment-not-kept',
    facts: { why: 'ENOSPC' },
  })
  expect(readdirSync(folder)).toEqual([])
  await rm(filler)
  expect(await files.keep(given, inPieces(photo), () => true)).toMatchObject({ kept: { bytes: photo.length } })
  expect(await files.read(given.attachment)).toEqual(photo)
})
