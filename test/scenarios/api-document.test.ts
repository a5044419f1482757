import { bodyExampleOf } from '@welfare/http/documents/body-examples.ts'
import { isFileBody } from '@welfare/http/route.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let world: TestLedger
beforeAll(async () => {
  world = await openTestLedger('2025-06-01T02:00:00Z')
})
afterAll(() => world.close())

test('shows of every body that says something an example that its route takes', () => {
  const faults = world.ledger.routes.flatMap(({ operationId, body }) => {
    if (!body || isFileBody(body)) return []
    const { success, error } = body.safeParse(bodyExampleOf(operationId) ?? {})
    return success ? [] : [`${operationId}: ${error?.message}`]
  })
  expect(faults).toEqual([])
})
