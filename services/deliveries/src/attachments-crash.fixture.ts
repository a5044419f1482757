import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { asImage, photoOf, receiptOfWater, sendWater, upload } from './attachments.fixture.ts'
import { startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { prepareContext } from './http-context.fixture.ts'

/*
 * A process of its own that kills itself, as a power cut would: while a photo comes in, or when it was kept and the receipt that names it is not
 * recorded yet. Arguments: folder, when. It says which consignment, and which photo.
 */
const [folder = '', when = ''] = process.argv.slice(2)

const killBeforeReceipt = (runner: CommandRunner): CommandRunner => ({
  read: (decider, codec, stream, select) => runner.read(decider, codec, stream, select),
  async execute(decider, codec, request) {
    if (Object(request.command).type === 'ReceiveConsignment') process.kill(process.pid, 'SIGKILL')
    return runner.execute(decider, codec, request)
  },
})

const context = await prepareContext(await startDeliveriesApplication({ folder, wrap: killBeforeReceipt }))
const consignment = await sendWater(context)
if (when === 'uploading') {
  process.stdout.write(JSON.stringify({ consignment }))
  const half = new ReadableStream({
    start: (controller) => controller.enqueue(photoOf(500_000)),
    async pull() {
      while (!isHalfWritten()) await nextTurn()
      process.kill(process.pid, 'SIGKILL')
    },
  })
  const headers = { ...asImage, 'welfare-actor': 'officer/li-hua', 'idempotency-key': 'a-photo-cut-off' }
  const options: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body: half, duplex: 'half' }
  await fetch(`${context.url}/v1/consignments/${consignment}/attachments`, options)
} else {
  const attachment = await upload(context, consignment)
  process.stdout.write(JSON.stringify({ consignment, attachment }))
  const body = receiptOfWater(context, [attachment])
  await context.call('POST', `/v1/consignments/${consignment}/receipt`, { body })
}

function isHalfWritten(): boolean {
  const files = join(folder, 'attachments', 'deliveries')
  return readdirSync(files).some((name) => statSync(join(files, name)).size > 100_000)
}
