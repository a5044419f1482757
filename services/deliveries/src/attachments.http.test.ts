import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MAX_ATTACHMENT_BYTES } from '@welfare/contracts/events/attachments.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { asImage, photoOf, receiptOfWater, receive, sendWater, upload } from './attachments.fixture.ts'
import { startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { type HttpContext, prepareContext } from './http-context.fixture.ts'
import { sampleId, worker } from './sample.fixture.ts'

let context: HttpContext
beforeAll(async () => {
  context = await prepareContext(await startDeliveriesApplication())
})
afterAll(() => context.stop())

const pathOf = (consignment: string, attachment = '') =>
  `/v1/consignments/${consignment}/attachments${attachment && `/${attachment}`}`
const auditor = { actor: 'auditor/hall-1' }
const administrator = { actor: 'administrator/cellar-1' }
const folder = () => join(context.folder, 'attachments', 'deliveries')
const attachmentKeys = () => context.keyStore.listKeys('attachment-')
const reads = async () => (await context.all()).filter(({ type }) => type === 'AttachmentRead')
const readBytes = async (consignment: string, attachment: string) => {
  const url = `${context.url}${pathOf(consignment, attachment)}?purpose=audit`
  const response = await fetch(url, { headers: { 'welfare-actor': 'auditor/hall-1' } })
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe('a photo of the signed sheet', () => {
  test('is kept sealed, named by the receipt with its hash, and comes back as it was, read by read recorded', async () => {
    const id = await sendWater(context)
    const photo = photoOf(300_000)
    const kept = await context.call('POST', pathOf(id), { body: photo, headers: asImage })
    const sha256 = createHash('sha256').update(photo).digest('hex')
    expect(kept).toMatchObject({
      status: 201,
      body: { contentType: 'image/jpeg', bytes: 300_000, sha256, keptUntil: '2025-07-02T02:00:00.000Z' },
    })
    const { attachment } = Object(kept.body)
    const sealed = readFileSync(join(folder(), attachment))
    expect(sealed.includes(photo.subarray(100, 132))).toBe(false)

    const entry = await receive(context, id, [attachment])
    const { body } = await context.call('GET', `/v1/consignments/${id}`)
    expect(body).toMatchObject({ attachments: [{ entry, attachment, sha256 }] })
    const before = (await reads()).length
    const { response, bytes } = await readBytes(id, attachment)
    expect(bytes).toEqual(photo)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-disposition': `attachment; filename="${attachment}.jpg"`,
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    expect((await reads()).slice(before)).toMatchObject([
      {
        data: { account: 'auditor/hall-1', attachment, entry, purpose: 'audit', division: '130302', workers: [worker] },
      },
    ])
  })

  test('is for those who may read names, and for a purpose of the list', async () => {
    const id = await sendWater(context)
    const attachment = await upload(context, id)
    await receive(context, id, [attachment])
    const before = (await reads()).length
    const asked = (query: string, actor: string) => context.call('GET', `${pathOf(id, attachment)}${query}`, { actor })
    expect((await asked('?purpose=audit', 'approver/hall-1')).status).toBe(403)
    expect((await asked('?purpose=audit', 'merchant-owner/shop-1')).status).toBe(403)
    expect((await asked('', 'auditor/hall-1')).status).toBe(400)
    expect((await asked('?purpose=curious', 'auditor/hall-1')).status).toBe(400)
    expect(await reads()).toHaveLength(before)
    const unknown = await context.call('GET', `${pathOf(id, sampleId('attachment', 7))}?purpose=audit`, auditor)
    expect(unknown).toMatchObject({ status: 404, body: { code: 'attachment-unknown' } })
  })

  test('holds its place among those that are read until it was sent, or nobody waits for it', async () => {
    const id = await sendWater(context)
    const attachment = await upload(context, id, photoOf(MAX_ATTACHMENT_BYTES))
    await receive(context, id, [attachment])
    const url = `${context.url}${pathOf(id, attachment)}?purpose=audit`
    const slow = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const asked = get(url, { headers: { 'welfare-actor': 'auditor/hall-1' } }).on('error', () => {})
        const [response] = await once(asked, 'response')
        expect(response.statusCode).toBe(200)
        return asked
      }),
    )
    expect(await context.call('GET', `${pathOf(id, attachment)}?purpose=audit`, auditor)).toMatchObject({
      status: 503,
      body: { code: 'overloaded' },
    })
    for (const asked of slow) asked.destroy()
    await vi.waitFor(async () => expect((await readBytes(id, attachment)).response.status).toBe(200), 20_000)
    const head = await context.call('HEAD', `${pathOf(id, attachment)}?purpose=audit`, auditor)
    expect(head.headers.get('content-length')).toBe(String(MAX_ATTACHMENT_BYTES))
    for (let reads = 0; reads < 5; reads += 1)
      expect((await context.call('HEAD', `${pathOf(id, attachment)}?purpose=audit`, auditor)).status).toBe(200)
  })

  test('the key of each is its own', async () => {
    const id = await sendWater(context)
    const [one, other] = [await upload(context, id), await upload(context, id)]
    await receive(context, id, [one, other])
    writeFileSync(join(folder(), one), readFileSync(join(folder(), other)))
    expect(await context.call('GET', `${pathOf(id, one)}?purpose=audit`, auditor)).toMatchObject({
      status: 500,
      body: { code: 'attachment-damaged' },
    })
    expect((await readBytes(id, other)).response.status).toBe(200)
  })

  test('is told by its content, and is bounded; what is refused leaves nothing', async () => {
    const id = await sendWater(context)
    const [before, keys] = [readdirSync(folder()), attachmentKeys()]
    const send = (body: Buffer, type: string) =>
      context.call('POST', pathOf(id), { body, headers: { 'content-type': type } })
    const html = Buffer.from('<html><script>alert(1)</script></html>')
    for (const content of [html, Buffer.from([0xff]), Buffer.alloc(0), Buffer.from('PK\u0003\u0004…')])
      expect(await send(content, 'image/png')).toMatchObject({ status: 422, body: { code: 'attachment-kind-unknown' } })
    expect(await send(html, 'text/html')).toMatchObject({ status: 415 })
    expect(await send(photoOf(MAX_ATTACHMENT_BYTES + 1), 'image/jpeg')).toMatchObject({ status: 413 })
    expect([readdirSync(folder()), attachmentKeys()]).toEqual([before, keys])
    for (const begin of ['%PDF-1.7\n', '\u0089PNG\r\n\u001a\n'])
      expect((await send(Buffer.from(`${begin}${'x'.repeat(100)}`, 'latin1'), 'application/octet-stream')).status).toBe(
        201,
      )
    expect((await send(photoOf(MAX_ATTACHMENT_BYTES), 'image/jpeg')).status).toBe(201)
    expect(
      (await context.call('POST', pathOf(sampleId('consignment', 9)), { body: photoOf(), headers: asImage })).status,
    ).toBe(404)
  })

  test('too long without saying so is cut, and leaves nothing', async () => {
    const id = await sendWater(context)
    const before = readdirSync(folder())
    const pieces = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent <= MAX_ATTACHMENT_BYTES; sent += 1024 * 1024) controller.enqueue(photoOf(1024 * 1024))
        controller.close()
      },
    })
    const headers = { ...asImage, 'welfare-actor': 'officer/li-hua', 'idempotency-key': 'one-that-is-too-long' }
    const options: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body: pieces, duplex: 'half' }
    const answer = await fetch(`${context.url}${pathOf(id)}`, options)
    expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'body-too-large' }])
    expect(readdirSync(folder())).toEqual(before)
  })

  test('sent again under its key is the same; another under it is refused', async () => {
    const id = await sendWater(context)
    const photo = photoOf()
    const send = (body: Buffer) => context.call('POST', pathOf(id), { body, headers: asImage, key: 'one-photo-1' })
    const first = await send(photo)
    expect(await send(photo)).toMatchObject({ status: 201, body: Object(first.body) })
    expect(await send(photoOf())).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } })
  })
})

