import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attachmentKinds } from '@welfare/contracts/events/attachments.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { createSimulatedClock } from '@welfare/process/clock.ts'
import { expect, onTestFinished, test } from 'vitest'
import { openAttachmentFiles } from './attachment-files.store.ts'
import { createUnnamedUploads } from './unnamed-uploads.ts'

const [one, other, third] = [1, 2, 3].map(() => `consignment-${randomUUID()}`) as [string, string, string]
const bytes = Buffer.from('%PDF-1.7 of which nothing more is looked at')

async function* inPieces(content: Uint8Array, whenHalf = () => Promise.resolve()) {
  yield content.subarray(0, 3)
  yield content.subarray(3, 20)
  await whenHalf()
  yield content.subarray(20)
}

function open(limits: { unnamedOfOne: number; unnamed: number; freeDiskBytes: number }) {
  const folder = mkdtempSync(join(tmpdir(), 'unnamed-'))
  const [file, masterKeyFile] = [join(folder, 'keys.db'), join(folder, 'master.key')]
  const keyStore = openKeyStore({ file, masterKeyFile, onGenerated: () => {} })
  onTestFinished(() => {
    keyStore.close()
    rmSync(folder, { recursive: true })
  })
  const clock = createSimulatedClock({ startAt: new Date('2025-07-01T00:00:00Z') })
  const files = openAttachmentFiles(folder, keyStore, attachmentKinds)
  const named = new Set<string>()
  const unnamed = createUnnamedUploads({
    ...{ files, folder, keys: keyStore, clock, limits },
    statusOf: (attachment) => (named.has(attachment) ? 'kept' : undefined),
    isAwaited: () => false,
  })
  const keep = (attachment: string, of: string, pieces = inPieces(bytes)) =>
    files.keep({ attachment, of, keptAt: clock.now().toISOString() }, pieces, unnamed.isKept)
  const upload = async (of: string, attachment = `attachment-${randomUUID()}`) => {
    const refused = await unnamed.refusalOfAnother(attachment, of)
    if (refused) return refused.code
    await keep(attachment, of)
    return attachment
  }
  return { clock, files, keyStore, named, unnamed, keep, upload }
}

test('uploads that nothing names are bounded, of one consignment and in all; what was named makes room', async () => {
  const { named, upload } = open({ unnamedOfOne: 2, unnamed: 3, freeDiskBytes: 0 })
  const [first] = [await upload(one), await upload(one)]
  expect(await upload(one)).toBe('uploads-not-named')
  expect(await upload(one, first)).toBe(first)
  await upload(other)
  expect(await upload(third)).toBe('uploads-not-named')
  named.add(first)
  expect(await upload(third)).toMatch(/^attachment-/)
})

test('where little is left of the disk nothing is taken that the log may need', async () => {
  const { upload, files } = open({ unnamedOfOne: 2, unnamed: 3, freeDiskBytes: Number.MAX_SAFE_INTEGER })
  expect(await upload(one)).toBe('attachment-not-kept')
  expect(await files.list()).toEqual([])
})

test('a file that comes again while those past their day leave stays, with its key', async () => {
  const { clock, files, keyStore, unnamed, keep } = open({ unnamedOfOne: 2, unnamed: 3, freeDiskBytes: 0 })
  const attachment = `attachment-${randomUUID()}`
  await keep(attachment, one)
  clock.advanceTo(new Date('2025-07-02T01:30:00Z'))
  let goOn = () => {}
  const half = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const again = keep(
    attachment,
    one,
    inPieces(bytes, () => half),
  )
  const forgotten = files.forget([attachment], unnamed.isKept)
  goOn()
  expect(await again).toMatchObject({ kept: { attachment, keptAt: '2025-07-02T01:30:00.000Z' } })
  await forgotten
  expect(await files.read(attachment)).toEqual(bytes)
  clock.advanceTo(new Date('2025-07-03T02:00:00Z'))
  await files.forget([attachment], unnamed.isKept)
  expect([await files.list(), keyStore.listKeys('attachment-')]).toEqual([[], []])
})

test('one of unknown kind leaves no key; one that breaks off leaves a key that nothing stands beside', async () => {
  const { files, keyStore, unnamed, keep } = open({ unnamedOfOne: 2, unnamed: 3, freeDiskBytes: 0 })
  const attachment = `attachment-${randomUUID()}`
  const refused = await keep(attachment, one, inPieces(Buffer.from('<html>and some more of it</html>')))
  expect(refused).toMatchObject({ refused: 'attachment-kind-unknown' })
  expect(keyStore.listKeys('attachment-')).toEqual([])
  const broken = keep(
    attachment,
    one,
    inPieces(bytes, () => Promise.reject(new Error('gone'))),
  )
  await expect(broken).rejects.toThrow('gone')
  expect(await files.listStrayKeys()).toEqual([attachment])
  await files.forget(await files.listStrayKeys(), unnamed.isKept)
  expect(await files.listStrayKeys()).toEqual([])
})
