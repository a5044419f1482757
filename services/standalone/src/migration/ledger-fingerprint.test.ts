import { randomUUID } from 'node:crypto'
import { UnknownEventError } from '@welfare/contracts/catalogue.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { canonicalEventBytes } from '@welfare/transparency-log/tree/canonical-event.ts'
import { hashLeaf, hashPerfect } from '@welfare/transparency-log/tree/merkle-hashes.ts'
import { rootAt } from '@welfare/transparency-log/tree/merkle-proofs.ts'
import { describe, expect, test } from 'vitest'
import { findDifferentBalances, takeFingerprint } from './ledger-fingerprint.ts'

const fund = derivedId('fund', 'fingerprint')
const programme = derivedId('programme', 'fingerprint')

function eventOf(sequence: number, type: string, data: SequencedEvent['data']): SequencedEvent {
  const recorded = { stream: fund, version: sequence, recordedAt: '2025-07-01T00:00:00.000Z' }
  const position = `l.1.${sequence}-00` as Position
  return {
    id: randomUUID(),
    type,
    schemaVersion: 1,
    data,
    metadata: {},
    ...recorded,
    position,
    ledger: 'l',
    epoch: 1,
    sequence,
  }
}

const allocated = (sequence: number, amountFen: number) =>
  eventOf(sequence, 'FundsAllocated', { programme, amountFen, shares: [{ fund, amountFen }] })

function fingerprintOf(events: readonly SequencedEvent[]) {
  const taker = takeFingerprint()
  for (const event of events) taker.add(event, canonicalEventBytes(event))
  return taker.result()
}

describe('what a ledger comes to', () => {
  test('has the root that the transparency log has, for every number of events', () => {
    for (let count = 0; count <= 40; count += 1) {
      const events = Array.from({ length: count }, (_, index) => allocated(index + 1, 100))
      const leaves = events.map((event) => hashLeaf(canonicalEventBytes(event)))
      const tree = {
        subtree: (height: number, index: number) =>
          hashPerfect(Buffer.concat(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height))),
      }
      expect(fingerprintOf(events).root).toBe(rootAt(tree, count).toString('hex'))
    }
  })

  test('adds up what the postings move', () => {
    const { balances, events } = fingerprintOf([allocated(1, 100), allocated(2, 250)])
    expect(events).toBe(2)
    expect(Object.fromEntries(balances)).toEqual({
      [`budget available CNY ${fund}`]: 350,
      [`budget allocated CNY ${fund}`]: -350,
    })
  })

  test('names the balances in which another differs', () => {
    const [one, other] = [fingerprintOf([allocated(1, 100)]), fingerprintOf([allocated(1, 101)])]
    expect(findDifferentBalances(one, other)).toEqual([`budget available CNY ${fund}`, `budget allocated CNY ${fund}`])
    expect(findDifferentBalances(one, fingerprintOf([allocated(1, 100)]))).toEqual([])
    expect(findDifferentBalances(one, fingerprintOf([]))).toHaveLength(2)
  })

  test('is not made of events that this program does not know', () => {
    expect(() => fingerprintOf([eventOf(1, 'FundsTeleported', {})])).toThrow(UnknownEventError)
  })
})
