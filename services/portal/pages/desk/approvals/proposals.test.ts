import { expect, test } from 'vitest'
import {
  accountOf,
  correctedAmounts,
  inOrder,
  keepShown,
  nextWaiting,
  type PlacedProposal,
  reasonOf,
} from './proposals.ts'

const proposal = (id: string, proposedAt: string, more: object = {}): PlacedProposal => ({
  id,
  area: 'funds',
  kind: 'allocation',
  status: 'proposed',
  division: '632701',
  because: [],
  about: {},
  proposedBy: 'officer/desk-1',
  proposedAt,
  ...more,
})
const early = proposal('early', '2025-07-25T08:00:00+08:00')
const middle = proposal('middle', '2025-07-25T00:30:00.000Z')
const late = proposal('late', '2025-07-25T09:00:00+08:00')
const idsOf = (proposals: readonly PlacedProposal[]) => proposals.map(({ id }) => id)

test('what waits longest stands first, whatever offset its time is written with; what was decided, last', () => {
  expect(idsOf(inOrder([late, middle, early], 'proposed'))).toEqual(['early', 'middle', 'late'])
  const decided = proposal('decided', early.proposedAt, { decidedAt: '2025-07-25T10:00:00+08:00' })
  expect(idsOf(inOrder([middle, late, early, decided], 'refused'))).toEqual(['decided', 'late', 'middle', 'early'])
})

test('what was shown stays in its place while it is decided, and what is new stands behind it', () => {
  const idOf = ({ id }: PlacedProposal) => id
  const shown = keepShown([], [early, late], idOf)
  expect(idsOf(keepShown(shown, [late, middle], idOf))).toEqual(['early', 'late', 'middle'])
  expect(keepShown(shown, [late], idOf)).toBe(shown)
})

test('after one is decided the next that waits is turned to, then the first, then none', () => {
  const shown = [early, middle, late]
  expect(nextWaiting(shown, [early, late], 'middle')).toBe('late')
  expect(nextWaiting(shown, [early], 'late')).toBe('early')
  expect(nextWaiting(shown, [late], 'late')).toBeUndefined()
})

test.each([
  ['the act’s own words', { about: { reason: '多付' } }, '多付'],
  ['a note', { about: { note: '中秋' } }, '中秋'],
  ['what was asked for', { request: { params: {}, query: {}, body: { reason: '换季' } } }, '换季'],
  ['why it is late', { request: { params: {}, query: {}, body: { lateEntry: { reason: '收据晚到' } } } }, '收据晚到'],
  ['nothing', { request: { params: {}, query: {}, body: [] } }, undefined],
])('its reason is taken from %s', (_, more, reason) => {
  expect(reasonOf(proposal('one', late.proposedAt, more))).toBe(reason)
})

test('a maker is told by the account alone', () => {
  expect(accountOf('officer/desk-1')).toBe('desk-1')
})

test.each([
  ['a donation', { right: { amountFen: 3_000 } }, 3_000],
  ['a donation that never was', {}, 0],
  ['an allocation', { rightAmountFen: 5_000 }, 5_000],
])('a correction of %s tells from what to what', (_, body, toFen) => {
  const request = { params: {}, query: {}, body: { reason: '多写一个零', ...body } }
  const asked = proposal('one', late.proposedAt, {
    kind: 'correction',
    amountFen: 30_000,
    about: { corrects: 'fund-1.2', standsFen: 20_000 },
    request,
  })
  // Of what an earlier correction had left.
  expect(correctedAmounts(asked)).toEqual({ fromFen: 20_000, toFen })
  expect(correctedAmounts({ ...asked, about: { corrects: 'wallet-1.2' } })).toBeUndefined()
})
