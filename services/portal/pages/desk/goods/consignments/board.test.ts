import { expect, it } from 'vitest'
import { columnOf, daysOverdue, toBoard } from './board.ts'

const row = (id: string, more: Partial<Parameters<typeof toBoard>[0][number]> = {}) => ({
  ...{ id, status: 'planned' as const, site: 'site', depot: 'depot', dueOn: '2025-07-10' },
  ...{ planned: 10, received: 0, short: 0, handedOut: 0 },
  ...more,
})
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

it('what is still to come stands with the earliest due on top; what is over with the newest', () => {
  const board = toBoard([
    row('later', { dueOn: '2025-07-12' }),
    row('overdue', { dueOn: '2025-07-01' }),
    row('gone', { status: 'cancelled' }),
    row('first', { status: 'received', receivedOn: '2025-07-02' }),
    row('last', { status: 'received', receivedOn: '2025-07-05' }),
    row('broken', { status: 'received', receivedOn: '2025-07-05', short: 2 }),
  ])
  expect(idsOf(board.planned)).toEqual(['overdue', 'later'])
  expect(idsOf(board.received)).toEqual(['last', 'first'])
  expect(idsOf(board.short)).toEqual(['broken'])
  expect(Object.values(board).flat()).toHaveLength(5)
})

it('only what has not come is overdue, from the day after it was due', () => {
  expect(daysOverdue(row('a'), '2025-07-10')).toBeUndefined()
  expect(daysOverdue(row('a'), '2025-07-13')).toBe(3)
  expect(daysOverdue(row('a', { status: 'dispatched' }), '2025-07-11')).toBe(1)
  expect(daysOverdue(row('a', { status: 'received' }), '2025-07-13')).toBeUndefined()
  expect(daysOverdue(row('a'), undefined)).toBeUndefined()
})

it('a receipt that is short has a column of its own', () => {
  expect(columnOf({ status: 'received', short: 1 })).toBe('short')
  expect(columnOf({ status: 'received', short: 0 })).toBe('received')
})
