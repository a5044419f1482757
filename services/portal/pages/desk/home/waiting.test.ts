import { describe, expect, test } from 'vitest'
import { lastDays, lateTransfers, nearWindows, overdueOf, recentOf, refusedOf } from './waiting.ts'

const programme = (windows: readonly [string, string][], status = 'open') => ({
  id: 'programme-1',
  name: '环卫工人餐补',
  status,
  rules: { windows: windows.map(([from, until], index) => ({ window: `w${index}`, name: '端午', from, until })) },
})
const today = '2025-07-25'

describe('a window', () => {
  test.each([
    ['ends today', ['2025-07-01', '2025-07-25'], 'ends', 0],
    ['ends within the week', ['2025-07-01', '2025-08-01'], 'ends', 7],
    ['begins tomorrow', ['2025-07-26', '2025-09-01'], 'begins', 1],
  ] as const)('that %s is near', (_, window, does, inDays) => {
    expect(nearWindows([programme([[...window]])], today)).toMatchObject([
      { does, inDays, programmeName: '环卫工人餐补' },
    ])
  })

  test.each([
    ['ended yesterday', ['2025-07-01', '2025-07-24']],
    ['ends in eight days', ['2025-07-01', '2025-08-02']],
    ['began today and lasts', ['2025-07-25', '2025-09-01']],
  ] as const)('that %s is not', (_, window) => {
    expect(nearWindows([programme([[...window]])], today)).toEqual([])
  })

  test('of a closed programme is nobody’s business any more; the nearest comes first', () => {
    const open = programme([
      ['2025-07-30', '2025-09-01'],
      ['2025-07-01', '2025-07-26'],
    ])
    const near = nearWindows([programme([['2025-07-01', '2025-07-25']], 'closed'), open], today)
    expect(near.map(({ inDays }) => inDays)).toEqual([1, 5])
  })
})

test('a consignment is overdue when its day has passed and nobody has received it', () => {
  const one = (status: string, dueOn: string) => ({ status, dueOn })
  const rows = [
    one('planned', '2025-07-24'),
    one('dispatched', '2025-07-24'),
    one('received', '2025-07-24'),
    one('planned', today),
  ]
  expect(overdueOf(rows, today)).toEqual(rows.slice(0, 2))
})

test('imports are told of for a month', () => {
  const rows = [{ startedAt: '2025-06-25T08:00:00Z' }, { startedAt: '2025-06-24T08:00:00Z' }]
  expect(recentOf(rows, today, (instant) => instant.slice(0, 10))).toEqual(rows.slice(0, 1))
})

test('days without a meal are there, too, and programmes are added up', () => {
  const found = [
    { day: today, meals: 2, usedFen: 3_000 },
    { day: today, meals: 1, usedFen: 500 },
    { day: '2025-07-01', meals: 9, usedFen: 1 },
  ]
  expect(lastDays(found, [programme([['2025-07-25', '2025-08-01']])], today, 2)).toEqual([
    { day: '2025-07-24', meals: 0, usedFen: 0, isInWindow: false },
    { day: today, meals: 3, usedFen: 3_500, isInWindow: true },
  ])
})

test('a maker is told of what another person refused within the week, and of nobody else’s', () => {
  const refused = (proposedBy: string, decidedAt: string, decidedBy = 'approver/chair') => ({
    ...{ proposedBy, decidedAt, decidedBy },
  })
  const own = refused('officer/li', '2025-07-18T08:00:00Z')
  const asked = [own, refused('officer/li', '2025-07-17T08:00:00Z'), refused('officer/lin', '2025-07-25T08:00:00Z')]
  asked.push(refused('officer/li', '2025-07-25T08:00:00Z', 'process/commit'))
  expect(refusedOf(asked, 'li', today, (instant) => instant.slice(0, 10))).toEqual([own])
})

test('a transfer is told of once it has been on its way for more than three days', () => {
  const [late, usual] = [{ sentOn: '2025-07-21' }, { sentOn: '2025-07-22' }]
  expect(lateTransfers([late, usual], today)).toEqual([late])
})
