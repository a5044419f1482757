import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { type HttpContext, idOf } from './http-context.fixture.ts'
import { worker } from './sample.fixture.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0])

/** No picture, but what tells a JPEG by its content. */
export function photoOf(bytes = 50_000): Buffer {
  return Buffer.concat([JPEG, randomBytes(bytes - JPEG.length)])
}

export const asImage = { 'content-type': 'image/jpeg' }

/** Ten bottles on their way to the site. */
export async function sendWater(context: HttpContext): Promise<string> {
  await context.stock(context.water, 10)
  const id = await context.plan([{ commodity: context.water, quantity: 10 }])
  expect((await context.call('POST', `/v1/consignments/${id}/dispatch`)).status).toBe(201)
  return id
}

export async function upload(context: HttpContext, consignment: string, content = photoOf()): Promise<string> {
  const path = `/v1/consignments/${consignment}/attachments`
  const { status, body } = await context.call('POST', path, { body: content, headers: asImage })
  expect(status).toBe(201)
  return String(Object(body).attachment)
}

export const receiptOfWater = (context: HttpContext, attachments: readonly string[]) => ({
  receivedBy: worker,
  receivedOn: '2025-07-01',
  lines: [{ commodity: context.water, quantity: 10 }],
  attachments,
})

/** The receipt's id. */
export async function receive(
  context: HttpContext,
  consignment: string,
  attachments: readonly string[],
): Promise<string> {
  const body = receiptOfWater(context, attachments)
  const received = await context.call('POST', `/v1/consignments/${consignment}/receipt`, { body })
  expect(received.status).toBe(201)
  return idOf(received.body)
}
