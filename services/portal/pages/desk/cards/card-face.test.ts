import '../../common/without-a-browser.fixture.ts'
import { expect, it } from 'vitest'
import { cardAddress, groupCode, inRosterOrder, lastFourOf, pagesOf, sayDays, validityOf } from './card-face.ts'

it('a code is read in groups, and the QR code holds an address whose secret no server sees', () => {
  expect(groupCode('7K3M9QX2TD')).toBe('7K3M-9QX2-TD')
  const address = new URL(cardAddress('https://canbu.example', 'AbC_-123'))
  expect([address.pathname, address.search, address.hash]).toEqual(['/till/', '', '#card=AbC_-123'])
})

it('a card is good from the first day of its windows to the last', () => {
  const windows = [
    { from: '2025-10-01', until: '2025-10-03' },
    { from: '2025-07-25', until: '2025-07-31' },
  ]
  expect(validityOf(windows)).toEqual({ from: '2025-07-25', until: '2025-10-03' })
  expect(validityOf([])).toBeUndefined()
})

it('no card is left out of the last page', () => {
  expect(pagesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(pagesOf([], 10)).toEqual([])
})

it('cards lie as the sheets of the employers have their people, and who left the roster comes last', () => {
  const roster = [
    { id: 'b', employer: 'street' },
    { id: 'c', employer: 'park' },
    { id: 'a', employer: 'street' },
  ]
  const cards = ['gone', 'a', 'b', 'c'].map((worker) => ({ worker }))
  expect(inRosterOrder(cards, roster).map(({ worker }) => worker)).toEqual(['b', 'a', 'c', 'gone'])
})

it('of an identity number, masked or not, the last four characters tell people apart', () => {
  expect(lastFourOf('632701********123X')).toBe('123X')
  expect(lastFourOf(undefined)).toBe('')
})

it('days stand on a card without their weekdays, and a year once', () => {
  expect(sayDays('2025-10-01', '2025-10-08')).toBe('2025年10月1日至10月8日')
  expect(sayDays('2025-12-30', '2026-01-03')).toBe('2025年12月30日至2026年1月3日')
})
