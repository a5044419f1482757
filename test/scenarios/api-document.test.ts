import { apiTags } from '@welfare/http/documents/api-tags.ts'
import { bodyExampleOf } from '@welfare/http/documents/body-examples.ts'
import { isFileBody } from '@welfare/http/route.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let fixture: TestLedger
beforeAll(async () => {
  fixture = await openTestLedger('2025-06-01T02:00:00Z')
})
afterAll(() => fixture.close())

interface Told {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
}

test('tells every operation in one mood, under a tag that is described, in the order in which a union needs them', async () => {
  const { paths, tags, info, components } = await fixture.api.get('/openapi.json')
  const told = Object.values<Record<string, Told>>(paths).flatMap((path) => Object.values(path))
  expect(told.length).toBeGreaterThan(200)
  for (const { operationId, summary } of told) expect(summary, operationId).toMatch(/^[A-Z][a-z]+s .*[^.]$/)
  expect(tags).toEqual(apiTags)
  const order = told.map((operation) => apiTags.findIndex(({ name }) => name === operation.tags[0]))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(info.description).toContain('Idempotency-Key')
  expect(Object.keys(components.schemas).filter((name) => name.startsWith('_'))).toEqual([])
})

test('shows of every body that says something an example that its route takes', () => {
  const faults = fixture.ledger.routes.flatMap(({ operationId, body }) => {
    if (!body || isFileBody(body)) return []
    const { success, error } = body.safeParse(bodyExampleOf(operationId) ?? {})
    return success ? [] : [`${operationId}: ${error?.message}`]
  })
  expect(faults).toEqual([])
})