describe('a receipt', () => {
  test('is not recorded with a photo that is not there, or is another consignment’s', async () => {
    const [id, other] = [await sendWater(context), await sendWater(context)]
    const foreign = await upload(context, other)
    for (const attachment of [foreign, sampleId('attachment', 7)]) {
      const body = receiptOfWater(context, [attachment])
      const refused = await context.call('POST', `/v1/consignments/${id}/receipt`, { body })
      expect(refused).toMatchObject({ status: 422, body: { code: 'attachment-unknown', attachment } })
    }
    expect((await context.call('GET', `/v1/consignments/${id}`)).body).toMatchObject({ status: 'dispatched' })
  })

  test('takes a photo later, too', async () => {
    const id = await sendWater(context)
    const entry = await receive(context, id, [])
    const attachment = await upload(context, id)
    const body = { entry, attachments: [attachment] }
    const added = await context.call('POST', `${pathOf(id)}/additions`, { body })
    expect(added).toMatchObject({ status: 201, body })
    expect((await readBytes(id, attachment)).response.status).toBe(200)
  })

  test('that was entered late and waits for an approver keeps its photo for as long', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waiting-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const before = await prepareContext(await startDeliveriesApplication({ folder }))
    const id = await sendWater(before)
    before.goTo('2025-07-02')
    const [attachment, orphan] = [await upload(before, id), await upload(before, id)]
    const lateEntry = { days: 62, secondPersonAboveDays: 0 }
    const limits = { division: '130302', limits: {}, lateEntry }
    await before.record(sampleId('limit', 1), { type: 'ApprovalLimitSet', data: limits })
    const body = { ...receiptOfWater(before, [attachment]), lateEntry: { reason: '单据迟到' } }
    const waits = await before.call('POST', `/v1/consignments/${id}/receipt`, { body })
    expect(waits.status).toBe(202)
    await before.stop()

    const after = await startDeliveriesApplication({ folder, startAt: '2025-07-09T02:00:00Z' })
    onTestFinished(() => after.stop())
    await expect.poll(() => after.keyStore.hasPersonKey(orphan)).toBe(false)
    const path = `/v1/proposals/deliveries/${Object(waits.body).proposal}/approval`
    const approved = await after.call('POST', path, { body: {}, actor: 'approver/chair' })
    expect(approved).toMatchObject({ status: 201, body: { status: 'performed' } })
    const { body: view } = await after.call('GET', `/v1/consignments/${id}`)
    expect(view).toMatchObject({ status: 'received', attachments: [{ attachment, entry: `${id}.3` }] })
  })
})

