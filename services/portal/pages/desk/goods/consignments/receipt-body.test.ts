import { expect, it } from 'vitest'
import { receiptBodyOf, shortOf } from './receipt-body.ts'

const line = { commodity: 'kit-1@1', planned: 38, sent: 38, received: 0, short: 0, refused: 0, atSite: 0, handedOut: 0 }
const signed = { receivedBy: [{ id: 'worker-1', name: '虚***号' }] }
const today = '2025-07-10'

it('what was not touched came whole, today', () => {
  expect(receiptBodyOf(signed, [line], today)).toEqual({
    receivedBy: 'worker-1',
    receivedOn: today,
    lines: [{ commodity: 'kit-1@1', quantity: 38, refused: 0 }],
    attachments: [],
  })
})

it('is not whole without who signed, or why something is missing', () => {
  expect(receiptBodyOf({}, [line], today)).toBeUndefined()
  const short = { ...signed, taken: { 'kit-1@1': 36 } }
  expect(shortOf(short, line)).toBe(2)
  expect(receiptBodyOf(short, [line], today)).toBeUndefined()
  expect(receiptBodyOf({ ...short, shortReason: { 'kit-1@1': '破损' } }, [line], today)?.lines).toEqual([
    { commodity: 'kit-1@1', quantity: 36, refused: 0, shortReason: '破损' },
  ])
})

it('what was refused is not short, and counts only where refusal is ticked', () => {
  const refusing = {
    ...signed,
    taken: { 'kit-1@1': 35 },
    refused: { 'kit-1@1': 3 },
    refusedReason: { 'kit-1@1': '受潮' },
  }
  expect(shortOf({ ...refusing, hasRefused: true }, line)).toBe(0)
  expect(receiptBodyOf({ ...refusing, hasRefused: true }, [line], today)?.lines).toEqual([
    { commodity: 'kit-1@1', quantity: 35, refused: 3, refusedReason: '受潮' },
  ])
  expect(receiptBodyOf(refusing, [line], today)).toBeUndefined()
})

it('an earlier day is a late entry, with its reason', () => {
  const late = { ...signed, day: '2025-07-08', lateReason: '单据迟到' }
  expect(receiptBodyOf(late, [line], today)).toMatchObject({
    receivedOn: '2025-07-08',
    lateEntry: { reason: '单据迟到' },
  })
  expect(receiptBodyOf({ ...signed, lateReason: '单据迟到' }, [line], today)).not.toHaveProperty('lateEntry')
})
