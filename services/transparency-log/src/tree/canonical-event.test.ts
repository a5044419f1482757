import { randomUUID } from 'node:crypto'
import { storeLimits } from '@welfare/event-store/limits.ts'
import type { Position } from '@welfare/event-store/port.ts'
import { describe, expect, test } from 'vitest'
import { canonicalEventBytes, type LoggedEvent } from './canonical-event.ts'

const event: LoggedEvent = {
  ledger: '0b0e6a1c-6b5f-4a53-9d61-7f9e6f0d7a11',
  sequence: 7,
  stream: 'fund-1f0c5d0e-6a53-4d0b-9e8e-2f1b7a4c9d10',
  version: 2,
  id: '7d8e3d55-5f2e-5b0a-8f35-1d1c0c2a9b01',
  type: 'FundsAllocated',
  schemaVersion: 1,
  recordedAt: '2026-06-01T00:00:00.000Z',
  data: { programme: 'programme-1', amountFen: 20_000_000, 说明: '送清凉\n"夏"' },
  metadata: { actor: 'officer/li', accountingDate: '2026-06-01' },
}

describe('the canonical bytes of an event', () => {
  test('are its members in the order of RFC 8785, without a blank', () => {
    expect(Buffer.from(canonicalEventBytes(event)).toString()).toBe(
      '{"data":{"amountFen":20000000,"programme":"programme-1","说明":"送清凉\\n\\"夏\\""},' +
        '"id":"7d8e3d55-5f2e-5b0a-8f35-1d1c0c2a9b01","ledger":"0b0e6a1c-6b5f-4a53-9d61-7f9e6f0d7a11",' +
        '"metadata":{"accountingDate":"2026-06-01","actor":"officer/li"},"recordedAt":"2026-06-01T00:00:00.000Z",' +
        '"schemaVersion":1,"sequence":7,"stream":"fund-1f0c5d0e-6a53-4d0b-9e8e-2f1b7a4c9d10",' +
        '"type":"FundsAllocated","version":2}',
    )
  })

  test('say nothing of epoch and position: a restored ledger goes on with the same tree', () => {
    const position = 'a.1.7' as Position
    expect(canonicalEventBytes({ ...event, ...{ epoch: 2, position } })).toEqual(canonicalEventBytes(event))
  })

  test('do not depend on the order of keys', () => {
    const { data, metadata, ...rest } = event
    const turned = Object.fromEntries(Object.entries(data).reverse())
    expect(canonicalEventBytes({ metadata, ...rest, data: turned })).toEqual(canonicalEventBytes(event))
  })

  test('fit an entry of a bundle, whatever the store takes', () => {
    const overhead = Buffer.byteLength(JSON.stringify({ text: '' }) + JSON.stringify({}))
    const longest: LoggedEvent = {
      ledger: randomUUID(),
      sequence: Number.MAX_SAFE_INTEGER,
      stream: `${'x'.repeat(storeLimits.maxStreamNameLength - 37)}-${randomUUID()}`,
      version: Number.MAX_SAFE_INTEGER,
      id: randomUUID(),
      type: 'X'.repeat(storeLimits.maxEventTypeLength),
      schemaVersion: Number.MAX_SAFE_INTEGER,
      recordedAt: '2026-06-01T00:00:00.000Z',
      data: { text: 'x'.repeat(storeLimits.maxEventBytes - overhead) },
      metadata: {},
    }
    const { length } = canonicalEventBytes(longest)
    expect(length).toBeLessThanOrEqual(65_535)
    expect(length - storeLimits.maxEventBytes).toBeGreaterThan(400)
  })
})