describe('an upload', () => {
  test('that no command names leaves after a day, and its key; one that was named stays', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orphans-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const before = await prepareContext(await startDeliveriesApplication({ folder }))
    const id = await sendWater(before)
    const [named, orphan] = [await upload(before, id), await upload(before, id)]
    const entry = await receive(before, id, [named])
    before.goTo('2025-07-02')
    const tooLate = { entry, attachments: [orphan] }
    const refused = await before.call('POST', `${pathOf(id)}/additions`, { body: tooLate })
    expect(refused).toMatchObject({ status: 422, body: { code: 'attachment-unknown', attachment: orphan } })
    await before.stop()

    const after = await startDeliveriesApplication({ folder, startAt: '2025-07-03T02:00:00Z' })
    onTestFinished(() => after.stop())
    await expect.poll(() => after.keyStore.hasPersonKey(orphan)).toBe(false)
    expect(readdirSync(join(folder, 'attachments', 'deliveries'))).toEqual([named])
    const read = await after.call('GET', `${pathOf(id, named)}?purpose=audit`, auditor)
    expect(read.status).toBe(200)
  })
})

test('sent again under its key after its day is kept for another', async () => {
  const again = await prepareContext(await startDeliveriesApplication())
  onTestFinished(() => again.stop())
  const id = await sendWater(again)
  const photo = photoOf()
  const send = () => again.call('POST', pathOf(id), { body: photo, headers: asImage, key: 'a-photo-of-yesterday' })
  const { attachment } = Object((await send()).body)
  again.goTo('2025-07-03')
  expect(await send()).toMatchObject({ status: 201, body: { attachment, keptUntil: '2025-07-04T02:00:00.000Z' } })
  const lateEntry = { reason: '单据迟到' }
  const body = { ...receiptOfWater(again, [attachment]), receivedOn: '2025-07-03' }
  expect((await again.call('POST', `/v1/consignments/${id}/receipt`, { body: { ...body, lateEntry } })).status).toBe(
    201,
  )
})

test('what cannot be read is lost: it is told as damaged where it was named, and removed where it was not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'damaged-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const files = join(folder, 'attachments', 'deliveries')
  const before = await prepareContext(await startDeliveriesApplication({ folder }))
  const id = await sendWater(before)
  const [short, nonsense, ...unnamed] = [
    await upload(before, id),
    await upload(before, id),
    await upload(before, id),
    await upload(before, id),
  ]
  const named = [short ?? '', nonsense ?? '']
  await receive(before, id, named)
  const strayKey = sampleId('attachment', 8)
  before.keyStore.createPersonKeys([strayKey])
  await before.stop()
  for (const one of [named[0], unnamed[0]]) truncateSync(join(files, one ?? ''), 3)
  for (const one of [named[1], unnamed[1]]) truncateSync(join(files, one ?? ''), 5_000)

  const after = await startDeliveriesApplication({ folder })
  onTestFinished(() => after.stop())
  await expect.poll(() => after.keyStore.listKeys('attachment-').toSorted()).toEqual(named.toSorted())
  expect(readdirSync(files).toSorted()).toEqual(named.toSorted())
  for (const one of named)
    expect(await after.call('GET', `${pathOf(id, one)}?purpose=audit`, auditor)).toMatchObject({
      status: 500,
      body: { code: 'attachment-damaged' },
    })
})

describe('erasing', () => {
  test('destroys key and file, and leaves receipt and hash; again is harmless', async () => {
    const id = await sendWater(context)
    const attachment = await upload(context, id)
    await receive(context, id, [attachment])
    const path = `${pathOf(id, attachment)}/erasure`
    const body = { reason: 'attached-by-mistake' }
    expect((await context.call('POST', path, { body })).status).toBe(403)
    for (let again = 0; again < 2; again += 1) {
      const erased = await context.call('POST', path, { body, ...administrator })
      expect(erased).toMatchObject({ status: 200, body: { attachment, erased: 'attached-by-mistake' } })
    }
    expect(readdirSync(folder())).not.toContain(attachment)
    expect(context.keyStore.isErased(attachment)).toBe(true)
    const { body: view } = await context.call('GET', `/v1/consignments/${id}`)
    expect(view).toMatchObject({ status: 'received', attachments: [{ attachment, erased: 'attached-by-mistake' }] })
    expect((await readBytes(id, attachment)).response.status).toBe(410)
  })
})
