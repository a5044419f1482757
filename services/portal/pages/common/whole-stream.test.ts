import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { LostNetworkError } from './api/problem.ts'
import { readWhole } from './whole-stream.ts'

let end: (response: ServerResponse) => void
const server = createServer((_, response) => {
  response.write('分录')
  end(response)
})
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => {
  server.close()
})

async function openStream() {
  const { body } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  if (!body) throw new Error('the answer has no body')
  return body
}

it('tells how much has come, and gives it whole', async () => {
  end = (response) => response.end('！')
  const told: number[] = []
  const file = await readWhole(await openStream(), (bytes) => told.push(bytes))
  expect(await file.text()).toBe('分录！')
  expect(told.at(-1)).toBe(9)
})

it('gives nothing of what broke off', async () => {
  end = (response) => setImmediate(() => response.destroy())
  const reading = readWhole(await openStream(), () => undefined)
  await expect(reading).rejects.toBeInstanceOf(LostNetworkError)
})
