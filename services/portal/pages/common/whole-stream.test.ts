import { expect, it } from 'vitest'
import { LostNetworkError } from './api/problem.ts'
import { readWhole } from './whole-stream.ts'

const pieces = ['分录', '！'].map((text) => new TextEncoder().encode(text))

it('tells how much has come, and gives it whole', async () => {
  const told: number[] = []
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = pieces[told.length]
      if (piece) controller.enqueue(piece)
      else controller.close()
    },
  })
  const file = await readWhole(stream, (bytes) => told.push(bytes))
  expect(await file.text()).toBe('分录！')
  expect(told).toEqual([6, 9])
})

it('gives nothing of what broke off', async () => {
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
    },
    pull: (controller) => controller.error(new TypeError('network error')),
  })
  await expect(readWhole(stream, () => undefined)).rejects.toBeInstanceOf(LostNetworkError)
})
