import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { expect, onTestFinished, test } from 'vitest'
import { receiptOfWater, sendWater } from './attachments.fixture.ts'
import { startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { type HttpContext, prepareContext } from './http-context.fixture.ts'
import { sampleId, worker } from './sample.fixture.ts'

/** What was recorded of a body before it had attachments: nothing of them. */
function withoutAttachments<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'attachments' ? undefined : inner)))
}

const asBeforeAttachments = (runner: CommandRunner): CommandRunner => ({
  read: (decider, codec, stream, select) => runner.read(decider, codec, stream, select),
  execute(decider, codec, request) {
    const input = withoutAttachments(request.input)
    const isProposal = Object(request.command).type === 'ProposeAct'
    const command = isProposal ? withoutAttachments(request.command) : request.command
    return runner.execute(decider, codec, { ...request, command, input })
  },
})

async function startOfBefore(): Promise<{ readonly folder: string; readonly before: HttpContext }> {
  const folder = mkdtempSync(join(tmpdir(), 'acts-of-before-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return {
    folder,
    before: await prepareContext(await startDeliveriesApplication({ folder, wrap: asBeforeAttachments })),
  }
}

test('a late receipt and a late hand-out that were proposed before a body had attachments are read and performed', async () => {
  const { folder, before } = await startOfBefore()
  const [late, received] = [await sendWater(before), await sendWater(before)]
  const { attachments: _, ...receipt } = receiptOfWater(before, [])
  expect((await before.call('POST', `/v1/consignments/${received}/receipt`, { body: receipt })).status).toBe(201)
  before.goTo('2025-07-02')
  const lateEntry = { days: 62, secondPersonAboveDays: 0 }
  await before.record(sampleId('limit', 1), {
    type: 'ApprovalLimitSet',
    data: { division: '130302', limits: {}, lateEntry },
  })
  const lines = [{ commodity: before.water, quantity: 1 }]
  const acts = [
    { path: `/v1/consignments/${late}/receipt`, body: receipt },
    {
      path: `/v1/consignments/${received}/handouts`,
      body: { lines, workers: [worker], handedOutOn: '2025-07-01' },
    },
  ]
  const proposals: string[] = []
  for (const { path, body } of acts) {
    const waits = await before.call('POST', path, { body: { ...body, lateEntry: { reason: '单据迟到' } } })
    expect(waits.status).toBe(202)
    proposals.push(Object(waits.body).proposal)
  }
  const proposed = (await before.all()).filter(({ type }) => type === 'ActProposed')
  expect(proposed.map(({ data }) => 'attachments' in Object(data.request).body)).toEqual([false, false])
  await before.stop()

  const after = await startDeliveriesApplication({ folder, startAt: '2025-07-02T03:00:00Z' })
  onTestFinished(() => after.stop())
  for (const proposal of proposals) {
    const path = `/v1/proposals/deliveries/${proposal}`
    expect(await after.call('GET', path)).toMatchObject({ status: 200, body: { status: 'proposed' } })
    const approved = await after.call('POST', `${path}/approval`, { body: {}, actor: 'approver/chair' })
    expect(approved).toMatchObject({ status: 201, body: { status: 'performed' } })
  }
})

test('a receipt that was recorded before a body had attachments, sent again, is answered as it was', async () => {
  const { folder, before } = await startOfBefore()
  const id = await sendWater(before)
  const { attachments: _, ...body } = receiptOfWater(before, [])
  const path = `/v1/consignments/${id}/receipt`
  const first = await before.call('POST', path, { body, key: 'a-receipt-of-before' })
  expect(first.status).toBe(201)
  await before.stop()
  const after = await startDeliveriesApplication({ folder })
  onTestFinished(() => after.stop())
  const again = await after.call('POST', path, { body, key: 'a-receipt-of-before' })
  expect(again).toMatchObject({ status: 201, body: Object(first.body) })
})
