import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { worker } from './sample.fixture.ts'

function crash(when: 'uploading' | 'recording') {
  const folder = mkdtempSync(join(tmpdir(), 'attachment-crash-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const script = join(import.meta.dirname, 'attachments-crash.fixture.ts')
  const child = spawnSync(process.execPath, [script, folder, when], { encoding: 'utf8' })
  expect(child.signal).toBe('SIGKILL')
  const { consignment, attachment }: Record<string, string> = JSON.parse(child.stdout)
  const files = () => readdirSync(join(folder, 'attachments', 'deliveries'))
  return { folder, consignment, attachment, files }
}

test('killed between photo and receipt: no receipt, and the photo is there for the next try', async () => {
  const { folder, consignment, attachment, files } = crash('recording')
  expect(files()).toEqual([attachment])
  const after = await startDeliveriesApplication({ folder })
  onTestFinished(() => after.stop())
  const { body } = await after.call('GET', `/v1/consignments/${consignment}`)
  expect(body).toMatchObject({ status: 'dispatched', attachments: [] })
  const [{ commodity }] = Object(body).lines
  const lines = [{ commodity, quantity: 10 }]
  const receipt = { receivedBy: worker, receivedOn: '2025-07-01', lines, attachments: [attachment] }
  const received = await after.call('POST', `/v1/consignments/${consignment}/receipt`, { body: receipt })
  expect(received.status).toBe(201)
  const read = `/v1/consignments/${consignment}/attachments/${attachment}?purpose=checking`
  expect((await after.call('GET', read)).status).toBe(200)
}, 60_000)

test('killed while a photo comes in: there is no photo, and what was written of it leaves', async () => {
  const { folder, files } = crash('uploading')
  expect(files()).toEqual([expect.stringMatching(/\.unfinished$/)])
  const after = await startDeliveriesApplication({ folder, startAt: '2025-07-03T02:00:00Z' })
  onTestFinished(() => after.stop())
  await expect.poll(() => files()).toEqual([])
  await expect.poll(() => after.keyStore.listKeys('attachment-')).toEqual([])
  expect((await after.all()).map(({ type }) => type)).not.toContain('ConsignmentAttachmentAdded')
}, 60_000)
